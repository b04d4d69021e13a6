/** Draws the annotated passages. */

import { Extension } from "@tiptap/core";
import { type EditorState, Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { type Highlight, segmentAttributes, segmentsOf } from "./highlight-segments.ts";
import { mapDecorations } from "./map-decorations.ts";
import { positionsIn } from "./position-cache.ts";

const key = new PluginKey<DecorationSet>("highlights");

/** What a decoration remembers: ProseMirror keeps its attributes to itself. */
interface Drawn {
  attributes: Record<string, string>;
  ids: readonly string[];
}

export const HighlightLayer = Extension.create({
  name: "highlightLayer",
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      key,
      state: {
        init: () => DecorationSet.empty,
        apply: (transaction, set) => transaction.getMeta(key) ?? mapDecorations(set, transaction),
      },
      props: { decorations: (state) => key.getState(state) },
    }),
  ],
});

export const highlightSet = (state: EditorState): DecorationSet => key.getState(state) ?? DecorationSet.empty;

const drawnOf = (decoration: Decoration): Drawn => decoration.spec;

/** The stretches of an annotation's passage as they are drawn now. */
export const highlightedSpans = (state: EditorState, id: string): { from: number; to: number }[] =>
  highlightSet(state).find(undefined, undefined, (spec: Drawn) => spec.ids.includes(id));

/** Ids of the annotations that cover a position, the one on top first. */
export function annotationsAt(state: EditorState, position: number): string[] {
  const ids = highlightSet(state)
    .find(position, position)
    .flatMap((decoration) => [...drawnOf(decoration).ids].reverse());
  return [...new Set(ids)];
}

/**
 * Draws these passages instead of the ones before, if that is a change.
 * @param plain the text in which the ranges count; when the editor is at another already, nothing is drawn: the same
 * passages in the newer text are on their way
 */
export function showHighlights(view: EditorView, highlights: readonly Highlight[], plain: string): void {
  const { doc } = view.state;
  const positions = positionsIn(doc);
  if (positions.text !== plain) return;
  const wanted = segmentsOf(highlights).flatMap((segment) => {
    const attributes = segmentAttributes(segment);
    const drawn: Drawn = { attributes, ids: segment.covering.map(({ id }) => id) };
    return positions
      .spansOf(segment)
      .map(({ from, to }) => Decoration.inline(from, to, { nodeName: "mark", ...attributes }, drawn));
  });
  if (isDrawn(highlightSet(view.state).find(), wanted)) return;
  view.dispatch(view.state.tr.setMeta(key, DecorationSet.create(doc, wanted)).setMeta("addToHistory", false));
}

/** Mapping through edits usually leaves exactly what the new ranges say. */
function isDrawn(before: Decoration[], wanted: Decoration[]): boolean {
  if (before.length !== wanted.length) return false;
  const sorted = before.sort((a, b) => a.from - b.from);
  return wanted.every((decoration, index) => {
    const old = sorted[index];
    return (
      old?.from === decoration.from &&
      old.to === decoration.to &&
      JSON.stringify(drawnOf(old).attributes) === JSON.stringify(drawnOf(decoration).attributes)
    );
  });
}
