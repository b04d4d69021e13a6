/**
 * What the page's main thread did, from Chromium's own trace: each task with the processor time that it took, so that
 * what else runs on the machine counts for nothing but the cold caches it leaves.
 */

import type { Browser, Page } from "@playwright/test";

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** In µs of the monotonic clock. */
  ts: number;
  dur?: number;
  /** Processor time, in µs. */
  tdur?: number;
  args: { data?: { type?: string }; name?: string };
}

export interface Task {
  /** In ms of the monotonic clock, as all times here. */
  at: number;
  cpu: number;
}

export interface Trace {
  tasks: Task[];
  /** When keys went down. */
  keys: number[];
}

const CATEGORIES = ["toplevel", "devtools.timeline"];

/** Traces what the browser does during this work. */
export async function traced(browser: Browser, page: Page, work: () => Promise<void>): Promise<Trace> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await work();
  const { traceEvents }: { traceEvents: TraceEvent[] } = JSON.parse(String(await browser.stopTracing()));
  return readTrace(traceEvents);
}

function readTrace(events: TraceEvent[]): Trace {
  const pages = events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  const threads = pages.map(({ pid, tid }) => events.filter((event) => event.pid === pid && event.tid === tid));
  // Chromium keeps a page ready that shows nothing.
  const [own = []] = threads.sort((a, b) => b.length - a.length);
  const tasks = outermost(own);
  const keys = own.filter(({ name, args }) => name === "EventDispatch" && args.data?.type === "keydown");
  return { tasks, keys: keys.map(({ ts }) => tasks.findLast(({ at }) => at <= ts / 1000)?.at ?? ts / 1000) };
}

/** Of tasks within tasks the outer ones. */
function outermost(events: TraceEvent[]): Task[] {
  const all = events.filter(({ name, ph }) => ph === "X" && name.endsWith("RunTask")).sort((a, b) => a.ts - b.ts);
  const tasks: Task[] = [];
  let until = 0;
  for (const { ts, dur = 0, tdur } of all) {
    if (ts < until) continue;
    until = ts + dur;
    tasks.push({ at: ts / 1000, cpu: (tdur ?? dur) / 1000 });
  }
  return tasks;
}

/** The work from each of these moments to the next one, in ms; the last one's is left out. */
export function workBetween(tasks: Task[], moments: number[]): number[] {
  const work = new Array<number>(Math.max(0, moments.length - 1)).fill(0);
  let at = -1;
  for (const task of tasks) {
    while (at + 1 < moments.length && (moments[at + 1] ?? 0) <= task.at) at++;
    if (at >= 0 && at < work.length) work[at] = (work[at] ?? 0) + task.cpu;
  }
  return work;
}

/** The value below which this share (0 to 1) of all lies; null of nothing. */
export function nth(values: number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}
