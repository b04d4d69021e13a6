/** Which part of a long text is on the screen or near it. */

import { LAYOUT_EVENT } from "./text-and-margin.ts";

/** How far beyond the screen passages are drawn, in heights of the screen. */
const BEYOND = 0.4;

/** When so much less than that is left beyond the screen, more is drawn. */
export const LEFT_OVER = 0.15;

/** Of a block taller than the screen only a part is near: this much of its height is before it, from 0 to 1. */
export interface Edge {
  block: number;
  share: number;
}

export interface Near {
  first: Edge;
  last: Edge;
}

/** A list of blocks below each other. */
export interface Blocks {
  count: number;
  element(index: number): Element | null;
}

/** Null when the blocks are not to be seen. */
export function nearScreen(blocks: Blocks, beyond = BEYOND * window.innerHeight): Near | null {
  const first = edgeAt(blocks, -beyond);
  const last = edgeAt(blocks, window.innerHeight + beyond);
  return first && last ? { first, last } : null;
}

/** Halves what is left, so that few blocks are measured. */
function edgeAt({ count, element }: Blocks, y: number): Edge | null {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const rect = element(middle)?.getBoundingClientRect();
    if (!rect) return null;
    if (rect.bottom < y) low = middle + 1;
    else high = middle;
  }
  const rect = element(low)?.getBoundingClientRect();
  if (!rect || (rect.height === 0 && rect.width === 0)) return null;
  const share = rect.height === 0 ? 0 : (y - rect.top) / rect.height;
  return { block: low, share: Math.min(1, Math.max(0, share)) };
}

/**
 * Calls back when another part of the text may be near the screen, once a frame at most; and when it is to be printed,
 * for on paper all of it is seen. What is given ends it.
 */
export function watchScreen(text: HTMLElement, look: (isPrinting: boolean) => void): () => void {
  let frame = 0;
  const soon = (): void => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => look(false));
  };
  const print = (): void => look(true);
  const paper = window.matchMedia("print");
  const onPaper = (): void => look(paper.matches);
  window.addEventListener("scroll", soon, { passive: true });
  window.addEventListener("resize", soon);
  window.addEventListener("beforeprint", print);
  window.addEventListener("afterprint", soon);
  paper.addEventListener("change", onPaper);
  text.addEventListener(LAYOUT_EVENT, soon);
  return () => {
    cancelAnimationFrame(frame);
    window.removeEventListener("scroll", soon);
    window.removeEventListener("resize", soon);
    window.removeEventListener("beforeprint", print);
    window.removeEventListener("afterprint", soon);
    paper.removeEventListener("change", onPaper);
    text.removeEventListener(LAYOUT_EVENT, soon);
  };
}
