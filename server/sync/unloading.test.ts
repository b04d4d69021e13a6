// @vitest-environment node
import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as encoding from "lib0/encoding";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MESSAGE } from "../../domain/protocol/protocol.ts";
import { seedUpdate } from "../../domain/ydoc/text-doc.ts";
import { MemoryLog } from "../../tests/support/memory-log.ts";
import { blockText, RawClient } from "../../tests/support/sync-client.ts";
import { paragraph } from "../../tests/support/text-edits.ts";
import { Engine } from "./engine.ts";
import { NO_METRICS } from "./metrics.ts";
import { SyncServer } from "./sync-server.ts";

const BULLETINS = Array.from({ length: 240 }, () => randomUUID());
const AT_ONCE = 10;
/** Empty rooms that stay for a while; the others go when they were not used for some seconds. */
const STAY = 200;
const SECOND = 1000;

let http: Server;
let url: string;
let engine: Engine;
let sync: SyncServer;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
  const log = new MemoryLog(...BULLETINS.flatMap((id) => [`${id}/text`, `${id}/annotations`]));
  const bytes = seedUpdate({ type: "doc", content: [paragraph("one two three")] });
  for (const id of BULLETINS) log.write({ documentId: `${id}/text`, entries: [{ bytes, userId: null }], claims: [] });
  const logger = pino({ level: "silent" });
  const command = async () => ({ key: "", ok: true }) as const;
  engine = new Engine({ log, logger, metrics: NO_METRICS, isShared: false, command, onQuiet: async () => {} });
  sync = new SyncServer({
    engine,
    logger,
    authenticate: async (_, id) => ({
      actor: { id: id ?? "", name: "Ann", role: "editor" },
      workspaceId: "w",
      sessionId: null,
    }),
    roleOn: async ({ actor }) => actor.role,
  });
  http = createServer().on("upgrade", (...args) => sync.upgrade(...args));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});

afterEach(async () => {
  vi.useRealTimers();
  await sync.drain();
  await new Promise((resolve) => http.close(resolve));
});

/** Opens the bulletin, shows a caret, types, and leaves. */
async function touch(id: string): Promise<void> {
  const client = RawClient.connect(url, id, "text", "ann");
  await client.synced();
  client.sendKind(MESSAGE.awareness, (encoder) => {
    encoding.writeVarUint8Array(encoder, encoding.encode(writeCaret));
  });
  await client.savedAt(client.edit((fragment) => blockText(fragment, 0).insert(0, "New ")));
  client.close();
  await client.closed;
}

/** One state, of client 1 at clock 1. */
function writeCaret(encoder: encoding.Encoder): void {
  for (const number of [1, 1, 1]) encoding.writeVarUint(encoder, number);
  encoding.writeVarString(encoder, JSON.stringify({ cursor: null }));
}

async function touchAll(): Promise<void> {
  const left = BULLETINS.values();
  const touchSome = async (): Promise<void> => {
    for (const id of left) await touch(id);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, touchSome));
  // The server hears of the last closings.
  await vi.waitUntil(() => engine.connections.size === 0, { interval: 5 });
}

const texts = (): number => engine.hub.opened().filter(({ id }) => id.endsWith("/text")).length;

describe("rooms that everybody has left", { timeout: 30_000 }, () => {
  it("stay for half a minute, but not all of very many", async () => {
    await touchAll();
    expect(texts()).toBe(BULLETINS.length);
    await vi.advanceTimersByTimeAsync(8 * SECOND);
    expect(engine.hub.opened()).toHaveLength(STAY);
    await vi.advanceTimersByTimeAsync(20 * SECOND);
    expect(engine.hub.opened()).toHaveLength(STAY);
    await vi.advanceTimersByTimeAsync(10 * SECOND);
    expect(engine.hub.opened()).toHaveLength(0);
  });

  it("are let go of by all that knew them", async () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage = runInNewContext("gc") as () => void;
    await touchAll();
    // Their annotations are looked at, which loads those rooms too.
    await vi.advanceTimersByTimeAsync(SECOND);
    const known = engine.hub.opened().flatMap((room) => [new WeakRef<object>(room), new WeakRef<object>(room.doc)]);
    expect(known).toHaveLength(4 * BULLETINS.length);
    await vi.advanceTimersByTimeAsync(40 * SECOND);
    // What a weak reference was made of, or asked for, stays until the turn ends; and the last socket's closing takes some.
    await vi.waitUntil(
      async () => {
        await nextTurn();
        collectGarbage();
        return known.every((each) => each.deref() === undefined);
      },
      { interval: 5, timeout: 5000 },
    );
  });
});
