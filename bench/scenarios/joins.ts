/** Many come at once to a long bulletin, as when a link to it was just sent around. */

import { setTimeout as delay } from "node:timers/promises";
import type { JoinerCalls } from "../load/joiners.ts";
import { LoadProcess } from "../load/load-process.ts";
import type { WriterCalls } from "../load/writers.ts";
import { now } from "../measure/clock.ts";
import { percentile } from "../measure/histogram.ts";
import { usageOfTree } from "../measure/processes.ts";
import { doubts } from "../measure/span.ts";
import { readerAt } from "../peers/subject.ts";
import { type Scenario, sum, withLoad } from "./scenario.ts";

const JOINERS = 50;
/** Between two rounds somebody types, so that no state is older than a moment. */
const ROUNDS = 3;

/** What a server does after the load of 4 MB was written is not the joiners' cost. */
const REST_MS = 5_000;

/** Both make a state of about 4 MB; `edited` one of many small pieces, as work leaves it. */
const IMPORTED = { paragraphs: 4_000, characters: 1_000, edits: 0 };
const EDITED = { paragraphs: 1_000, characters: 2_500, edits: 40_000 };

export const joins = joinsOf(
  "joins",
  "Joining a 4 MB bulletin",
  "whose state of about 4 MB is 2.5 MB of text, edited in 40,000 places",
  EDITED,
);

export const joinsImported = joinsOf(
  "joins-imported",
  "Joining a 4 MB bulletin that was never edited",
  "of 4,000 paragraphs with 1,000 characters each, as an import leaves it",
  IMPORTED,
);

function joinsOf(name: string, title: string, which: string, contents: typeof EDITED): Scenario {
  return {
    name,
    title,
    what: () =>
      `${JOINERS} sockets come at once to a bulletin ${which}, ${ROUNDS} times; somebody types in between. CPU: from ` +
      "the first connection until the last has all, per joiner.",
    columns: [
      { key: "cpu", label: "CPU ms / joiner", digits: 1, isCompared: true },
      { key: "databaseCpu", label: "PostgreSQL's", digits: 2 },
      { key: "p50", label: "p50 ms", digits: 0, isCompared: true },
      { key: "took", label: "all have it after ms", digits: 0, isCompared: true },
      { key: "megabytes", label: "state MB", digits: 2 },
      { key: "structs", label: "structs", digits: 0 },
    ],
    // The floor has no state to give, and a window changes nothing here.
    takesPart: ({ kind }) => kind === "peer" || kind === "ours",
    async measure(running) {
      const [room] = await running.rooms(1);
      if (!room) throw new Error("There is no room.");
      const writer = new LoadProcess<WriterCalls>("writers.ts");
      const joiners = new LoadProcess<JoinerCalls>("joiners.ts");
      const addresses = Array.from({ length: JOINERS }, (_, index) => readerAt(room, index));
      return withLoad([writer, joiners], async () => {
        await writer.call("connect", { addresses: [room.writer], origin: now() });
        const seeded = await writer.call("seed", contents);
        await delay(REST_MS);
        const read = () => ({
          server: usageOfTree(running.pid).cpuMs,
          database: running.databasePid === null ? null : usageOfTree(running.databasePid).cpuMs,
        });
        const spent = { server: 0, database: 0 };
        const rounds = [];
        for (let round = 0; round < ROUNDS; round++) {
          await writer.call("typeOnce", undefined);
          const before = read();
          rounds.push(await joiners.call("join", { addresses }));
          const after = read();
          spent.server += after.server - before.server;
          spent.database += (after.database ?? 0) - (before.database ?? 0);
          await joiners.call("leave", undefined);
        }
        const joined = JOINERS * ROUNDS;
        const notes = doubts(rounds, 1);
        const isSame =
          (await writer.call("hash", undefined)) === (await joiners.call("hash", { address: readerAt(room, 0) }));
        if (!isSame) notes.push("a joiner's text was not the writer's");
        return {
          figures: {
            cpu: spent.server / joined,
            databaseCpu: running.databasePid === null ? null : spent.database / joined,
            p50: percentile(
              rounds.map(({ latency }) => latency),
              0.5,
            ),
            took: sum(rounds.map(({ tookMs }) => tookMs)) / ROUNDS,
            megabytes: Math.min(...rounds.map(({ leastBytes }) => leastBytes)) / 1e6,
            structs: seeded.structs,
          },
          notes,
        };
      });
    },
  };
}
