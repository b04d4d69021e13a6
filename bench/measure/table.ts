/** Tables as Markdown that is also readable in a terminal: a row per server, then how ours compares. */

import type { Kind, Subject } from "../peers/subject.ts";
import type { Column, Figures, Outcome, Scenario } from "../scenarios/scenario.ts";

export interface Row extends Outcome {
  subject: Pick<Subject, "name" | "label" | "kind">;
}

export function renderTable({ columns }: Scenario, rows: Row[]): string {
  const used = columns.filter(({ key }) => rows.some(({ figures }) => isNumber(figures[key])));
  const head = ["server", ...used.map(({ label }) => label)];
  const body = rows.map(({ subject, figures }) => [
    subject.label,
    ...used.map((column) => format(figures[column.key], column.digits)),
  ]);
  return align([head, ...body, ...ratios(rows, used)]);
}

/** What ours is divided by; the best of several is looked for in each column by itself. */
const DIVISORS = [
  { kind: "peer", name: "best peer as it comes" },
  { kind: "tuned", name: "tuned peer" },
  { kind: "floor", name: "bare loop" },
] as const;

function ratios(rows: Row[], columns: Column[]): string[][] {
  const of = (kind: Kind): Row[] => rows.filter(({ subject }) => subject.kind === kind);
  return of("ours").flatMap(({ subject, figures }) =>
    DIVISORS.flatMap(({ kind, name }) => {
      const cells = columns.map((column) => ratio(column, figures, of(kind)));
      return cells.some((cell) => cell !== "") ? [[`**${subject.label} ÷ ${name}**`, ...cells]] : [];
    }),
  );
}

function ratio({ key, isCompared }: Column, ours: Figures, others: Row[]): string {
  const values = others.map(({ figures }) => figures[key]).filter(isNumber);
  const own = ours[key];
  if (!isCompared || !isNumber(own) || values.length === 0) return "";
  const least = Math.min(...values);
  return least === 0 ? "" : `**${(own / least).toFixed(2)}**`;
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function format(value: number | null | undefined, digits: number): string {
  if (!isNumber(value)) return "";
  const [whole = "", part] = value.toFixed(digits).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return part ? `${grouped}.${part}` : grouped;
}

/** The first column to the left, figures to the right. */
function align(rows: string[][]): string {
  const [head = []] = rows;
  const widths = head.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0), 3));
  const line = (cells: string[]): string => `| ${cells.join(" | ")} |`;
  const padded = rows.map((row) =>
    line(
      widths.map((width, index) => (index === 0 ? (row[0] ?? "").padEnd(width) : (row[index] ?? "").padStart(width))),
    ),
  );
  const rule = line(widths.map((width, index) => (index === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)));
  return [padded[0], rule, ...padded.slice(1)].join("\n");
}
