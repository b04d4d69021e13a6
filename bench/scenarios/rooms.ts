/** Many bulletins are worked on at once, each by a few. */

import { LoadProcess } from "../load/load-process.ts";
import type { ReaderCalls } from "../load/readers.ts";
import type { WriterCalls } from "../load/writers.ts";
import { now } from "../measure/clock.ts";
import { percentile } from "../measure/histogram.ts";
import { doubts, measureSpan } from "../measure/span.ts";
import { readerAt } from "../peers/subject.ts";
import { type Scenario, withLoad } from "./scenario.ts";

const ROOMS = 200;
const RATE = 2;
const READERS = 2;

export const rooms: Scenario = {
  name: "rooms",
  title: "Many bulletins",
  what: ({ seconds, warmUp, rooms: count }) =>
    `${count ?? ROOMS} bulletins, each with one writer of ${RATE} updates a second and ${READERS} readers; ${seconds} s ` +
    `measured after ${warmUp} s.`,
  columns: [
    { key: "cpu", label: "CPU ms / s", digits: 0, isCompared: true },
    { key: "databaseCpu", label: "PostgreSQL's", digits: 0 },
    { key: "p50", label: "p50 ms", digits: 1, isCompared: true },
    { key: "p99", label: "p99 ms", digits: 1, isCompared: true },
    { key: "savedP50", label: "saved p50 ms", digits: 1 },
    { key: "savedP99", label: "saved p99 ms", digits: 1 },
    { key: "delivered", label: "delivered / s", digits: 0 },
    { key: "missing", label: "missing", digits: 0 },
    { key: "memory", label: "MB", digits: 0 },
  ],
  takesPart: () => true,
  async measure(running, { seconds, warmUp, rooms: count }) {
    const all = await running.rooms(count ?? ROOMS);
    const origin = now();
    const writers = new LoadProcess<WriterCalls>("writers.ts");
    const readers = new LoadProcess<ReaderCalls>("readers.ts");
    return withLoad([writers, readers], async () => {
      await writers.call("connect", { addresses: all.map(({ writer }) => writer), origin });
      const addresses = all.flatMap((room) => Array.from({ length: READERS }, (_, index) => readerAt(room, index)));
      await readers.call("connect", { addresses, origin });
      await writers.call("start", { rate: RATE });
      const from = now() + warmUp * 1000;
      const until = from + seconds * 1000;
      const [span, written, read] = await Promise.all([
        measureSpan(running, from, until),
        writers.call("measure", { from, until }),
        readers.call("measure", { from, until }),
      ]);
      return {
        figures: {
          cpu: span.cpuMs / seconds,
          databaseCpu: span.databaseCpuMs === null ? null : span.databaseCpuMs / seconds,
          p50: percentile([read.latency], 0.5),
          p99: percentile([read.latency], 0.99),
          savedP50: percentile([written.saved], 0.5),
          savedP99: percentile([written.saved], 0.99),
          delivered: read.delivered / seconds,
          missing: read.missing,
          memory: span.rssBytes / 2 ** 20,
        },
        notes: doubts([written, read], span.idle),
      };
    });
  },
};
