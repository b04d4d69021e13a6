import * as encoding from "lib0/encoding";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { seedUpdate } from "../../domain/ydoc/text-doc.ts";
import { readTextMap } from "../../domain/ydoc/text-map.ts";
import { MemoryNet } from "../../tests/support/memory-bus.ts";
import { MemoryLog } from "../../tests/support/memory-log.ts";
import { MemoryNode } from "../../tests/support/memory-node.ts";
import { seededRandom } from "../../tests/support/random.ts";
import type { TestSocket } from "../../tests/support/test-socket.ts";
import { TextClient } from "../../tests/support/text-client.ts";
import { paragraph } from "../../tests/support/text-edits.ts";

const TEXT = "b/text";
const NOTES = "b/annotations";
const SEED = seedUpdate({ type: "doc", content: [paragraph("one two three")] });

let log: MemoryLog;
let net: MemoryNet;
let one: MemoryNode;
let other: MemoryNode;

beforeEach(() => {
  vi.useFakeTimers();
  log = new MemoryLog(TEXT, NOTES);
  log.write({ documentId: TEXT, entries: [{ bytes: SEED, userId: null }], claims: [] });
  net = new MemoryNet();
  one = new MemoryNode("one", net, log);
  other = new MemoryNode("other", net, log);
});
afterEach(async () => {
  await Promise.all([one.stop(), other.stop()]);
  vi.useRealTimers();
});

/** Whatever is on its way in this process. */
const calm = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
/** All messages, and the answers to them. */
const delivered = async (): Promise<void> => {
  do await calm();
  while (net.deliverAll(seededRandom()));
};

/** All messages that are on their way. */
const lost = async (): Promise<void> => {
  await calm();
  while (net.step(seededRandom(), 1));
};

function typed(words: string, clientId = 100): Uint8Array {
  const client = new TextClient(clientId, SEED);
  client.edit({ do: "type", at: 0, text: words });
  const [update] = client.outbox;
  if (!update) throw new Error("Nothing was typed.");
  return update;
}

const textOf = (socket: TestSocket): string => readTextMap(socket.doc).text;

async function reader(node: MemoryNode, user: string): Promise<TestSocket> {
  const socket = await node.socket(TEXT, { user, role: "reader" });
  socket.askState();
  await calm();
  return socket;
}

function presence(...states: [client: number, clock: number, state: unknown][]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, states.length);
  for (const [client, clock, state] of states) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, JSON.stringify(state));
  }
  return encoding.toUint8Array(encoder);
}

/** Who a socket was told is here, by client id, and forgets. */
async function present(socket: TestSocket): Promise<string> {
  await vi.advanceTimersByTimeAsync(250);
  const lines = socket.heard.splice(0).filter((line) => line.startsWith("presence"));
  return lines.join("\n").replace(/\{"user":\{"id":"(\w+)"[^}]*\},"cursor":null\}/g, "$1");
}

describe("changes", () => {
  it("reach the sockets of other nodes by a hint, without a read of the log", async () => {
    const writer = await one.socket(TEXT, { user: "ann" });
    const far = await reader(other, "bob");
    const typing = new TextClient(100, SEED);
    const type = async (text: string): Promise<void> => {
      typing.edit({ do: "type", at: 0, text });
      for (const update of typing.outbox.splice(0)) writer.update(update);
      await delivered();
    };
    await type("NEW ");
    expect(textOf(far)).toBe("NEW one two three");
    // Only the first under a client id that nobody has claimed makes the writer's own node look.
    const { repairs } = log;
    await type("VERY ");
    expect(textOf(far)).toBe("VERY NEW one two three");
    expect(log.repairs).toBe(repairs);
  });

  it("are read from the log where the hint was lost, within the interval of repair", async () => {
    const writer = await one.socket(TEXT, { user: "ann" });
    const far = await reader(other, "bob");
    writer.update(typed("NEW "));
    await lost();
    expect(textOf(far)).toBe("one two three");
    await vi.advanceTimersByTimeAsync(6000);
    expect(textOf(far)).toBe("NEW one two three");
  });

  it("are read from the log every second while the bus is down, and at once when it is back", async () => {
    const writer = await one.socket(TEXT, { user: "ann" });
    const far = await reader(other, "bob");
    net.cut();
    writer.update(typed("NEW "));
    await vi.advanceTimersByTimeAsync(1000);
    expect(textOf(far)).toBe("NEW one two three");
    writer.update(typed("MORE ", 101));
    await calm();
    net.mend();
    await calm();
    expect(textOf(far)).toContain("MORE");
  });

  it("that a client saw on the node it comes from are not taken for its own where they have not arrived", async () => {
    await other.room(TEXT);
    await calm();
    const writer = await one.socket(TEXT, { user: "ann" });
    writer.update(typed("NEW "));
    await lost();
    const mover = await other.socket(TEXT, { user: "bob" });
    mover.hello();
    mover.update(typed("NEW "));
    mover.update(typed("MORE ", 101));
    await calm();
    expect([mover.closed, mover.heard.filter((line) => line.startsWith("refused"))]).toEqual([null, []]);
    const { claims } = await log.load(TEXT);
    expect(claims).toEqual([
      { client: 100, userId: "ann" },
      { client: 101, userId: "bob" },
    ]);
  });

  it("of the time between loading a room and following it are not missed", async () => {
    const writer = await one.socket(TEXT, { user: "ann" });
    const far = await reader(other, "bob");
    // Written after the load by one whose hint nobody here could hear.
    log.write({ documentId: TEXT, entries: [{ bytes: typed("NEW "), userId: null }], claims: [] });
    const third = new MemoryNode("third", net, log);
    vi.spyOn(log, "load").mockImplementationOnce(async () => ({ seq: 1, snapshot: null, entries: [SEED], claims: [] }));
    const late = await third.socket(TEXT, { user: "eve", role: "reader" });
    await vi.advanceTimersByTimeAsync(10);
    late.askState();
    await calm();
    expect(textOf(late)).toBe("NEW one two three");
    await third.stop();
    expect([writer.closed, far.closed]).toEqual([null, null]);
  });
});

describe("presence", () => {
  const caret = { cursor: null };

  it("crosses nodes both ways, and to one who comes later", async () => {
    const ann = await one.socket(TEXT, { user: "ann" });
    const bob = await other.socket(TEXT, { user: "bob" });
    ann.presence(presence([1, 1, caret]));
    bob.presence(presence([2, 1, caret]));
    await vi.advanceTimersByTimeAsync(250);
    await delivered();
    expect(await present(bob)).toContain("1@1 ann");
    expect(await present(ann)).toContain("2@1 bob");
    const third = new MemoryNode("third", net, log);
    const eve = await third.socket(TEXT, { user: "eve" });
    await delivered();
    const seen = await present(eve);
    expect(seen).toContain("1@1 ann");
    expect(seen).toContain("2@1 bob");
    await third.stop();
  });

  it("is known to both of two nodes that open a room at once, before either hears the other", async () => {
    // A real bus takes a moment to subscribe.
    for (const [bus, moment] of [
      [one.bus, 40],
      [other.bus, 60],
    ] as const) {
      const { follow } = bus;
      vi.spyOn(bus, "follow").mockImplementation(async (documentId) => {
        await new Promise((resolve) => setTimeout(resolve, moment));
        return follow.call(bus, documentId);
      });
    }
    const [ann, bob] = await Promise.all([one.socket(TEXT, { user: "ann" }), other.socket(TEXT, { user: "bob" })]);
    ann.presence(presence([1, 1, caret]));
    bob.presence(presence([2, 1, caret]));
    for (let moment = 0; moment < 10; moment++) {
      await vi.advanceTimersByTimeAsync(10);
      await delivered();
    }
    expect(await present(bob)).toContain("1@1 ann");
    expect(await present(ann)).toContain("2@1 bob");
  });

  it("ends with the socket, with the last socket of a node, and with a node that stops", async () => {
    const ann = await one.socket(TEXT, { user: "ann" });
    const amy = await one.socket(TEXT, { user: "amy" });
    const bob = await other.socket(TEXT, { user: "bob" });
    ann.presence(presence([1, 1, caret]));
    amy.presence(presence([3, 1, caret]));
    await vi.advanceTimersByTimeAsync(250);
    await delivered();
    await present(bob);
    await one.leave(TEXT, amy);
    await vi.advanceTimersByTimeAsync(250);
    await delivered();
    expect(await present(bob)).toMatch(/^presence 3@1 null$/);
    await one.leave(TEXT, ann);
    await delivered();
    expect(await present(bob)).toMatch(/^presence 1@1 null$/);

    const again = await one.socket(TEXT, { user: "ann" });
    again.presence(presence([4, 1, caret]));
    await vi.advanceTimersByTimeAsync(250);
    await delivered();
    expect(await present(bob)).toContain("4@1 ann");
    await one.cluster.leave();
    await delivered();
    expect(await present(bob)).toMatch(/^presence 4@1 null$/);
  });

  it("of a node that died ends after its silence; of a living one that lost a message it is told again", async () => {
    const ann = await one.socket(TEXT, { user: "ann" });
    const bob = await other.socket(TEXT, { user: "bob" });
    ann.presence(presence([1, 1, caret]));
    // Lost on the way.
    await vi.advanceTimersByTimeAsync(250);
    await lost();
    expect(await present(bob)).toBe("");
    await vi.advanceTimersByTimeAsync(10_000);
    await delivered();
    expect(await present(bob)).toContain("1@1 ann");
    // A killed process: no goodbye.
    one.bus.turn(false);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await present(bob)).toBe("");
    await vi.advanceTimersByTimeAsync(7000);
    expect(await present(bob)).toMatch(/^presence 1@1 null$/);
  });
});

describe("text markers", () => {
  const marker = (n: number) => ({ replica: "r", n });

  it("that another node has are waited for, and the text is read up to them", async () => {
    const writer = await one.socket(TEXT, { user: "ann" });
    await other.room(TEXT);
    await other.room(NOTES);
    const reached = other.engine.markers.reached(TEXT, "ann", marker(1), 10_000);
    writer.update(typed("NEW "));
    await calm();
    one.engine.markers.advance(TEXT, "ann", marker(1));
    await calm();
    // The hint is lost, question and answer are not.
    vi.spyOn(await other.room(TEXT), "hint").mockImplementation(() => {});
    await delivered();
    expect(await reached).toBe(true);
    expect((await other.engine.text("b")).map.text).toBe("NEW one two three");
  });

  it("that are reached only after the question are answered then", async () => {
    const waiting = other.engine.markers.reached(TEXT, "ann", marker(3), 10_000);
    await delivered();
    one.engine.markers.advance(TEXT, "ann", marker(2));
    one.engine.markers.advance(TEXT, "bob", marker(3));
    await delivered();
    one.engine.markers.advance(TEXT, "ann", marker(4));
    await delivered();
    expect(await waiting).toBe(true);
  });

  it("are asked for again when the question was lost", async () => {
    one.engine.markers.advance(TEXT, "ann", marker(1));
    const waiting = other.engine.markers.reached(TEXT, "ann", marker(1), 10_000);
    await lost();
    await vi.advanceTimersByTimeAsync(1000);
    await delivered();
    expect(await waiting).toBe(true);
  });

  it("that nobody has are given up, sooner while nobody can be asked", async () => {
    const began = Date.now();
    const waiting = other.engine.markers.reached(TEXT, "ann", marker(1), 10_000).then(() => Date.now() - began);
    await vi.advanceTimersByTimeAsync(11_000);
    expect(await waiting).toBe(10_000);
    net.cut();
    const from = Date.now();
    const alone = other.engine.markers.reached(TEXT, "ann", marker(1), 10_000).then(() => Date.now() - from);
    await vi.advanceTimersByTimeAsync(11_000);
    expect(await alone).toBeLessThan(5000);
  });
});

describe("what else nodes tell each other", () => {
  it("changes of access, bulletins that are closed, and notices", async () => {
    const socket = await other.socket(NOTES, { user: "bob" });
    socket.hello();
    one.cluster.accessChanged("bob");
    one.cluster.bulletinClosed("b");
    one.engine.notify("b", { type: "bulletin", title: "T", author: null, source: null, deleted: false });
    await delivered();
    expect(other.asked).toEqual(["recheck bob", "close b"]);
    expect(one.asked).toEqual([]);
    expect(socket.heard).toEqual(["kind 106"]);
  });

  it("while the bus is down access is looked up every second instead", async () => {
    net.cut();
    await vi.advanceTimersByTimeAsync(3000);
    expect(other.asked).toEqual(["recheck all", "recheck all", "recheck all"]);
    net.mend();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(other.asked).toHaveLength(4);
  });
});
