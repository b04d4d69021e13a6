"use client";

import type { Editor } from "@tiptap/core";
import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import { quoteOf, type TextRange } from "../../domain/anchor/anchor.ts";
import { trimRange } from "../../domain/anchor/trim-range.ts";
import type { AnnotationView, BulletinSession } from "../sync/bulletin-session.ts";
import { showDraft } from "./emphasis-layer.ts";
import { type Edge, type Step, stepFrom, withEdge } from "./extent-edge.ts";
import { placeAnnotation } from "./place-annotation.ts";
import { positionsIn } from "./position-cache.ts";
import { useEdgePlaces } from "./use-edge-places.ts";
import "./extent.css";

interface Props {
  editor: Editor;
  session: BulletinSession;
  view: AnnotationView & { range: TextRange };
  root: RefObject<HTMLElement | null>;
}

const EDGES = ["start", "end"] as const;

/** Handles at both edges of the picked passage: dragged, or moved by the arrow keys, they change what it covers. */
export function ExtentHandles({ editor, session, view, root }: Props) {
  const { annotation, range } = view;
  const { plain } = session.text;
  /** While it is being changed; counts in `plain`. */
  const [extent, setExtent] = useState<TextRange | null>(null);
  const places = useEdgePlaces(editor, root, extent ?? range);
  const grip = useRef<{ x: number; y: number } | null>(null);

  // On another text it would be other words.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it ends with the text and the annotation it was begun on.
  useEffect(() => setExtent(null), [plain, annotation.id]);
  useEffect(() => {
    const { kind } = annotation;
    showDraft(
      editor.view,
      extent && { kind, range: extent, anchor: { ...quoteOf(plain, extent), start: null, end: null } },
    );
  }, [editor, extent, plain, annotation]);

  const apply = (): void => {
    const wanted = extent && trimRange(plain, extent);
    setExtent(null);
    if (!wanted || (wanted.start === range.start && wanted.end === range.end)) return;
    placeAnnotation(session, annotation.id, { text: plain, range: wanted }, "Passage changed.");
  };
  const move = (edge: Edge, offset: number): void =>
    setExtent((before) => withEdge(before ?? range, edge, offset, plain.length));

  const onPointerDown = (event: PointerEvent<HTMLElement>, edge: Edge): void => {
    const place = places?.[edge];
    const box = root.current?.getBoundingClientRect();
    if (!place || !box || event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    event.currentTarget.focus({ preventScroll: true });
    // The finger is on the handle, not on the line.
    grip.current = {
      x: event.clientX - box.left - place.left,
      y: event.clientY - box.top - place.top - place.height / 2,
    };
  };
  const onPointerMove = (event: PointerEvent, edge: Edge): void => {
    if (!grip.current) return;
    const at = { left: event.clientX - grip.current.x, top: event.clientY - grip.current.y };
    const offset = offsetAt(editor, at, edge);
    if (offset !== null) move(edge, offset);
  };
  const onKeyDown = (event: KeyboardEvent, edge: Edge): void => {
    if (event.key === "Escape" && extent) {
      grip.current = null;
      setExtent(null);
    } else if (event.key === "Enter") apply();
    else {
      const step = stepOf(event);
      if (!step) return;
      move(edge, stepFrom(plain, (extent ?? range)[edge], ...step));
    }
    event.preventDefault();
    event.stopPropagation();
  };

  if (!places) return null;
  return EDGES.map((edge) => {
    const { left, top, height } = places[edge];
    const shown = extent ?? range;
    return (
      <div
        key={edge}
        role="slider"
        tabIndex={0}
        aria-label={edge === "start" ? "Start of the passage" : "End of the passage"}
        aria-valuemin={0}
        aria-valuemax={plain.length}
        aria-valuenow={shown[edge]}
        aria-valuetext={sayEdge(plain, shown, edge)}
        data-chrome
        data-edge={edge}
        data-kind={annotation.kind}
        className="extent-handle"
        style={{ left, top, height }}
        onPointerDown={(event) => onPointerDown(event, edge)}
        onPointerMove={(event) => onPointerMove(event, edge)}
        onPointerUp={() => {
          if (!grip.current) return;
          grip.current = null;
          apply();
        }}
        onPointerCancel={() => {
          grip.current = null;
          setExtent(null);
        }}
        onKeyDown={(event) => onKeyDown(event, edge)}
        onBlur={() => {
          if (!grip.current) apply();
        }}
      />
    );
  });
}

/** Offset in the plain text of what stands at a point of the screen. */
function offsetAt(editor: Editor, at: { left: number; top: number }, edge: Edge): number | null {
  const { view, state } = editor;
  const found = view.posAtCoords(at);
  if (!found) return null;
  const positions = positionsIn(state.doc);
  return edge === "start"
    ? (positions.rangeOf({ from: found.pos, to: state.doc.content.size })?.start ?? null)
    : (positions.rangeOf({ from: 0, to: found.pos })?.end ?? null);
}

function stepOf({ key, ctrlKey, altKey, metaKey }: KeyboardEvent): [Step, boolean] | null {
  if (key === "Home" || key === "End") return ["all", key === "End"];
  if (key !== "ArrowLeft" && key !== "ArrowRight") return null;
  return [ctrlKey || altKey || metaKey ? "word" : "character", key === "ArrowRight"];
}

/** As many characters as say where one is. */
const SAID = 40;

function sayEdge(text: string, { start, end }: TextRange, edge: Edge): string {
  return edge === "start"
    ? `begins with “${text.slice(start, Math.min(end, start + SAID))}”`
    : `ends with “${text.slice(Math.max(start, end - SAID), end)}”`;
}
