/** A small bulletin with every kind of annotation and every state, for the tests of the formats. */

import type { Anchor, AnchorState } from "../anchor/anchor.ts";
import { quoteOf } from "../anchor/anchor.ts";
import type { Annotation, AnnotationKind, Comment } from "../annotation/annotation.ts";
import type { BulletinNode } from "../schema/document.ts";
import { plainText } from "../schema/plain-text.ts";
import type { ExportedState, ExportSource } from "./export-model.ts";

export const sampleId = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

const ADA = { id: sampleId(1), name: "Ada <Lovelace>" };
const GRACE = { id: sampleId(2), name: "Grace" };

const text = (value: string, ...types: ("bold" | "italic")[]): BulletinNode => ({
  type: "text",
  text: value,
  marks: types.map((type) => ({ type })),
});

const link = (value: string, href: string): BulletinNode => ({
  type: "text",
  text: value,
  marks: [{ type: "link", attrs: { href } }],
});

const paragraph = (...content: BulletinNode[]): BulletinNode => ({ type: "paragraph", content });

export const SAMPLE_DOCUMENT: BulletinNode = {
  type: "doc",
  content: [
    { type: "heading", attrs: { level: 2 }, content: [text("Harbour & river")] },
    paragraph(
      text("Bold start. ", "bold"),
      text("The 🚢 carries coal to the northern port, and the "),
      link("annual report", "https://example.org/report?a=1&b=2"),
      text(" says so <twice>."),
    ),
    paragraph(text("A line,"), { type: "hardBreak" }, text("then another "), text("in italics", "italic"), text(".")),
    {
      type: "bulletList",
      content: [
        { type: "listItem", content: [paragraph(text("one point"))] },
        { type: "listItem", content: [paragraph(link("another point", "javascript:alert(1)"))] },
      ],
    },
    {
      type: "table",
      content: [
        {
          type: "tableRow",
          content: [
            { type: "tableHeader", attrs: { colspan: 2, rowspan: 1 }, content: [paragraph(text("Year"))] },
            { type: "tableCell", content: [paragraph(text("1998"))] },
          ],
        },
      ],
    },
    { type: "blockquote", content: [paragraph(text("The last word."))] },
  ],
};

export const SAMPLE_TEXT = plainText(SAMPLE_DOCUMENT);

interface Sketch {
  n: number;
  kind: AnnotationKind;
  words: string | null;
  state?: AnchorState;
  comments?: Comment[];
  tags?: string[];
}

const comment = (n: number, author: Comment["author"], words: string, changes: Partial<Comment> = {}): Comment => ({
  id: sampleId(n),
  author,
  at: `2026-11-23T10:${String(n % 60).padStart(2, "0")}:00.000Z`,
  text: words,
  editedAt: null,
  deletedAt: null,
  ...changes,
});

const madeAt = (n: number): string => `2026-11-23T09:00:00.${String(n).padStart(3, "0")}Z`;

function placed({ n, kind, words, state = "anchored", comments = [], tags = [] }: Sketch): {
  annotation: Annotation;
  range: { start: number; end: number } | null;
} {
  const start = words === null ? -1 : SAMPLE_TEXT.indexOf(words);
  const range = words !== null && start >= 0 ? { start, end: start + words.length } : null;
  const kept = range ? quoteOf(SAMPLE_TEXT, range) : { quote: words ?? "", prefix: "", suffix: "" };
  const anchor: Anchor | null = words === null ? null : { ...kept, start: null, end: null, state };
  return {
    annotation: {
      id: sampleId(n),
      kind,
      author: ADA,
      at: madeAt(n),
      anchor,
      tags,
      comments,
      resolved: null,
      // What was found again was lost before.
      moves:
        anchor && state === "moved" ? [{ at: madeAt(n + 1), by: null, from: { ...anchor, state: "detached" } }] : [],
      deleted: null,
    },
    range: state === "detached" ? null : range,
  };
}

const TAG = sampleId(50);
const GONE_TAG = sampleId(51);

const deleted = placed({ n: 108, kind: "comment", words: "one point" });

export const SAMPLE_STATE: ExportedState = {
  text: SAMPLE_TEXT,
  textSeq: 12,
  document: SAMPLE_DOCUMENT,
  tags: [
    { id: TAG, label: "Trade & <ports>", colour: "teal", deletedAt: null },
    { id: GONE_TAG, label: "Gone", colour: "rose", deletedAt: "2026-11-23T11:00:00.000Z" },
  ],
  annotations: [
    placed({ n: 103, kind: "question", words: "words that left", state: "detached" }),
    placed({
      n: 101,
      kind: "claim",
      words: "carries coal to the northern port",
      tags: [TAG, GONE_TAG],
      comments: [
        comment(201, ADA, "Is it <b>true</b>?\n\nReally?", { at: madeAt(101), editedAt: "2026-11-23T12:00:00.000Z" }),
        comment(202, GRACE, "", { deletedAt: "2026-11-23T12:00:00.000Z" }),
        comment(203, GRACE, "Yes."),
      ],
    }),
    placed({
      n: 102,
      kind: "highlight",
      words: "northern port, and the annual",
      comments: [comment(204, GRACE, "Mine first.")],
    }),
    placed({
      n: 104,
      kind: "comment",
      words: null,
      comments: [comment(205, ADA, "On all of it.", { at: madeAt(104) })],
    }),
    placed({ n: 105, kind: "suggestion", words: "The last word.", state: "uncertain" }),
    placed({ n: 106, kind: "highlight", words: "🚢 carries", state: "moved" }),
    placed({ n: 107, kind: "comment", words: "A line,\nthen another in italics.\n\none point\nanother" }),
    { ...deleted, annotation: { ...deleted.annotation, deleted: { by: ADA, at: "2026-11-23T12:00:00.000Z" } } },
  ].map(({ annotation, range }) => ({
    annotation:
      annotation.id === sampleId(101)
        ? { ...annotation, resolved: { by: GRACE, at: "2026-11-23T13:00:00.000Z", reason: "Checked & done" } }
        : annotation,
    range,
  })),
};

export const SAMPLE_SOURCE: ExportSource = {
  bulletin: { id: sampleId(9), title: "Ships & <coal>", author: "A. Author", source: "https://example.org/bulletin" },
  state: SAMPLE_STATE,
  textHash: "ab".repeat(32),
  exportedAt: "2026-11-23T14:05:00.000Z",
  origin: "https://glossa.test/",
};
