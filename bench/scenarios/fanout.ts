/** One types fast, many read: what an update costs until it is on every screen, and how long it takes. */

import { LoadProcess } from "../load/load-process.ts";
import type { ReaderCalls } from "../load/readers.ts";
import type { WriterCalls } from "../load/writers.ts";
import { now } from "../measure/clock.ts";
import { percentile } from "../measure/histogram.ts";
import { doubts, measureSpan } from "../measure/span.ts";
import { readerAt } from "../peers/subject.ts";
import { type Scenario, split, sum, withLoad } from "./scenario.ts";

const RATE = 200;
const READERS = 200;
const READER_PROCESSES = 2;
/** A writer that sends less than this share of its rate is no load to compare by. */
const RATE_KEPT = 0.97;

export const fanout: Scenario = {
  name: "fanout",
  title: "One writer, many readers",
  what: ({ seconds, warmUp }) =>
    `One writer types ${RATE} updates a second, ${READERS} sockets read; ${seconds} s measured after ${warmUp} s. ` +
    "An update counts as delivered once per reader that got it, alone or merged with others. Latency: from typing to " +
    "its arrival at a reader. Saved: until the writer is told that its change is committed.",
  columns: [
    { key: "cpu", label: "CPU ms / 1,000 delivered", digits: 2, isCompared: true },
    { key: "databaseCpu", label: "PostgreSQL's", digits: 2 },
    { key: "cpuShare", label: "CPU %", digits: 0 },
    { key: "p50", label: "p50 ms", digits: 1, isCompared: true },
    { key: "p99", label: "p99 ms", digits: 1, isCompared: true },
    { key: "savedP50", label: "saved p50 ms", digits: 1 },
    { key: "savedP99", label: "saved p99 ms", digits: 1 },
    { key: "frames", label: "frames / reader / s", digits: 0 },
    { key: "delivered", label: "delivered / s", digits: 0 },
    { key: "missing", label: "missing", digits: 0 },
  ],
  takesPart: () => true,
  async measure(running, { seconds, warmUp }) {
    const [room] = await running.rooms(1);
    if (!room) throw new Error("There is no room.");
    const origin = now();
    const addresses = Array.from({ length: READERS }, (_, index) => readerAt(room, index));
    const writer = new LoadProcess<WriterCalls>("writers.ts");
    const readers = split(addresses, READER_PROCESSES).map((some) => ({
      some,
      load: new LoadProcess<ReaderCalls>("readers.ts"),
    }));
    return withLoad([writer, ...readers.map(({ load }) => load)], async () => {
      await writer.call("connect", { addresses: [room.writer], origin });
      await Promise.all(readers.map(({ some, load }) => load.call("connect", { addresses: some, origin })));
      await writer.call("start", { rate: RATE });
      const from = now() + warmUp * 1000;
      const until = from + seconds * 1000;
      const [span, written, ...read] = await Promise.all([
        measureSpan(running, from, until),
        writer.call("measure", { from, until }),
        ...readers.map(({ load }) => load.call("measure", { from, until })),
      ]);
      const delivered = sum(read.map((each) => each.delivered));
      const latency = read.map((each) => each.latency);
      const notes = doubts([written, ...read], span.idle);
      if (written.sent < RATE * seconds * RATE_KEPT) notes.push(`the writer sent only ${written.sent} updates`);
      return {
        figures: {
          cpu: (span.cpuMs / delivered) * 1000,
          databaseCpu: span.databaseCpuMs === null ? null : (span.databaseCpuMs / delivered) * 1000,
          cpuShare: span.cpuMs / seconds / 10,
          p50: percentile(latency, 0.5),
          p99: percentile(latency, 0.99),
          savedP50: percentile([written.saved], 0.5),
          savedP99: percentile([written.saved], 0.99),
          frames: sum(read.map((each) => each.frames)) / READERS / seconds,
          delivered: delivered / seconds,
          missing: sum(read.map((each) => each.missing)),
          loadBusy: Math.max(written.busyShare, ...read.map((each) => each.busyShare)),
          machineIdle: span.idle,
        },
        notes,
      };
    });
  },
};
