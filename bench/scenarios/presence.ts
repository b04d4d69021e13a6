/** Many people move their carets in one bulletin. */

import type { CaretCalls } from "../load/carets.ts";
import { LoadProcess } from "../load/load-process.ts";
import { now } from "../measure/clock.ts";
import { percentile } from "../measure/histogram.ts";
import { doubts, measureSpan } from "../measure/span.ts";
import { readerAt } from "../peers/subject.ts";
import { type Scenario, split, sum, withLoad } from "./scenario.ts";

const PEOPLE = 200;
const PROCESSES = 2;

export const presence: Scenario = {
  name: "presence",
  title: "Carets",
  what: ({ seconds, warmUp }) =>
    `${PEOPLE} people in one bulletin each move their caret once a second; ${seconds} s measured after ${warmUp} s. ` +
    "A movement counts as delivered once per other person that got it, alone or in a frame with others.",
  columns: [
    { key: "cpu", label: "CPU ms / s", digits: 0, isCompared: true },
    { key: "p50", label: "p50 ms", digits: 1, isCompared: true },
    { key: "p99", label: "p99 ms", digits: 1, isCompared: true },
    { key: "frames", label: "frames / reader / s", digits: 0 },
    { key: "delivered", label: "delivered / s", digits: 0 },
  ],
  takesPart: () => true,
  async measure(running, { seconds, warmUp }) {
    const [room] = await running.rooms(1);
    if (!room) throw new Error("There is no room.");
    const origin = now();
    const addresses = Array.from({ length: PEOPLE }, (_, index) => readerAt(room, index));
    const people = split(addresses, PROCESSES).map((some) => ({
      some,
      load: new LoadProcess<CaretCalls>("carets.ts"),
    }));
    return withLoad(
      people.map(({ load }) => load),
      async () => {
        let first = 0;
        for (const { some, load } of people) {
          await load.call("connect", { addresses: some, first, origin });
          first += some.length;
        }
        await Promise.all(people.map(({ load }) => load.call("start", undefined)));
        const from = now() + warmUp * 1000;
        const until = from + seconds * 1000;
        const [span, ...read] = await Promise.all([
          measureSpan(running, from, until),
          ...people.map(({ load }) => load.call("measure", { from, until })),
        ]);
        const latency = read.map((each) => each.latency);
        return {
          figures: {
            cpu: span.cpuMs / seconds,
            p50: percentile(latency, 0.5),
            p99: percentile(latency, 0.99),
            frames: sum(read.map((each) => each.frames)) / PEOPLE / seconds,
            delivered: sum(read.map((each) => each.delivered)) / seconds,
          },
          notes: doubts(read, span.idle),
        };
      },
    );
  },
};
