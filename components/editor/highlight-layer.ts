/**
 * Draws the annotated passages. The layer knows all of them, and draws those in a stretch of the text: what the screen
 * shows and some more (drawn-stretch.ts). An edit moves them all, and cuts anew only the blocks that it touched.
 */

import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import { DecorationSet, type EditorView } from "@tiptap/pm/view";
import type { Span } from "../../domain/schema/positions.ts";
import { blocksWithin, drawBlock } from "./draw-highlights.ts";
import { ALL_DRAWN, type Highlight, highlightsAt } from "./highlight-segments.ts";
import { type Change, changeOf } from "./map-decorations.ts";
import {
  isSamePlaced,
  mapPlaced,
  mergesEdges,
  NO_HIGHLIGHTS,
  type PlacedHighlights,
  placedWithin,
  placeHighlights,
  placeOf,
} from "./placed-highlights.ts";
import { positionsIn } from "./position-cache.ts";

interface Layer {
  placed: PlacedHighlights;
  /** Where many are drawn. */
  stretch: Span;
  drawn: DecorationSet;
}

const EMPTY: Layer = { placed: NO_HIGHLIGHTS, stretch: { from: 0, to: 0 }, drawn: DecorationSet.empty };

/** An edit over more blocks than this draws all anew. */
const FEW_BLOCKS = 8;

const key = new PluginKey<Layer>("highlights");

export const HighlightLayer = Extension.create({
  name: "highlightLayer",
  addProseMirrorPlugins: () => [highlightPlugin()],
});

export const highlightPlugin = (): Plugin<Layer> =>
  new Plugin<Layer>({
    key,
    state: { init: () => EMPTY, apply: (transaction, layer) => nextLayer(layer, transaction) },
    props: { decorations: (state) => key.getState(state)?.drawn },
  });

/** What holds the editor's state. */
type Holder = Pick<EditorView, "state" | "dispatch">;

function nextLayer(layer: Layer, transaction: Transaction): Layer {
  const { doc } = transaction;
  const change = changeOf(transaction);
  const moved = change ? moveLayer(layer, change, doc) : layer;
  const shown: Partial<Layer> | undefined = transaction.getMeta(key);
  if (!shown) return moved;
  const next = { ...moved, ...shown };
  return !shown.placed && isAllDrawn(next) ? next : { ...next, drawn: drawAll(next, doc) };
}

function moveLayer({ placed, stretch, drawn }: Layer, { mapping, before, after }: Change, doc: Node): Layer {
  const next: Layer = {
    placed: mapPlaced(placed, mapping, before),
    stretch: { from: mapping.map(stretch.from, -1), to: mapping.map(stretch.to, 1) },
    drawn: drawn.map(mapping, doc),
  };
  const touched = blocksWithin(doc, after);
  if (touched.length > FEW_BLOCKS || mergesEdges(placed, before)) return { ...next, drawn: drawAll(next, doc) };
  for (const block of touched) {
    const old = next.drawn.find(block.from, block.to);
    next.drawn = next.drawn
      .remove(old)
      .add(doc, drawBlock(block, stretchOf(next, doc), placedWithin(next.placed, block), !isAllDrawn(next)));
  }
  return next;
}

function drawAll(layer: Layer, doc: Node): DecorationSet {
  const stretch = stretchOf(layer, doc);
  const placed = placedWithin(layer.placed, stretch);
  if (placed.length === 0) return DecorationSet.empty;
  return DecorationSet.create(
    doc,
    blocksWithin(doc, stretch).flatMap((block) => drawBlock(block, stretch, placed, !isAllDrawn(layer))),
  );
}

const isAllDrawn = ({ placed }: Layer): boolean => placed.highlights.length <= ALL_DRAWN;

const stretchOf = (layer: Layer, doc: Node): Span =>
  isAllDrawn(layer) ? { from: 0, to: doc.content.size } : layer.stretch;

const layerOf = (state: EditorState): Layer => key.getState(state) ?? EMPTY;

/** Everything that is annotated, drawn or not; the same object while nothing moved. */
export const placedHighlights = (state: EditorState): PlacedHighlights => layerOf(state).placed;

/** Where passages are drawn when there are many. */
export const stretchIn = (state: EditorState): Span => layerOf(state).stretch;

/** What is drawn now. */
export const drawnHighlights = (state: EditorState): DecorationSet => layerOf(state).drawn;

/** Where an annotation's passage lies now. */
export const passageIn = (state: EditorState, id: string): Span | null => placeOf(layerOf(state).placed, id);

/** Ids of the annotations at a caret, or on the character behind a position, the one on top first. */
export function annotationsAt(state: EditorState, position: number, by: "character" | "caret"): string[] {
  const near = placedWithin(layerOf(state).placed, { from: position, to: position + 1 });
  return highlightsAt(near, position, by).map(({ id }) => id);
}

/**
 * Draws these passages instead of the ones before, if that is a change: mapping through edits usually leaves exactly
 * what the new ranges say.
 * @param plain the text in which the ranges count; when the editor is at another already, nothing is drawn: the same
 * passages in the newer text are on their way
 */
export function showHighlights(view: Holder, highlights: readonly Highlight[], plain: string): void {
  const positions = positionsIn(view.state.doc);
  if (positions.text !== plain) return;
  const placed = placeHighlights(highlights, positions);
  if (!isSamePlaced(placedHighlights(view.state), placed)) show(view, { placed });
}

/** Draws where the screen is now. */
export function showStretch(view: Holder, stretch: Span): void {
  const { stretch: before } = layerOf(view.state);
  if (before.from !== stretch.from || before.to !== stretch.to) show(view, { stretch });
}

function show(view: Holder, part: Partial<Layer>): void {
  view.dispatch(view.state.tr.setMeta(key, part).setMeta("addToHistory", false));
}
