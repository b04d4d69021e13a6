/** Draws what this screen alone shows over the highlights: the picked annotation and the passage of a draft. */

import { Extension } from "@tiptap/core";
import { type EditorState, Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { passageIn, placedHighlights } from "./highlight-layer.ts";
import { mapDecorations } from "./map-decorations.ts";
import { NO_HIGHLIGHTS, type PlacedHighlights } from "./placed-highlights.ts";
import { positionsIn } from "./position-cache.ts";
import type { AnnotationDraft } from "./reading-state.ts";

interface Emphasis {
  activeId: string | null;
  draft: DecorationSet;
  /** Both together, for the highlights in `over`. */
  all: DecorationSet;
  over: PlacedHighlights;
}

const NONE: Emphasis = {
  activeId: null,
  draft: DecorationSet.empty,
  all: DecorationSet.empty,
  over: NO_HIGHLIGHTS,
};

const key = new PluginKey<Emphasis>("emphasis");

export const EmphasisLayer = Extension.create({
  name: "emphasisLayer",
  // Below HighlightLayer's: its state, which is read here, has to be the new one already.
  priority: 50,
  addProseMirrorPlugins: () => [
    new Plugin<Emphasis>({
      key,
      state: {
        init: () => NONE,
        apply(transaction, before, _, state) {
          const change: Partial<Emphasis> = transaction.getMeta(key) ?? {};
          const draft = change.draft ?? mapDecorations(before.draft, transaction);
          const activeId = change.activeId === undefined ? before.activeId : change.activeId;
          const over = placedHighlights(state);
          if (draft === before.draft && activeId === before.activeId && over === before.over) return before;
          return { activeId, draft, over, all: withActive(state, draft, activeId) };
        },
      },
      props: { decorations: (state) => key.getState(state)?.all },
    }),
  ],
});

function withActive(state: EditorState, draft: DecorationSet, activeId: string | null): DecorationSet {
  const passage = activeId === null ? null : passageIn(state, activeId);
  if (!passage) return draft;
  // Without a node name the attributes go onto the highlights' own elements.
  const active = Decoration.inline(passage.from, passage.to, { class: "mark-active", "data-active": "" });
  return draft.add(state.doc, [active]);
}

export function showActive(view: EditorView, activeId: string | null): void {
  if (key.getState(view.state)?.activeId === activeId) return;
  view.dispatch(view.state.tr.setMeta(key, { activeId }).setMeta("addToHistory", false));
}

/** Not drawn when its words are no longer where the draft says. */
export function showDraft(view: EditorView, draft: AnnotationDraft | null): void {
  const positions = positionsIn(view.state.doc);
  const isThere = draft !== null && positions.text.slice(draft.range.start, draft.range.end) === draft.anchor.quote;
  const spans = isThere ? positions.spansOf(draft.range) : [];
  const decorations = spans.map(({ from, to }) =>
    Decoration.inline(from, to, { class: "mark-draft", "data-draft": "", "data-kind": draft?.kind ?? "" }),
  );
  const set = decorations.length === 0 ? DecorationSet.empty : DecorationSet.create(view.state.doc, decorations);
  if (set === DecorationSet.empty && key.getState(view.state)?.draft === set) return;
  view.dispatch(view.state.tr.setMeta(key, { draft: set }).setMeta("addToHistory", false));
}
