/** Where passages lie on the screen. */

import { rectOf, textWithin } from "../editor/text-and-margin.ts";

/** Up to here every passage is measured; of more one in so many, those near the screen, and the others between these. */
const ALL_MEASURED = 500;
const ONE_IN = 64;

/** In heights of the screen. */
const NEAR = 0.5;

/**
 * Tops of the characters at these offsets of the plain text, in px below the top of the viewport; null for what is not
 * drawn.
 * @param offsets ascending
 */
export function measurePassages(container: HTMLElement, offsets: readonly number[]): (number | null)[] {
  const text = textWithin(container);
  if (!text) return offsets.map(() => null);
  return measureSome(offsets, (offset) => rectOf(text, offset)?.top ?? null, {
    top: -NEAR * window.innerHeight,
    bottom: (1 + NEAR) * window.innerHeight,
  });
}

/** Pure, but for `topOf`. */
export function measureSome(
  offsets: readonly number[],
  topOf: (offset: number) => number | null,
  near: { top: number; bottom: number },
): (number | null)[] {
  const known = new Map<number, number | null>();
  const measure = (offset: number): number | null => {
    const top = known.get(offset);
    if (top !== undefined) return top;
    const measured = topOf(offset);
    known.set(offset, measured);
    return measured;
  };
  if (offsets.length <= ALL_MEASURED) return offsets.map(measure);
  const tops: (number | null)[] = [];
  for (let first = 0; first < offsets.length; first += ONE_IN) {
    const past = Math.min(first + ONE_IN, offsets.length - 1);
    const [from, to] = [offsets[first] ?? 0, offsets[past] ?? 0];
    const [above, below] = [measure(from), measure(to)];
    const isNear = above === null || below === null || (below >= near.top && above <= near.bottom);
    for (let index = first; index < Math.min(first + ONE_IN, offsets.length); index++) {
      const offset = offsets[index] ?? 0;
      const share = to === from ? 0 : (offset - from) / (to - from);
      tops.push(isNear ? measure(offset) : above + (below - above) * share);
    }
  }
  return tops;
}
