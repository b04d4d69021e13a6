import { join } from "node:path";
import { MessageChannel, Worker } from "node:worker_threads";
import pg from "pg";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../tests/support/server.ts";
import { PortStream } from "./port-stream.ts";

const ANSWERS = 100;
const ANSWER_CHARACTERS = 1_000_000;
/** Enough for PGlite's own script, and for less than all answers. */
const HEAP_MB = 64;

it("keeps nothing of what it answered", { timeout: 60_000 }, async () => {
  const worker = new Worker(new URL("./embedded-worker.mjs", import.meta.url), {
    workerData: { directory: join(temporaryFolder(), "database") },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  const died = new Promise<never>((_, reject) => worker.once("error", reject));
  const ready = new Promise((resolve) => worker.once("message", resolve));
  const stream = () =>
    new PortStream({
      async open() {
        const { port1, port2 } = new MessageChannel();
        worker.postMessage({ connect: port2 }, [port2]);
        return port1;
      },
      onTraffic() {},
    });
  try {
    expect(await Promise.race([ready, died])).toEqual({ ready: true });
    const client = new pg.Client({ stream, user: "postgres", database: "postgres", ssl: false });
    // Why it broke, the thread says.
    client.on("error", () => {});
    await client.connect();
    for (let n = 0; n < ANSWERS; n++) {
      const answered = client.query("SELECT repeat('x', $1) AS text", [ANSWER_CHARACTERS]);
      const { rows } = await answered.catch(() => died);
      expect(rows[0].text).toHaveLength(ANSWER_CHARACTERS);
    }
    await client.end();
  } finally {
    await worker.terminate();
  }
});
