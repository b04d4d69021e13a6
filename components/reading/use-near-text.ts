"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { TextRange } from "../../domain/anchor/anchor.ts";
import { type Edge, LEFT_OVER, nearScreen, watchScreen } from "../editor/near-screen.ts";
import { offerText } from "../editor/text-and-margin.ts";
import { type BlockRuns, placeOf } from "./text-runs.ts";

const NOWHERE: TextRange = { start: 0, end: 0 };
const EVERYWHERE: TextRange = { start: 0, end: Number.MAX_SAFE_INTEGER };

/** The elements of the blocks, within the text's element. */
export const blocksIn = (words: HTMLElement): HTMLCollection =>
  (words.querySelector(".bulletin-text") ?? words).children;

/**
 * The part of the plain text that is near the screen, where passages are to be drawn when there are many. Also tells the
 * margin where passages lie.
 */
export function useNearText(
  words: RefObject<HTMLElement | null>,
  blocks: readonly BlockRuns[],
  isLong: boolean,
): TextRange {
  const [near, setNear] = useState(NOWHERE);
  const latest = useRef(blocks);
  latest.current = blocks;

  const look = useCallback(
    (isPrinting = false): void => {
      const element = words.current;
      if (!element) return;
      if (isPrinting) return setNear(EVERYWHERE);
      const needed = rangeNear(element, latest.current, LEFT_OVER * window.innerHeight);
      setNear((before) => {
        if (!needed || (needed.start >= before.start && needed.end <= before.end)) return before;
        return rangeNear(element, latest.current) ?? before;
      });
    },
    [words],
  );
  // Before the first of many is painted.
  useLayoutEffect(() => {
    if (isLong) look();
  }, [isLong, look]);
  useEffect(() => {
    const element = words.current;
    if (!element) return;
    const unoffer = offerText({
      element,
      placeOf: (offset) => placeOf(latest.current, blocksIn(element), offset),
      look,
    });
    const unwatch = watchScreen(element, look);
    return () => {
      unoffer();
      unwatch();
    };
  }, [words, look]);
  return isLong ? near : EVERYWHERE;
}

function rangeNear(words: HTMLElement, blocks: readonly BlockRuns[], beyond?: number): TextRange | null {
  const elements = blocksIn(words);
  const near = nearScreen({ count: elements.length, element: (index) => elements[index] ?? null }, beyond);
  if (!near) return null;
  // Words of a paragraph are spread evenly; those of a table or a list are not.
  const offset = ({ block, share }: Edge, side: 0 | 1): number => {
    const { start, end } = blocks[block] ?? NOWHERE;
    const isParagraph = elements[block]?.tagName === "P";
    return Math.round(start + (end - start) * (isParagraph ? share : side));
  };
  return { start: offset(near.first, 0), end: offset(near.last, 1) };
}
