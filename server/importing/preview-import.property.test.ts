import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAppError } from "../../domain/app-error.ts";
import type { BulletinNode } from "../../domain/schema/document.ts";
import { plainText } from "../../domain/schema/plain-text.ts";
import type { ImportPreview, TextFormat } from "./imports.ts";
import { previewImport } from "./preview-import.ts";

/** Pieces that each set one of the repairs off, or nearly so, and arbitrary text between them. */
const PIECES = [
  "A Title for Several Policy Matters",
  "Anna Example",
  "By Anna Example and J. R. Sample",
  "PISM BULLETIN",
  "POLICY REPORT 3",
  "Page 3 of 12",
  "7",
  "\f",
  "Causes and Effects of the Crisis. The committee met in spring and agreed on little, as it had the year before.",
  "The committee met in the harbour of the old town and then it",
  "went on for years. It also shows that the causes are many.",
  "The de-\nvelopment of a long-\nterm plan and the North-\nEast of it came first in the order of the day.",
  "See [the full report](https://example.org/a_(b)) and [the note](#) or [this](javascript:alert(1)) [x]() [a [b](/c)].",
  "A ship, the *Marshal of the Sea*, and *a note* that 2 * 3 * 4 is 24, **bold** and [*star*](http://a.example/*s*).",
  "broken [words of a link",
  "that goes on](https://example.org/x) over the page. And more of it.",
  "| a | b |\n|---|---|\n| c | d | lost |",
  "- one\n- two\n  - three\n\n> quoted *words*\n\n```js\ncode here\n```",
  "<p>para <b>bold</b> <a href='javascript:x'>bad</a></p><ul>loose<li>item</ul><table><td>cell",
  '![image](pic.png "its title") and [ref][r] and `code`\n\n[r]: https://example.org/r "a title"',
];

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...PIECES) },
  { weight: 1, arbitrary: fc.string({ maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.constantFrom(..."[]()*_-. \n\taAbB#1“”\u00ad—|>`!\\&"), maxLength: 80 }),
  },
);
const separator = fc.constantFrom("\n\n", "\n\n", "\n", " ", "\n\n\n", "\r\n\r\n", "\n \t\n");
const text = fc
  .array(fc.tuple(piece, separator), { minLength: 1, maxLength: 14 })
  .map((parts) => parts.flat().join(""))
  // A link in the middle of a word makes two words one when its brackets go; words are what is counted here.
  .map((value) =>
    value.replace(/(?<=[\p{L}\p{N}])\[|\)(?=[\p{L}\p{N}])/gu, (bracket) => (bracket === "[" ? " [" : ") ")),
  )
  .filter((value) => /[^\s\p{Cc}]/u.test(value) && !/(?![\t\n\v\f\r\x80-\x9f])\p{Cc}/u.test(value));

const WORD = /[\p{L}\p{N}]+/gu;

/** The letters of Markdown are compared, not its words: "`B`a" is two words before and one behind. */
const LETTER = /[\p{L}\p{N}]/gu;

function missing(before: string, after: string, unit = WORD): string[] {
  const counts = new Map<string, number>();
  for (const [word] of after.matchAll(unit)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return (before.match(unit) ?? []).filter((word) => {
    const left = counts.get(word) ?? 0;
    counts.set(word, left - 1);
    return left <= 0;
  });
}

function hrefs(node: BulletinNode): string[] {
  return [...(node.marks ?? []).map((mark) => mark.attrs?.href ?? ""), ...(node.content ?? []).flatMap(hrefs)];
}

/** Everything that a person can still read: the text, its links, the fields, and what accepted repairs say they took. */
function readable({ document, title, author, repairs }: ImportPreview): string {
  const taken = repairs.filter(({ accepted }) => accepted).map(({ kind, before, after }) => ({ kind, before, after }));
  const removals = taken.flatMap(({ before, after, kind }) => {
    // A title or author that went into its field is there already, but for a word such as "By".
    if (kind === "title" || kind === "author") return missing(before, after);
    return kind === "running-header" || kind === "page-number" || kind === "link" || before.match(/[-\u00ad]\s/)
      ? before
      : [];
  });
  return [plainText(document), ...hrefs(document), title, author ?? "", ...removals].join("\n");
}

const RUNS = 400;
const TIME_LIMIT = 60_000;

describe("previewImport, whatever the text", () => {
  it(
    "loses no word of plain text silently, whichever repairs are refused, and repairs stay as they are",
    () => {
      fc.assert(
        fc.property(text, fc.infiniteStream(fc.boolean()), (value, choices) => {
          const all = previewImport({ text: value, format: "text", repair: true, refused: [] });
          const refused = all.repairs.map(({ id }) => id).filter(() => choices.next().value === true);
          const some = previewImport({ text: value, format: "text", repair: true, refused });
          expect(some.repairs).toEqual(all.repairs.map((one) => ({ ...one, accepted: !refused.includes(one.id) })));
          expect(new Set(all.repairs.map(({ id }) => id)).size).toBe(all.repairs.length);
          expect(missing(value, readable(all))).toEqual([]);
          expect(missing(value, readable(some))).toEqual([]);
        }),
        { numRuns: RUNS },
      );
    },
    TIME_LIMIT,
  );

  it(
    "keeps every character in its order when all repairs are refused, and without repair",
    () => {
      const bare = (value: string): string => value.replace(/[\s\ufeff]/g, "");
      fc.assert(
        fc.property(text, (value) => {
          const ids = previewImport({ text: value, format: "text", repair: true, refused: [] }).repairs.map(
            ({ id }) => id,
          );
          const refused = previewImport({ text: value, format: "text", repair: true, refused: ids });
          const plain = previewImport({ text: value, format: "text", repair: false, refused: [] });
          expect(bare(plainText(refused.document))).toBe(bare(value));
          expect(bare(plainText(plain.document))).toBe(bare(value));
          expect(refused.author).toBeNull();
          expect(plain.repairs).toEqual([]);
        }),
        { numRuns: RUNS },
      );
    },
    TIME_LIMIT,
  );

  it(
    "keeps the words of Markdown",
    () => {
      fc.assert(
        fc.property(text, fc.boolean(), (value, repair) => {
          // The numbers of list items and the names of entities are how Markdown is written.
          const words = value.replaceAll(/\d{1,9}[.)]|&\w+;/g, "");
          const preview = attempt(() => previewImport({ text: value, format: "markdown", repair, refused: [] }));
          if (!preview) return;
          expect(missing(words, `${readable(preview)} ${decode(hrefs(preview.document))}`, LETTER)).toEqual([]);
        }),
        { numRuns: RUNS },
      );
    },
    TIME_LIMIT,
  );

  it(
    "gives documents that fit the schema and hold no unsafe link",
    () => {
      fc.assert(
        fc.property(
          text,
          fc.constantFrom<TextFormat>("text", "markdown", "html"),
          fc.boolean(),
          (value, format, repair) => {
            const preview = attempt(() => previewImport({ text: value, format, repair, refused: [] }));
            if (!preview) return;
            expect(faults(preview.document)).toEqual([]);
            expect(hrefs(preview.document).filter((href) => /^\s*(?:javascript|data|vbscript):/i.test(href))).toEqual(
              [],
            );
            expect(preview.title).not.toBe("");
          },
        ),
        { numRuns: RUNS },
      );
    },
    TIME_LIMIT,
  );
});

/** Markup without any text in it is refused, and that is all that may be. */
function attempt(work: () => ImportPreview): ImportPreview | null {
  try {
    return work();
  } catch (error) {
    if (isAppError(error) && error.message === "There is no text in it.") return null;
    throw error;
  }
}

const decode = (links: string[]): string =>
  links
    .map((href) => {
      try {
        return decodeURIComponent(href);
      } catch {
        return href;
      }
    })
    .join(" ");

const BLOCKS = ["paragraph", "heading", "bulletList", "orderedList", "blockquote", "table"];
const MAY_HOLD: Record<string, string[]> = {
  doc: BLOCKS,
  blockquote: BLOCKS,
  tableCell: BLOCKS,
  tableHeader: BLOCKS,
  listItem: BLOCKS,
  bulletList: ["listItem"],
  orderedList: ["listItem"],
  table: ["tableRow"],
  tableRow: ["tableCell", "tableHeader"],
  paragraph: ["text", "hardBreak"],
  heading: ["text", "hardBreak"],
};

/** The editor's schema in short. */
function faults(node: BulletinNode): string[] {
  if (node.type === "text") return node.text ? [] : ["an empty text"];
  const children = node.content ?? [];
  const allowed = MAY_HOLD[node.type] ?? [];
  const own = children.filter((child) => !allowed.includes(child.type)).map((child) => `${child.type} in ${node.type}`);
  if (children.length === 0 && !["paragraph", "heading", "hardBreak"].includes(node.type))
    own.push(`${node.type} is empty`);
  if (node.type === "listItem" && children[0]?.type !== "paragraph") own.push("an item without a paragraph");
  if (node.type === "table" && new Set(children.map((row) => row.content?.length)).size > 1)
    own.push("rows of uneven length");
  return [...own, ...children.flatMap(faults)];
}
