/** What one of the document's texts held when it was read: its words, and where each Yjs item lay in them. */

import * as Y from "yjs";
import type { TextRange } from "../anchor/anchor.ts";
import type { Position } from "./position-code.ts";

/** A run of one client's clocks. What is deleted, and formatting, lies where its characters would stand. */
export interface Run {
  client: number;
  clock: number;
  length: number;
  /** In the block, in UTF-16 code units. */
  offset: number;
  /** Has characters. */
  isLive: boolean;
}

export class TextBlock {
  readonly home: Y.XmlText;
  readonly text: string;
  /** Runs that have characters, in the order of the text. */
  readonly live: readonly Run[];
  private readonly runs: RunIndex;

  constructor(home: Y.XmlText) {
    const all: Run[] = [];
    let text = "";
    for (let item = home._start; item; item = item.right) {
      const { client, clock } = item.id;
      const content = item.deleted ? null : item.content;
      const isLive = content instanceof Y.ContentString;
      all.push({ client, clock, length: item.length, offset: text.length, isLive });
      if (isLive) text += content.str;
    }
    this.home = home;
    this.text = text;
    this.live = all.filter((run) => run.isLive);
    this.runs = new RunIndex(all);
  }

  /** Offset in the block; null when its character was not in it. */
  offsetOf(position: Position): number | null {
    return this.runs.offsetOf(position);
  }

  /** The characters of a range, as they are named. */
  runsIn({ start, end }: TextRange): Run[] {
    const runs: Run[] = [];
    for (let at = this.firstEndingAfter(start); at < this.live.length; at++) {
      const run = this.live[at];
      if (!run || run.offset >= end) break;
      const skipped = Math.max(0, start - run.offset);
      const length = Math.min(run.length, end - run.offset) - skipped;
      runs.push({ ...run, clock: run.clock + skipped, offset: run.offset + skipped, length });
    }
    return runs;
  }

  /** Those of a client's characters, from a clock on, that are still there. */
  liveOf(client: number, clock: number, length: number): Run[] {
    return this.runs.liveOf(client, clock, length);
  }

  /** Of the characters in a range of the block; null for a range without a character. */
  first({ start, end }: TextRange): Position | null {
    const run = this.live[this.firstEndingAfter(start)];
    if (!run || run.offset >= end) return null;
    return { client: run.client, clock: run.clock + Math.max(0, start - run.offset), assoc: 0 };
  }

  last({ start, end }: TextRange): Position | null {
    const at = this.firstEndingAfter(end - 1);
    const here = this.live[at];
    const run = here && here.offset < end ? here : this.live[at - 1];
    if (!run || run.offset + run.length <= start) return null;
    return { client: run.client, clock: run.clock + Math.min(run.length, end - run.offset) - 1, assoc: -1 };
  }

  private firstEndingAfter(offset: number): number {
    return firstIndex(this.live.length, (index) => {
      const run = this.live[index];
      return run !== undefined && run.offset + run.length > offset;
    });
  }
}

/** Finds runs by what they are named; sorted when it is first asked, which for most texts is never. */
export class RunIndex {
  private readonly runs: readonly Run[];
  private byClient: Map<number, Run[]> | null = null;

  constructor(runs: readonly Run[]) {
    this.runs = runs;
  }

  offsetOf({ client, clock, assoc }: Position): number | null {
    const runs = this.of(client);
    const run = runs[firstEndingAfter(runs, clock)];
    if (!run || clock < run.clock) return null;
    return run.isLive ? run.offset + clock - run.clock + (assoc < 0 ? 1 : 0) : run.offset;
  }

  liveOf(client: number, clock: number, length: number): Run[] {
    const runs = this.of(client);
    const live: Run[] = [];
    for (let at = firstEndingAfter(runs, clock); at < runs.length; at++) {
      const run = runs[at];
      if (!run || run.clock >= clock + length) break;
      if (!run.isLive) continue;
      const skipped = Math.max(0, clock - run.clock);
      const left = Math.min(run.clock + run.length, clock + length) - run.clock - skipped;
      live.push({ ...run, clock: run.clock + skipped, offset: run.offset + skipped, length: left });
    }
    return live;
  }

  private of(client: number): readonly Run[] {
    this.byClient ??= sorted(this.runs);
    return this.byClient.get(client) ?? [];
  }
}

/** In one client's runs, which stand in the order of its clocks. */
const firstEndingAfter = (runs: readonly Run[], clock: number): number =>
  firstIndex(runs.length, (index) => {
    const run = runs[index];
    return run !== undefined && run.clock + run.length > clock;
  });

/** By client, for what one of them wrote mostly stands in the order of its clocks already. */
function sorted(runs: readonly Run[]): Map<number, Run[]> {
  const byClient = new Map<number, Run[]>();
  for (const run of runs) {
    const known = byClient.get(run.client);
    if (known) known.push(run);
    else byClient.set(run.client, [run]);
  }
  for (const known of byClient.values()) known.sort((a, b) => a.clock - b.clock);
  return byClient;
}

/** The first index of which `isPast` is true; it is of all behind it too. */
export function firstIndex(length: number, isPast: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isPast(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
