"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { LAYOUT_EVENT } from "../editor/text-and-margin.ts";
import { layoutCards, type Spacing } from "./layout-cards.ts";
import { measurePassages } from "./measure-passages.ts";

/** The place of a draft's card among the others. */
export const DRAFT = "draft";

/** In px. A card that lies a few lines below its passage is still seen to belong to it. */
const SPACING: Spacing = { gap: 10, give: 160, top: 36 };

/** Height of a card that was not drawn yet, in px: about that of a comment of two lines. */
const GUESSED_HEIGHT = 96;

/**
 * From how many cards on the margin waits for a pause in typing (and for how long, in ms), and is a crowd: its cards are
 * many times as high as the text, so those beside the screen belong to what the screen shows, and the list ends with the
 * text.
 */
const MANY = 500;
const PAUSE_MS = 400;

export interface Cards {
  /** In the order of the text; the same list while it holds the same. */
  ids: readonly string[];
  /** Where each one's passage begins in the plain text. */
  starts: readonly number[];
  activeId: string | null;
  /** The list's px at the top of the screen, in steps; in a crowd the first card from there on lies at its passage. */
  screenTop: number;
}

export interface CardPlaces {
  /** Tops in px within the list; a card without one is not to be seen yet. */
  places: ReadonlyMap<string, number>;
  /** Of the whole list, in px. */
  height: number;
  /** So many of the first cards have no room and are not to be seen. */
  hidden: number;
  /** For each card's element, as its `ref`, the same one each time: its height is watched. */
  watch(id: string): (element: HTMLElement | null) => void;
}

const NOWHERE: Omit<CardPlaces, "watch"> = { places: new Map(), height: 0, hidden: 0 };

/**
 * Lays the cards out beside their passages, and again whenever a card's height, the text's layout or the set of cards
 * changes. Positions count from the list's top, so scrolling moves cards and passages together without any work.
 */
export function useCardPlaces(
  { ids, starts, activeId, screenTop }: Cards,
  list: RefObject<HTMLElement | null>,
  text: RefObject<HTMLElement | null>,
): CardPlaces {
  const [layout, setLayout] = useState(NOWHERE);
  const heights = useRef(new Map<string, number>());
  const elements = useRef(new Map<string, HTMLElement>());
  const cards = useRef<ResizeObserver | null>(null);

  const place = (): void => {
    if (!list.current || !text.current) return;
    const origin = list.current.getBoundingClientRect().top;
    const measured = measurePassages(text.current, starts);
    let last = 0;
    const tops = measured.map((top) => {
      // Not drawn (yet): beside the one before it. In tables a later cell may start higher than an earlier one.
      if (top !== null) last = Math.max(last, top - origin);
      return last;
    });
    const tall = ids.map((id) => heights.current.get(id) ?? elements.current.get(id)?.offsetHeight ?? GUESSED_HEIGHT);
    const isCrowd = ids.length > MANY;
    const active = activeId === null ? -1 : ids.indexOf(activeId);
    const onScreen = tops.findIndex((top) => top >= screenTop);
    const fixed = active === -1 && isCrowd ? (onScreen === -1 ? ids.length - 1 : onScreen) : active;
    const { tops: exact, hidden } = layoutCards(tops, tall, fixed === -1 ? null : fixed, SPACING);
    const placed = exact.map(Math.round);
    const full = ids.length === 0 ? 0 : (placed.at(-1) ?? 0) + (tall.at(-1) ?? 0);
    const height = isCrowd ? Math.min(full, text.current.getBoundingClientRect().bottom - origin) : full;
    const places = new Map(ids.map((id, index) => [id, placed[index] ?? 0]));
    const next = { places, height, hidden };
    setLayout((before) => (isSame(before, next) ? before : next));
  };

  const current = useRef(place);
  current.current = place;
  const count = useRef(0);
  count.current = ids.length;
  const waiting = useRef({ timer: 0, frame: 0 });
  const placeSoon = useCallback(() => {
    const { current: wait } = waiting;
    cancelAnimationFrame(wait.frame);
    clearTimeout(wait.timer);
    const inFrame = (): void => {
      wait.frame = requestAnimationFrame(() => current.current());
    };
    // Measuring thousands of passages takes longer than a key's work may: then the margin follows when typing pauses.
    if (count.current <= MANY) inFrame();
    else wait.timer = window.setTimeout(inFrame, PAUSE_MS);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `place` reads the newest of everything; these say when.
  useLayoutEffect(() => current.current(), [ids, activeId, screenTop]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: passages may have moved.
  useLayoutEffect(() => (count.current > MANY ? placeSoon() : current.current()), [starts]);

  useEffect(() => {
    const column = text.current;
    if (!list.current || !column) return;
    // What stands above the list moves it.
    const resized = new ResizeObserver(placeSoon);
    resized.observe(list.current.parentElement ?? list.current);
    // And what stands above the text moves the passages.
    resized.observe(column.parentElement ?? column);
    column.addEventListener(LAYOUT_EVENT, placeSoon);
    return () => {
      resized.disconnect();
      column.removeEventListener(LAYOUT_EVENT, placeSoon);
    };
  }, [list, text, placeSoon]);

  useEffect(
    () => () => {
      cancelAnimationFrame(waiting.current.frame);
      clearTimeout(waiting.current.timer);
    },
    [],
  );

  const watchElement = useCallback((id: string, element: HTMLElement | null) => {
    cards.current ??= new ResizeObserver((entries) => {
      for (const { target } of entries) {
        if (target instanceof HTMLElement && target.dataset.place)
          heights.current.set(target.dataset.place, target.offsetHeight);
      }
      current.current();
    });
    const before = elements.current.get(id);
    if (before === element) return;
    if (before) cards.current.unobserve(before);
    elements.current.delete(id);
    if (!element) return;
    elements.current.set(id, element);
    cards.current.observe(element);
  }, []);

  // Another function with each drawing would be an element that goes and comes: all would be measured and laid out anew.
  const watchers = useRef(new Map<string, (element: HTMLElement | null) => void>());
  const watch = useCallback(
    (id: string) => {
      const known = watchers.current.get(id);
      if (known) return known;
      const watcher = (element: HTMLElement | null): void => watchElement(id, element);
      watchers.current.set(id, watcher);
      return watcher;
    },
    [watchElement],
  );

  return { ...layout, watch };
}

type Layout = typeof NOWHERE;

function isSame(one: Layout, other: Layout): boolean {
  if (one.height !== other.height || one.hidden !== other.hidden || one.places.size !== other.places.size) return false;
  for (const [id, top] of one.places) if (other.places.get(id) !== top) return false;
  return true;
}
