import { count } from "./count.ts";
import type { ShownRepair } from "./import-client.ts";

interface Words {
  heading: string;
  one: string;
  many: string;
}

/** Each kind of repair in words, in the order in which they are listed. */
const KINDS: Record<string, Words> = {
  title: { heading: "Title and author", one: "title found", many: "titles found" },
  author: { heading: "Title and author", one: "author found", many: "authors found" },
  "run-in-heading": { heading: "Run-in headings", one: "run-in heading", many: "run-in headings" },
  "joined-paragraph": { heading: "Joined paragraphs", one: "paragraph joined", many: "paragraphs joined" },
  "running-header": { heading: "Running headers", one: "running header removed", many: "running headers removed" },
  "page-number": { heading: "Page numbers", one: "page number removed", many: "page numbers removed" },
  link: { heading: "Links", one: "link", many: "links" },
  italics: { heading: "Italics", one: "italic phrase", many: "italic phrases" },
};

const OTHER: Words = { heading: "Other repairs", one: "other repair", many: "other repairs" };

export interface RepairGroup {
  heading: string;
  repairs: ShownRepair[];
}

const ORDER = Object.keys(KINDS);
const wordsOf = (kind: string): Words => KINDS[kind] ?? OTHER;
const rank = (kind: string): number => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length);

/** Repairs by kind, in the order of {@link KINDS}; kinds that this page does not know come last. */
export function groupRepairs(repairs: ShownRepair[]): RepairGroup[] {
  const sorted = repairs.toSorted((a, b) => rank(a.kind) - rank(b.kind));
  return [...new Set(sorted.map(({ kind }) => wordsOf(kind).heading))].map((heading) => ({
    heading,
    repairs: sorted.filter(({ kind }) => wordsOf(kind).heading === heading),
  }));
}

/** Kinds that the fields above the list show already. */
const FIELDS = ["title", "author"];

/** "12 links, 3 run-in headings, 2 paragraphs joined": what was done, without what was refused. Empty: nothing. */
export function summarise(repairs: ShownRepair[]): string {
  const done = repairs.filter(({ kind, accepted }) => accepted && !FIELDS.includes(kind)).map(({ kind }) => kind);
  return [...new Set(done)]
    .sort((a, b) => rank(a) - rank(b))
    .map((kind) => count(done.filter((other) => other === kind).length, wordsOf(kind).one, wordsOf(kind).many))
    .join(", ");
}
