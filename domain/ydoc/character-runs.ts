/**
 * Which characters a passage is made of, as it is stored with its anchor: runs of what one client wrote in one go. A Yjs
 * item never moves and never changes its words, so a character that is still there is sure to be the passage's own.
 */

import { decodePosition } from "./position-code.ts";

/** So many characters of one client, from a clock on. */
export interface CharacterRun {
  client: number;
  clock: number;
  length: number;
  /** In the quote, in UTF-16 code units. */
  at: number;
}

/** A passage of more pieces is known by its ends alone: every screen holds its anchor. */
const RUNS_MAX = 200;

/** Undefined when the passage is one run, which its two ends name, or has too many. */
export function encodeRuns(runs: readonly CharacterRun[]): string | undefined {
  if (runs.length < 2 || runs.length > RUNS_MAX) return undefined;
  let from = 0;
  return runs
    .map(({ client, clock, length, at }, index) => {
      const gap = at - from;
      from = at + length;
      const who = client === runs[index - 1]?.client ? "" : number(client);
      return `${who}.${number(clock)}.${number(length)}${gap === 0 ? "" : `.${number(gap)}`}`;
    })
    .join(" ");
}

/** What `encodeRuns` has written; null when it is anything else. */
export function decodeRuns(encoded: string): CharacterRun[] | null {
  const runs: CharacterRun[] = [];
  let client = Number.NaN;
  let at = 0;
  for (const part of encoded.split(" ")) {
    const [who = "", clock = "", length = "", gap = "0", ...others] = part.split(".");
    if (who !== "") client = value(who);
    const run = { client, clock: value(clock), length: value(length), at: at + value(gap) };
    if (!Object.values(run).every(Number.isSafeInteger) || others.length > 0 || runs.length === RUNS_MAX) return null;
    runs.push(run);
    at = run.at + run.length;
  }
  return runs;
}

/** What the two ends of a passage say of its characters: all, when they were written in one go. */
export function runsOfEnds(start: string | null, end: string | null, length: number): CharacterRun[] {
  const [first, last] = [start, end].map((position) => (position === null ? null : decodePosition(position)));
  if (first && last && first.client === last.client && last.clock - first.clock === length - 1)
    return [{ client: first.client, clock: first.clock, length, at: 0 }];
  return [
    ...(first ? [{ client: first.client, clock: first.clock, length: 1, at: 0 }] : []),
    ...(last && length > 1 ? [{ client: last.client, clock: last.clock, length: 1, at: length - 1 }] : []),
  ];
}

const RADIX = 36;
const number = (count: number): string => count.toString(RADIX);
const value = (digits: string): number =>
  /^[0-9a-z]{1,11}$/.test(digits) ? Number.parseInt(digits, RADIX) : Number.NaN;
