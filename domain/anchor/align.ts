/** Which stretches of a wording are still there in another one, in their order: what was kept of a passage that was edited. */

import type { Kept } from "./anchor.ts";

/** Shorter common stretches amid other words stand there by chance. */
const TELLING = 4;

/** Of a stretch that comes again and again only so many places are tried. */
const PLACES_MAX = 16;

/** Between the edges of a longer one nothing is looked for: it would hold up the server, in UTF-16 code units. */
const MIDDLE_MAX = 20_000;

/** In the order of both. What is common at the two ends counts however short it is, for it stands at its place. */
export function align(before: string, now: string): Kept[] {
  const shorter = Math.min(before.length, now.length);
  let head = 0;
  while (head < shorter && before[head] === now[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  const kept: Kept[] = [];
  if (head > 0) kept.push({ before: 0, now: 0, length: head });
  const middle = { before: [head, before.length - tail], now: [head, now.length - tail] } as const;
  if (before.length + now.length - 2 * (head + tail) <= MIDDLE_MAX) between(before, now, middle, kept);
  if (tail > 0) kept.push({ before: before.length - tail, now: now.length - tail, length: tail });
  return kept;
}

interface Gap {
  before: readonly [number, number];
  now: readonly [number, number];
}

/** The longest common stretch, then what is left and right of it. */
function between(before: string, now: string, gap: Gap, kept: Kept[]): void {
  const longest = longestCommon(before, now, gap);
  if (!longest) return;
  between(before, now, { before: [gap.before[0], longest.before], now: [gap.now[0], longest.now] }, kept);
  kept.push(longest);
  between(
    before,
    now,
    {
      before: [longest.before + longest.length, gap.before[1]],
      now: [longest.now + longest.length, gap.now[1]],
    },
    kept,
  );
}

function longestCommon(before: string, now: string, gap: Gap): Kept | null {
  const [from, to] = gap.before;
  const [first, end] = gap.now;
  if (to - from < TELLING || end - first < TELLING) return null;
  const places = new Map<string, number[]>();
  for (let at = from; at + TELLING <= to; at++) {
    const piece = before.slice(at, at + TELLING);
    const known = places.get(piece);
    if (!known) places.set(piece, [at]);
    else if (known.length < PLACES_MAX) known.push(at);
  }
  let longest: Kept | null = null;
  for (let at = first; at + TELLING <= end; at++) {
    for (const place of places.get(now.slice(at, at + TELLING)) ?? []) {
      // Part of a longer one that was measured before.
      if (place > from && at > first && before[place - 1] === now[at - 1]) continue;
      let length = TELLING;
      while (place + length < to && at + length < end && before[place + length] === now[at + length]) length++;
      if (length > (longest?.length ?? 0)) longest = { before: place, now: at, length };
    }
  }
  return longest;
}
