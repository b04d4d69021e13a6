"use client";

import { type KeyboardEvent, type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { canAnnotate, canEditText } from "../../domain/permissions/permissions.ts";
import type { BulletinNode } from "../../domain/schema/document.ts";
import type { ReadingState } from "../editor/reading-state.ts";
import { focusActiveCard, TEXT_SELECTOR, textWithin } from "../editor/text-and-margin.ts";
import type { BulletinSession } from "../sync/bulletin-session.ts";
import { type CarriedSelection, readSelection, restoreSelection } from "./carry-selection.ts";
import { LiveText } from "./live-text.tsx";
import { useEditorPart } from "./use-editor-part.ts";
import "../editor/editor.css";

interface Props {
  session: BulletinSession;
  reading: ReadingState;
  /** The text as it was when the page was made. */
  first: BulletinNode;
  ref: RefObject<HTMLDivElement | null>;
}

/** The text in two stages: to be read at once; and, for those who may annotate or edit, the editor when it is ready. */
export function ReadingText({ session, reading, first, ref }: Props) {
  const { me, text, areAnnotationsLoaded, editorShown } = session;
  const isNeeded = canAnnotate(me) || canEditText(me);
  const Editor = useEditorPart({ isNeeded, isTextLoaded: text.isLoaded, areAnnotationsLoaded });
  const { isDrawn: showsEditor, setDrawn } = useTakeover(ref);
  useEffect(() => editorShown(showsEditor), [editorShown, showsEditor]);
  // Who becomes a reader keeps the editor, which then takes no input.
  const isAwaited = isNeeded || Editor !== null;

  // From the passage in the text to its card: Escape leads back, and Alt+Enter, by which the editor picks it.
  const onKeyDown = (event: KeyboardEvent): void => {
    // Not `defaultPrevented`: text that may not be changed prevents every key. With a selection Escape closes its menu.
    const isPick = event.key === "Enter" && event.altKey;
    const isReturn =
      event.key === "Escape" && reading.activeId !== null && window.getSelection()?.isCollapsed !== false;
    if (!isPick && !isReturn) return;
    requestAnimationFrame(() => {
      // The editor may have opened something of its own, to choose among overlapping ones.
      if (ref.current?.contains(document.activeElement)) focusActiveCard();
    });
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape in the text leads to the active card.
    <div
      ref={ref}
      className="reading-text"
      data-text-ready={(isAwaited ? showsEditor : text.isLoaded) || undefined}
      onKeyDown={onKeyDown}
    >
      {!showsEditor && (
        // One element, gone at once: the browser scrolls when the toolbar's place is gone and the text still there.
        <div>
          {/* The toolbar's place, so that the text does not move when it comes. */}
          {canEditText(me) && <div className="text-toolbar" aria-hidden="true" />}
          <LiveText session={session} reading={reading} first={first} />
        </div>
      )}
      {Editor && (
        <div hidden={!showsEditor}>
          <Editor session={session} readingState={reading} onDrawn={setDrawn} />
        </div>
      )}
    </div>
  );
}

/**
 * The moment when one drawing of the text takes the other's place: not while the mouse selects words in it, and with what
 * is selected.
 */
function useTakeover(text: RefObject<HTMLDivElement | null>) {
  const [isDrawn, setShown] = useState(false);
  const carried = useRef<CarriedSelection | null>(null);
  const isPressed = useRef(false);
  const waiting = useRef<(() => void) | null>(null);

  useEffect(() => {
    const onDown = (event: PointerEvent): void => {
      isPressed.current = event.target instanceof Node && text.current?.contains(event.target) === true;
    };
    const onUp = (): void => {
      isPressed.current = false;
      waiting.current?.();
      waiting.current = null;
    };
    window.addEventListener("pointerdown", onDown);
    window.addEventListener("pointerup", onUp);
    window.addEventListener("pointercancel", onUp);
    return () => {
      window.removeEventListener("pointerdown", onDown);
      window.removeEventListener("pointerup", onUp);
      window.removeEventListener("pointercancel", onUp);
    };
  }, [text]);

  const setDrawn = useCallback(
    (isNowDrawn: boolean) => {
      const change = (): void => {
        const words = text.current?.querySelector<HTMLElement>(TEXT_SELECTOR);
        carried.current = words ? readSelection(words) : null;
        setShown(isNowDrawn);
      };
      waiting.current = null;
      if (isNowDrawn && isPressed.current) waiting.current = change;
      else change();
    },
    [text],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: when the other one has come.
  useLayoutEffect(() => {
    const words = text.current?.querySelector<HTMLElement>(TEXT_SELECTOR);
    // It draws only what is on the screen, and until now it was not to be seen.
    if (text.current) textWithin(text.current)?.look();
    if (carried.current && words) restoreSelection(words, carried.current);
    carried.current = null;
  }, [isDrawn]);

  return { isDrawn, setDrawn };
}
