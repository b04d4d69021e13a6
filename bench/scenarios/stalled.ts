/** One reader stops reading while much is typed: what the server keeps for them, and whether the others notice. */

import { LoadProcess } from "../load/load-process.ts";
import type { ReaderCalls } from "../load/readers.ts";
import type { StalledCalls } from "../load/stalled.ts";
import type { WriterCalls } from "../load/writers.ts";
import { now, until } from "../measure/clock.ts";
import { percentile } from "../measure/histogram.ts";
import { usageOfTree } from "../measure/processes.ts";
import { doubts } from "../measure/span.ts";
import { type Running, readerAt } from "../peers/subject.ts";
import { type Scenario, withLoad } from "./scenario.ts";

const RATE = 200;
const READERS = 20;
/** Characters of each update, which replaces the one before: only what waits for the stalled reader piles up. */
const PADDING = 8_000;
/**
 * A server has to be given the time to notice, and the kernel's own buffers have to fill first. The time before is as
 * long: a server that stores what is typed grows by that too.
 */
const PHASE_FACTOR = 3;
const SAMPLE_MS = 500;

export const stalled: Scenario = {
  name: "stalled",
  title: "A reader that stops reading",
  what: ({ seconds }) =>
    `One writer replaces a text of ${PADDING} characters ${RATE} times a second, ${READERS} read. After ` +
    `${seconds * PHASE_FACTOR} s one more reader stops reading for as long, then reads again, or comes back. Memory: of ` +
    "the whole server; what it grows by before the stall is not for the stalled reader.",
  columns: [
    { key: "grownBefore", label: "grown before by MB", digits: 0 },
    { key: "grown", label: "grown during by MB", digits: 0, isCompared: true },
    { key: "waiting", label: "waiting MB (own metric)", digits: 1 },
    { key: "memory", label: "most MB", digits: 0 },
    { key: "p99Before", label: "others' p99 before", digits: 1 },
    { key: "p99During", label: "p99 during", digits: 1, isCompared: true },
    { key: "closedWith", label: "closed with", digits: 0 },
    { key: "backAfter", label: "same text after ms", digits: 0 },
  ],
  takesPart: ({ kind }) => kind === "peer" || kind === "ours",
  async measure(running, { seconds, warmUp }) {
    const [room] = await running.rooms(1);
    if (!room) throw new Error("There is no room.");
    const origin = now();
    const writer = new LoadProcess<WriterCalls>("writers.ts");
    const readers = new LoadProcess<ReaderCalls>("readers.ts");
    const slow = new LoadProcess<StalledCalls>("stalled.ts");
    return withLoad([writer, readers, slow], async () => {
      await writer.call("connect", { addresses: [room.writer], origin });
      const addresses = Array.from({ length: READERS }, (_, index) => readerAt(room, index));
      await readers.call("connect", { addresses, origin });
      await slow.call("connect", { address: readerAt(room, 0) });
      await writer.call("start", { rate: RATE, padding: PADDING, replaces: true });
      const phase = async (from: number, end: number) => {
        const [read, memory] = await Promise.all([
          readers.call("measure", { from, until: end }),
          watchMemory(running, from, end),
        ]);
        return { read, memory, end };
      };
      const start = now() + warmUp * 1000;
      const length = seconds * PHASE_FACTOR * 1000;
      const before = await phase(start, start + length);
      await slow.call("pause", undefined);
      const during = await phase(before.end, before.end + length);
      await writer.call("stop", undefined);
      const hash = await writer.call("hash", undefined);
      const back = await slow.call("resume", { address: readerAt(room, 0), hash });
      const notes = doubts([before.read, during.read], 1);
      if (!back.isSame) notes.push("the stalled reader did not get the same text within a minute");
      return {
        figures: {
          grownBefore: (before.memory.most - before.memory.first) / 2 ** 20,
          grown: (during.memory.most - before.memory.most) / 2 ** 20,
          waiting: during.memory.waiting === null ? null : during.memory.waiting / 2 ** 20,
          memory: during.memory.most / 2 ** 20,
          p99Before: percentile([before.read.latency], 0.99),
          p99During: percentile([during.read.latency], 0.99),
          closedWith: back.closedWith,
          backAfter: back.isSame ? back.tookMs : null,
        },
        notes,
      };
    });
  },
};

/** In bytes; `waiting`: the most that our server says waited for one socket. */
async function watchMemory({ pid, own }: Running, from: number, end: number) {
  const seen = { first: 0, most: 0, waiting: own ? 0 : null };
  for (let at = from; at < end; at += SAMPLE_MS) {
    await until(at);
    const { rssBytes } = usageOfTree(pid);
    seen.first ||= rssBytes;
    seen.most = Math.max(seen.most, rssBytes);
    if (own) seen.waiting = Math.max(seen.waiting ?? 0, await own.metric("glossa_socket_waiting_bytes_max"));
  }
  return seen;
}
