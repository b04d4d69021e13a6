/** Ours alone: whether memory is given back after many bulletins were opened once. */

import { setTimeout as delay } from "node:timers/promises";
import { LoadProcess } from "../load/load-process.ts";
import type { ToucherCalls } from "../load/touchers.ts";
import { usageOfTree } from "../measure/processes.ts";
import type { OwnServer } from "../peers/start-glossa.ts";
import { type Scenario, withLoad } from "./scenario.ts";

const ROOMS = 10_000;
const MAKE_AT_ONCE = 8;
/** An empty room is unloaded after half a minute. */
const UNLOADED_MS = 35_000;
/**
 * Memory is then watched for this long; what counts is the least, which the server has come down to. Without work, V8 takes
 * a minute to look for what can be freed, and 100 s with some: https://github.com/v8/v8/blob/main/src/heap/memory-reducer.h
 */
const WATCHED_MS = 120_000;
const SAMPLE_MS = 1_000;

export const touched: Scenario = {
  name: "touched",
  title: "Memory after many bulletins",
  what: ({ rooms }) =>
    `${(rooms ?? ROOMS).toLocaleString("en")} bulletins are opened once each, ${MAKE_AT_ONCE * 2} at a time. Memory of ` +
    "the whole process, with the embedded database where that is used: before (the server was started anew, with all " +
    "bulletins), the most meanwhile, and after unloading.",
  columns: [
    { key: "before", label: "MB before", digits: 0 },
    { key: "most", label: "most MB", digits: 0 },
    { key: "after", label: "MB after", digits: 0 },
    { key: "ratio", label: "after ÷ before", digits: 3 },
    { key: "perSecond", label: "opened / s", digits: 0 },
    { key: "cpu", label: "CPU ms each", digits: 1 },
  ],
  takesPart: ({ kind }) => kind === "ours",
  async measure(running, { rooms }) {
    const { own } = running;
    if (!own) throw new Error("Only our own server is measured so.");
    const ids = await make(own, rooms ?? ROOMS);
    // So that neither what making them left behind nor what it made room for hides anything.
    await own.restart(async () => {});
    const addresses = ids
      .map((id, index) => own.roomOf(id, index).readers[0])
      .filter((address) => address !== undefined);
    const load = new LoadProcess<ToucherCalls>("touchers.ts");
    return withLoad([load], async () => {
      const before = await settled(running.pid);
      const began = Date.now();
      const cpuBefore = usageOfTree(running.pid).cpuMs;
      let most = 0;
      const watch = setInterval(() => {
        most = Math.max(most, usageOfTree(running.pid).rssBytes);
      }, SAMPLE_MS);
      await load.call("touch", { addresses }).finally(() => clearInterval(watch));
      const seconds = (Date.now() - began) / 1000;
      const cpuMs = usageOfTree(running.pid).cpuMs - cpuBefore;
      const after = await settled(running.pid);
      return {
        figures: {
          before: before / 2 ** 20,
          most: most / 2 ** 20,
          after: after / 2 ** 20,
          ratio: after / before,
          perSecond: ids.length / seconds,
          cpu: cpuMs / ids.length,
        },
        notes: [],
      };
    });
  },
};

async function make(own: OwnServer, count: number): Promise<string[]> {
  const ids: string[] = [];
  let started = 0;
  await Promise.all(
    Array.from({ length: MAKE_AT_ONCE }, async () => {
      while (started++ < count) ids.push(await own.makeBulletin(["A first paragraph.", "And a second one."]));
    }),
  );
  return ids;
}

/** Resident memory, in bytes, once rooms are unloaded. */
async function settled(pid: number): Promise<number> {
  await delay(UNLOADED_MS);
  let least = Number.POSITIVE_INFINITY;
  for (let waited = 0; waited < WATCHED_MS; waited += SAMPLE_MS) {
    least = Math.min(least, usageOfTree(pid).rssBytes);
    await delay(SAMPLE_MS);
  }
  return least;
}
