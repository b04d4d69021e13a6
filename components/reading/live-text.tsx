"use client";

import { type MouseEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { BulletinNode } from "../../domain/schema/document.ts";
import { BulletinText } from "../bulletins/bulletin-text.tsx";
import { NO_PIECES } from "../bulletins/text-pieces.ts";
import { ALL_DRAWN, type Highlight, highlightOf, highlightsAt } from "../editor/highlight-segments.ts";
import { PassagePicker } from "../editor/passage-picker.tsx";
import type { Place } from "../editor/reading-keys.ts";
import type { ReadingState } from "../editor/reading-state.ts";
import { scrollToPassage, tellLayout, textWithin } from "../editor/text-and-margin.ts";
import type { BulletinSession } from "../sync/bulletin-session.ts";
import { markPassages } from "./mark-passages.ts";
import { offsetOf, runsOf } from "./text-runs.ts";
import { useLiveDocument } from "./use-live-document.ts";
import { blocksIn, useNearText } from "./use-near-text.ts";

interface Props {
  session: BulletinSession;
  reading: ReadingState;
  /** The text as it was when the page was made: it stands there until the live one has come. */
  first: BulletinNode;
}

/**
 * The live text with its highlights, to be read. For those who only read it is all; for all others it stands there until
 * the editor, which is many times as large to load, takes its place and draws the same.
 */
export function LiveText({ session, reading, first }: Props) {
  const { annotations, text } = session;
  const { activeId, activeFrom, draft } = reading;
  const root = useRef<HTMLDivElement>(null);
  const words = useRef<HTMLElement>(null);
  const [picking, setPicking] = useState<Place | null>(null);
  const document = useLiveDocument(text, first);
  const highlights = useMemo(
    () => annotations.map(highlightOf).filter((highlight) => highlight !== null),
    [annotations],
  );
  // Not drawn when its words are no longer where the draft says.
  const isDraftThere = draft !== null && text.plain.slice(draft.range.start, draft.range.end) === draft.anchor.quote;
  const passage = isDraftThere ? draft : null;
  const blocks = useMemo(() => runsOf(document), [document]);
  const within = useNearText(words, blocks, highlights.length > ALL_DRAWN);
  const newest = useMemo(
    () => markPassages(document, { highlights, activeId, draft: passage, within }),
    [document, highlights, activeId, passage, within],
  );
  // Ranges that count in another text would be drawn on other words: what fits them comes with the next frame.
  const fitting = useRef<typeof newest | null>(null);
  if (newest.plain === text.plain) fitting.current = newest;
  const shown = fitting.current ?? { ...newest, pieces: NO_PIECES };

  // biome-ignore lint/correctness/useExhaustiveDependencies: after each drawing.
  useLayoutEffect(() => {
    if (words.current) tellLayout(words.current);
  }, [shown]);
  useEffect(() => {
    const element = words.current;
    if (!element) return;
    const resized = new ResizeObserver(() => tellLayout(element));
    resized.observe(element);
    return () => resized.disconnect();
  }, []);

  // A link's annotation may be loaded after the text: it is scrolled to when it has its place.
  const active = useRef<Highlight | undefined>(undefined);
  active.current = activeId === null ? undefined : highlights.find(({ id }) => id === activeId);
  const placedId = active.current?.id;
  useEffect(() => {
    const drawn = root.current && textWithin(root.current);
    if (drawn && placedId !== undefined && active.current && activeFrom !== "text")
      scrollToPassage(drawn, active.current);
  }, [placedId, activeFrom]);

  const onClick = (event: MouseEvent): void => {
    const { target, clientX: left, clientY: bottom } = event;
    if (!(target instanceof Element) || window.getSelection()?.isCollapsed === false) return;
    const mark = target.closest<HTMLElement>("[data-annotations]");
    // Not all ids stand in the page.
    const at = mark && words.current && offsetOf(blocks, blocksIn(words.current), mark);
    const ids = at === null ? [] : highlightsAt(highlights, at, "character").map(({ id }) => id);
    const href = target.closest("a[href]")?.getAttribute("href") ?? null;
    const [only, another] = ids;
    // The browser follows it.
    if (href !== null && (only === undefined || event.ctrlKey || event.metaKey)) return;
    if (href !== null) event.preventDefault();
    if (another !== undefined || href !== null) setPicking({ ids, href, left, bottom, isKeyboard: false });
    else if (only !== undefined || activeId !== null) reading.activate(only ?? null, "text");
  };
  const focusWords = (): void => words.current?.focus({ preventScroll: true });

  return (
    <div ref={root} className="live-text">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: by keyboard, the cards in the margin lead to their passages. */}
      <section ref={words} data-bulletin-text aria-label="Text of the bulletin" tabIndex={-1} onClick={onClick}>
        <BulletinText document={shown.document} pieces={shown.pieces} />
      </section>
      {picking && (
        <PassagePicker
          place={picking}
          annotations={annotations}
          root={root}
          onPick={(id) => {
            setPicking(null);
            reading.activate(id, "text");
            focusWords();
          }}
          onClose={(isByKeyboard) => {
            setPicking(null);
            if (isByKeyboard) focusWords();
          }}
        />
      )}
    </div>
  );
}
