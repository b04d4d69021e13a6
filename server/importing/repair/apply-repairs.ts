/** The document that a source becomes with the repairs that were accepted. Every position of the source is in it once. */

import type { BulletinMark, BulletinNode } from "../../../domain/schema/document.ts";
import { type Range, unwrap } from "../read-text.ts";
import type { Edit, FoundRepair, Join } from "./found-repair.ts";
import type { MarkRange, Source, SourceBlock } from "./source.ts";

export interface Repaired {
  document: BulletinNode;
  title: string | null;
  author: string | null;
}

export function applyRepairs(source: Source, accepted: FoundRepair[]): Repaired {
  const removed = new Set(accepted.flatMap(({ removesBlock }) => removesBlock ?? []));
  const joins = new Map<number, Join>();
  for (const { join } of accepted) if (join) joins.set(join.left, join);
  const edits = accepted.flatMap((repair) => repair.edits ?? []).sort(byStart);
  const marks = [...accepted.flatMap((repair) => repair.marks ?? []), ...source.blocks.flatMap((block) => block.marks)];
  const writer = new PieceWriter(source, edits, marks.sort(byStart));
  const field = (name: "title" | "author"): string | null =>
    accepted.find((repair) => repair.field?.name === name)?.field?.value ?? null;
  return {
    document: { type: "doc", content: assemble(source, removed, joins, writer) },
    title: field("title"),
    author: field("author"),
  };
}

const byStart = (left: Range, right: Range): number => left.start - right.start;

/** A join over a block that was kept takes this block into the paragraph: the order of the words stays. */
function assemble(source: Source, removed: Set<number>, joins: Map<number, Join>, writer: PieceWriter): BulletinNode[] {
  const content: BulletinNode[] = [];
  let open: BulletinNode[] | null = null;
  let join: Join | null = null;
  let last = -1;
  source.blocks.forEach((block, index) => {
    if (removed.has(index)) return;
    if (block.kind === "other" && block.node) {
      content.push(block.node);
      open = null;
      return;
    }
    const isInside: boolean = join !== null && index <= join.right;
    const isNext: boolean = isInside && last === join?.left && index === join.right;
    if (!isInside || !open) {
      open = [];
      content.push({ ...shapeOf(block), content: open });
    } else if (!isNext || join?.glue === " ") append(open, " ", writer.marksAcross(block.start), true);
    const next: Join | undefined = joins.get(index);
    const cutsHyphen: boolean = next?.cutsHyphen === true && isOnlyRemovedBetween(next, removed);
    writer.write(open, { start: block.start, end: block.end - (cutsHyphen ? 1 : 0) });
    if (next) join = next;
    else if (join && index >= join.right) join = null;
    last = index;
  });
  return content.length > 0 ? content : [{ type: "paragraph" }];
}

function isOnlyRemovedBetween({ left, right }: Join, removed: Set<number>): boolean {
  for (let index = left + 1; index < right; index += 1) if (!removed.has(index)) return false;
  return true;
}

const shapeOf = ({ node, kind }: SourceBlock): BulletinNode =>
  kind === "heading" && node ? { type: "heading", ...(node.attrs && { attrs: node.attrs }) } : { type: "paragraph" };

/** Writes ranges of the source in rising order, so that edits and marks are walked once. */
class PieceWriter {
  private nextEdit = 0;
  private nextMark = 0;
  private active: MarkRange[] = [];

  constructor(
    private readonly source: Source,
    private readonly edits: Edit[],
    private readonly marks: MarkRange[],
  ) {}

  write(into: BulletinNode[], { start, end }: Range): void {
    let at = start;
    while (at < end) {
      while ((this.edits[this.nextEdit]?.end ?? Number.POSITIVE_INFINITY) <= at) this.nextEdit += 1;
      const edit = this.edits[this.nextEdit];
      this.activate(at);
      if (edit && edit.start <= at) {
        append(into, edit.replacement, marksOf(this.active), true);
        at = Math.min(end, edit.end);
        continue;
      }
      const stop = Math.min(
        end,
        edit?.start ?? end,
        this.marks[this.nextMark]?.start ?? end,
        ...this.active.map((mark) => mark.end),
      );
      const piece = this.source.text.slice(at, stop);
      append(into, this.source.isPlain ? unwrap(piece) : piece, marksOf(this.active), this.source.isPlain);
      at = stop;
    }
  }

  /** The marks that hold on both sides of a break before `at`: a link stays one link. */
  marksAcross(at: number): BulletinMark[] {
    this.activate(at);
    return marksOf(this.active.filter((mark) => mark.start < at));
  }

  private activate(at: number): void {
    for (let mark = this.marks[this.nextMark]; mark && mark.start <= at; mark = this.marks[this.nextMark]) {
      this.active.push(mark);
      this.nextMark += 1;
    }
    this.active = this.active.filter((mark) => mark.end > at);
  }
}

/** Each kind once, in the order link, bold, italic. */
const marksOf = (ranges: MarkRange[]): BulletinMark[] =>
  (["link", "bold", "italic"] as const).flatMap(
    (type) => ranges.findLast(({ mark }) => mark.type === type)?.mark ?? [],
  );

/** Adds text to the last run when the marks are the same; a line end in it is a hard break unless `isFlowing`. */
function append(into: BulletinNode[], text: string, marks: BulletinMark[], isFlowing: boolean): void {
  if (!isFlowing && text.includes("\n")) {
    text.split("\n").forEach((line, index) => {
      if (index > 0) into.push({ type: "hardBreak" });
      append(into, line, marks, true);
    });
    return;
  }
  if (text === "") return;
  const last = into.at(-1);
  if (last?.text !== undefined && JSON.stringify(last.marks ?? []) === JSON.stringify(marks)) last.text += text;
  else into.push({ type: "text", text, ...(marks.length > 0 && { marks }) });
}
