// @vitest-environment node
import { createServer, type Server } from "node:http";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import type { Role } from "../../domain/permissions/permissions.ts";
import { CLOSE } from "../../domain/protocol/protocol.ts";
import { seedUpdate } from "../../domain/ydoc/text-doc.ts";
import { textFragment } from "../../domain/ydoc/text-map.ts";
import { MemoryLog } from "../../tests/support/memory-log.ts";
import { blockText, RawClient } from "../../tests/support/sync-client.ts";
import { paragraph } from "../../tests/support/text-edits.ts";
import type { Visitor } from "./access.ts";
import { Engine } from "./engine.ts";
import { NO_METRICS, type SocketEnd } from "./metrics.ts";
import type { Room } from "./room.ts";
import { SyncServer } from "./sync-server.ts";

const BULLETIN = "11111111-1111-4111-8111-111111111111";
const TEXT = `${BULLETIN}/text`;

let http: Server;
let url: string;
let sync: SyncServer;
let engine: Engine;
let log: MemoryLog;
let ends: SocketEnd[];
/** Roles by user; whoever is not in it is signed out. A token is its user's name. */
let roles: Record<string, Role>;
let looks: string[];
/** What look-ups wait for. */
let gate: Promise<void>;
let client: RawClient[];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  log = new MemoryLog(TEXT);
  const seed = seedUpdate({ type: "doc", content: [paragraph("one two three")] });
  log.write({ documentId: TEXT, entries: [{ bytes: seed, userId: null }], claims: [] });
  [ends, looks, client] = [[], [], []];
  roles = { ann: "editor", bob: "reader" };
  gate = Promise.resolve();
  const logger = pino({ level: "silent" });
  engine = new Engine({
    log,
    logger,
    metrics: { ...NO_METRICS, socketClosed: (end) => void ends.push(end) },
    isShared: false,
    command: async () => ({ key: "", ok: true }),
    onQuiet: async () => {},
  });
  sync = new SyncServer({
    engine,
    logger,
    authenticate: async (_, token) => {
      looks.push(`who ${token}`);
      const role = roles[token ?? ""];
      if (token === "broken") throw new Error("The database is away.");
      const visitor: Visitor | null =
        role && token ? { actor: { id: token, name: token, role }, workspaceId: "w", sessionId: null } : null;
      await gate;
      return visitor ?? "signedOut";
    },
    roleOn: async ({ actor }) => {
      looks.push(`role ${actor.id}`);
      return actor.role;
    },
  });
  http = createServer().on("upgrade", (...args) => sync.upgrade(...args));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const address = http.address();
  if (address === null || typeof address === "string") throw new Error("There is no port.");
  url = `http://127.0.0.1:${address.port}`;
});

afterEach(async () => {
  vi.useRealTimers();
  for (const { socket } of client) socket.terminate();
  await sync.drain();
  await new Promise((resolve) => http.close(resolve));
});

function connect(token: string, path = BULLETIN): RawClient {
  const made = RawClient.connect(url, path, "text", token);
  client.push(made);
  return made;
}

/** Look-ups wait until the function that it gives is called. */
function holdLookups(): () => void {
  let open = (): void => {};
  gate = new Promise((resolve) => {
    open = resolve;
  });
  return open;
}

/** When others have gone on so many times, within this tick. */
async function afterSteps(count: number): Promise<void> {
  for (let left = count; left > 0; left--) await Promise.resolve();
}

const addWord = (room: Room): Promise<unknown> =>
  room.change({ userId: null, key: null }, (doc) => {
    blockText(textFragment(doc), 0).insert(0, "word ");
    return { value: null, projection: null };
  });

const opened = (one: RawClient): Promise<void> =>
  new Promise((resolve) => {
    if (one.socket.readyState === WebSocket.OPEN) resolve();
    else one.socket.once("open", () => resolve());
  });
const until = (isTrue: () => boolean): Promise<boolean> => vi.waitUntil(isTrue, { interval: 5, timeout: 5000 });
const editOf = (one: RawClient) => one.edit((fragment) => blockText(fragment, 0).insert(0, "New "));

describe("at the door", () => {
  it("nothing is read before it is known who it is, and nothing of it is lost", async () => {
    const open = holdLookups();
    const ann = connect("ann");
    await opened(ann);
    for (let count = 0; count < 1000; count++) ann.mark();
    const first = ann.mark();
    await until(() => looks.includes("who ann"));
    expect(ann.saved).toEqual([]);
    open();
    await ann.savedAt(first);
    expect(ann.saved).toHaveLength(1001);
  });

  it("nobody waits for ever", async () => {
    holdLookups();
    const ann = connect("ann");
    await until(() => looks.includes("who ann"));
    vi.advanceTimersByTime(15_000);
    expect((await ann.closed).code).toBe(CLOSE.unavailable.code);
    expect(ends).toEqual(["unavailable"]);
  });

  it("one that can't be looked up may come back, one that is unknown may not", async () => {
    expect((await connect("broken").closed).code).toBe(CLOSE.unavailable.code);
    expect((await connect("nobody").closed).code).toBe(CLOSE.signedOut.code);
    expect((await connect("ann", "no-id").closed).code).toBe(CLOSE.notFound.code);
    expect(ends).toEqual(["unavailable", "signedOut", "notFound"]);
  });

  it("those who come at once share the look-ups", async () => {
    const open = holdLookups();
    const all = Array.from({ length: 20 }, () => connect("ann"));
    await Promise.all(all.map(opened));
    open();
    await Promise.all(all.map((each) => each.synced()));
    expect(looks.filter((look) => look === "who ann").length).toBeLessThan(20);
    await connect("bob").synced();
    expect(looks).toContain("who bob");
  });

  // In one tick of the loop there are some steps between the door and the room, and its failure may come between any two.
  it.each(Array.from({ length: 16 }, (_, steps) => steps))(
    "nobody is left in a room that fails as they enter (after %i steps)",
    async (steps) => {
      const room = await engine.hub.room(TEXT);
      log.hold();
      log.failNext();
      const failed = expect(addWord(room)).rejects.toThrow("The disk is full.");
      await log.whenBegun(1);
      const { currentRoom } = engine;
      vi.spyOn(engine, "currentRoom").mockImplementationOnce(async (id) => {
        void afterSteps(steps).then(() => log.release());
        const found = await currentRoom.call(engine, id);
        await afterSteps(8);
        return found;
      });
      const ann = connect("ann");
      await failed;
      // Let in, or told to come back.
      await Promise.race([ann.closed, ann.synced()]);
      const back = connect("ann");
      await back.synced();
      await back.savedAt(editOf(back));
    },
  );

  it("a role that changes meanwhile holds", async () => {
    const open = holdLookups();
    const ann = connect("ann");
    await until(() => looks.includes("who ann"));
    roles.ann = "reader";
    const rechecked = sync.recheckUser("ann");
    const late = connect("ann");
    await until(() => looks.filter((look) => look === "who ann").length === 2);
    open();
    await rechecked;
    for (const each of [ann, late]) {
      await each.synced();
      await until(() => looks.filter((look) => look === "who ann").length >= 3);
      await each.savedAt(each.mark());
      await each.savedAt(editOf(each));
      expect(each.refused.map(({ code }) => code)).toEqual(["forbidden"]);
    }
  });
});

describe("the heartbeat", () => {
  it("shows out whose session has ended, and keeps the others", async () => {
    const [ann, bob] = [connect("ann"), connect("bob")];
    await Promise.all([ann.synced(), bob.synced()]);
    delete roles.ann;
    vi.advanceTimersByTime(20_000);
    expect((await ann.closed).code).toBe(CLOSE.signedOut.code);
    await bob.savedAt(bob.mark());
  });

  it("keeps those who answer, and cuts off those who do not", async () => {
    const [ann, bob] = [connect("ann"), connect("bob")];
    await Promise.all([ann.synced(), bob.synced()]);
    bob.socket.pause();
    for (let beat = 0; beat < 4; beat++) {
      const pinged = new Promise((resolve) => ann.socket.once("ping", resolve));
      vi.advanceTimersByTime(20_000);
      await pinged;
      await ann.savedAt(ann.mark());
    }
    await until(() => ends.includes("silent"));
    bob.socket.resume();
    expect((await bob.closed).code).toBe(1006);
    await ann.savedAt(ann.mark());
    expect(ends).toEqual(["silent"]);
  });
});

describe("broken frames", () => {
  it("end their own socket with a reason", async () => {
    const [ann, bob] = [connect("ann"), connect("bob")];
    await Promise.all([ann.synced(), bob.synced()]);
    ann.sendUpdate(new Uint8Array(17 * 1024 * 1024));
    expect((await ann.closed).code).toBe(CLOSE.tooLarge.code);
    expect(ends).toEqual(["tooLarge"]);
    await bob.savedAt(bob.mark());
  });
});

describe("draining", () => {
  it("takes next to no time with few sockets, and admits what comes before each one's turn", async () => {
    vi.useRealTimers();
    const [ann, bob] = [connect("ann"), connect("bob")];
    await Promise.all([ann.synced(), bob.synced()]);
    log.hold();
    const saved = ann.savedAt(editOf(ann));
    await log.whenBegun(1);
    const drained = sync.drain();
    log.release();
    await saved;
    await drained;
    expect((await ann.closed).code).toBe(CLOSE.shuttingDown.code);
    expect((await bob.closed).code).toBe(CLOSE.shuttingDown.code);
    expect(log.batches).toHaveLength(2);
  });
});
