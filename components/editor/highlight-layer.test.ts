import { getSchema } from "@tiptap/core";
import { Fragment, type Node, type Schema, Slice } from "@tiptap/pm/model";
import { EditorState, type Transaction } from "@tiptap/pm/state";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SCHEMA_EXTENSIONS } from "../../domain/schema/extensions.ts";
import type { Span } from "../../domain/schema/positions.ts";
import {
  annotationsAt,
  drawnHighlights,
  highlightPlugin,
  passageIn,
  showHighlights,
  showStretch,
  stretchIn,
} from "./highlight-layer.ts";
import { ALL_DRAWN, type Highlight } from "./highlight-segments.ts";
import { positionsIn } from "./position-cache.ts";

const schema: Schema = getSchema(SCHEMA_EXTENSIONS);

class Screen {
  state: EditorState;

  constructor(doc: Node) {
    this.state = EditorState.create({ doc, plugins: [highlightPlugin()] });
  }

  readonly dispatch = (transaction: Transaction): void => {
    this.state = this.state.apply(transaction);
  };

  get drawn(): [number, number, unknown][] {
    return drawnHighlights(this.state)
      .find()
      .map((mark): [number, number, unknown] => [mark.from, mark.to, attributesOf(mark)])
      .sort((a, b) => a[0] - b[0]);
  }
}

/** Which annotations each stretch shows, without which of them lies on top. */
const coverage = (screen: Screen): unknown[] =>
  screen.drawn.map(([from, to, marks]) => {
    const { "data-annotations": ids = "", "data-depth": depth } = marks as Record<string, string | undefined>;
    return [from, to, ids.split(" ").sort(), depth];
  });

function isBlockEnd(doc: Node, at: number): boolean {
  const { parent, parentOffset } = doc.resolve(at);
  return parent.isTextblock && parentOffset === parent.content.size;
}

/** ProseMirror shows them to its own views alone. */
const attributesOf = (decoration: object): unknown => JSON.parse(JSON.stringify(decoration)).type.attrs;

/** In one run no two characters are alike, so where a change lies can be told without doubt. */
const FIRST_CHARACTER = 0x4e00;
let nextCharacter = FIRST_CHARACTER;
const characters = (count: number): string =>
  Array.from({ length: count }, () => String.fromCharCode(nextCharacter++)).join("");

const paragraphs = (lengths: readonly number[]): Node =>
  schema.node(
    "doc",
    null,
    lengths.map((length) => schema.node("paragraph", null, length > 0 ? [schema.text(characters(length))] : [])),
  );

const highlight = (id: number, start: number, end: number): Highlight => ({
  id: `a${id}`,
  start,
  end,
  kind: id % 2 === 0 ? "comment" : "claim",
  state: "anchored",
  isPending: false,
  isResolved: id % 5 === 0,
});

interface Edit {
  kind: "insert" | "delete" | "split" | "join";
  at: number;
  length: number;
  isRemote: boolean;
}

/** Null where such an edit can't be made. */
function edit(state: EditorState, { kind, at, length }: Edit): Transaction | null {
  const { tr, doc } = state;
  const inside: number[] = [];
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true;
    for (let offset = 0; offset <= node.content.size; offset++) inside.push(position + 1 + offset);
    return false;
  });
  const index = at % inside.length;
  const from = inside[index] ?? 1;
  const to = inside[Math.min(inside.length - 1, index + length)] ?? from;
  if (kind === "insert") return tr.insertText(characters(length), from);
  if (kind === "delete") return to > from ? tr.delete(from, to) : null;
  if (kind === "split") return tr.split(from);
  const $from = doc.resolve(from);
  return $from.index(0) > 0 ? tr.join($from.before(1)) : null;
}

/** As y-tiptap hands in what another person did. */
function asRemote(state: EditorState, after: Node): Transaction {
  const all = new Slice(Fragment.from(after.content), 0, 0);
  return state.tr.replace(0, state.doc.content.size, all).setMeta(ySyncPluginKey, { isChangeOrigin: true });
}

describe("HighlightLayer", () => {
  it("after any edits, one's own and others', draws what it would draw of the new places alone", () => {
    const edits = fc.array(
      fc.record<Edit>({
        kind: fc.constantFrom("insert", "delete", "split", "join"),
        at: fc.nat(400),
        length: fc.integer({ min: 1, max: 12 }),
        isRemote: fc.boolean(),
      }),
      { maxLength: 8 },
    );
    const lengths = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 6 });
    const ranges = fc.array(fc.tuple(fc.nat(150), fc.integer({ min: 1, max: 40 })), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(lengths, ranges, edits, fc.boolean(), fc.nat(120), (sizes, places, all, isCrowd, middle) => {
        nextCharacter = FIRST_CHARACTER;
        const screen = new Screen(paragraphs(sizes));
        const { text } = positionsIn(screen.state.doc);
        const within = places.map(([start, length], id) =>
          highlight(id, Math.min(start, text.length), Math.min(start + length, text.length)),
        );
        // Of many only those near the screen are drawn.
        const crowd = Array.from({ length: isCrowd ? ALL_DRAWN : 0 }, (_, id) => highlight(100 + id, 0, 0));
        const highlights = [...within, ...crowd].sort((a, b) => a.start - b.start);
        showHighlights(screen, highlights, text);
        showStretch(screen, { from: middle, to: middle + 30 });
        let spans = new Map<string, Span>();
        for (const { id } of within) spans.set(id, passageIn(screen.state, id) ?? { from: 0, to: 0 });

        for (const one of all) {
          const change = edit(screen.state, one);
          if (!change) continue;
          const { mapping } = change;
          spans = new Map(
            [...spans].map(([id, { from, to }]) => [id, { from: mapping.map(from, 1), to: mapping.map(to, -1) }]),
          );
          screen.dispatch(one.isRemote ? asRemote(screen.state, change.doc) : change);

          const fresh = new Screen(screen.state.doc);
          const positions = positionsIn(fresh.state.doc);
          const placed = highlights.map((each) => {
            const span = spans.get(each.id) ?? { from: 0, to: 0 };
            const range = span.to > span.from ? positions.rangeOf(span) : null;
            return { ...each, ...(range ?? { start: 0, end: 0 }) };
          });
          showHighlights(
            fresh,
            placed.sort((a, b) => a.start - b.start),
            positions.text,
          );
          showStretch(fresh, stretchIn(screen.state));
          // What begins at a block's end and what begins with the next block begin together for a fresh reading alone.
          const areToldApart = ![...spans.values()].some(({ from }) => isBlockEnd(screen.state.doc, from));
          if (areToldApart) expect(screen.drawn).toEqual(fresh.drawn);
          else expect(coverage(screen)).toEqual(coverage(fresh));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("draws nothing of passages that count in another text", () => {
    const screen = new Screen(paragraphs([10]));
    showHighlights(screen, [highlight(1, 2, 5)], "another text");
    expect(screen.drawn).toEqual([]);
  });

  it("leaves the state alone when the new places are those that it mapped", () => {
    const screen = new Screen(paragraphs([10, 10]));
    showHighlights(screen, [highlight(1, 2, 5), highlight(2, 4, 15)], positionsIn(screen.state.doc).text);
    screen.dispatch(screen.state.tr.insertText("before", 1));
    const { state } = screen;
    showHighlights(screen, [highlight(1, 8, 11), highlight(2, 10, 21)], positionsIn(state.doc).text);
    expect(screen.state).toBe(state);
  });

  it("tells all that lie at a caret and on a character, far from the screen too, the narrowest first", () => {
    const screen = new Screen(paragraphs([100]));
    const many = Array.from({ length: ALL_DRAWN + 1 }, (_, id) => highlight(id * 2 + 1, 40 - (id % 20), 60));
    const sorted = [...many].sort((a, b) => a.start - b.start);
    showHighlights(screen, [...sorted, highlight(2, 60, 70)], positionsIn(screen.state.doc).text);
    expect(annotationsAt(screen.state, 61, "character")).toEqual(["a2"]);
    const atEdge = annotationsAt(screen.state, 61, "caret");
    expect(atEdge).toHaveLength(many.length + 1);
    expect(atEdge[0]).toBe("a2");
  });
});
