import * as encoding from "lib0/encoding";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MemoryLog } from "../../tests/support/memory-log.ts";
import { TestSocket } from "../../tests/support/test-socket.ts";
import { Hub } from "./hub.ts";
import { NO_METRICS } from "./metrics.ts";
import { colourOf, Presence } from "./presence.ts";
import type { Room } from "./room.ts";

let room: Room;
let hub: Hub;
let presence: Presence;

const options = () => ({
  logger: pino({ level: "silent" }),
  metrics: NO_METRICS,
  isShared: false,
  onLoaded: () => {},
  onUnloaded: () => {},
  onCommitted: () => {},
});

beforeEach(async () => {
  vi.useFakeTimers();
  hub = new Hub({ ...options(), log: new MemoryLog("b/text") });
  room = await hub.room("b/text");
  presence = new Presence(room.sockets);
});
afterEach(() => {
  presence.destroy();
  hub.stop();
  vi.useRealTimers();
});

type State = [client: number, clock: number, state: unknown];

function encodeStates(...states: State[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, states.length);
  for (const [client, clock, state] of states) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, JSON.stringify(state));
  }
  return encoding.toUint8Array(encoder);
}

const say = (from: TestSocket, ...states: State[]): void => presence.receive(from.connection, encodeStates(...states));

/** What a socket hears after the window, and forgets. */
function heard(socket: TestSocket): string[] {
  vi.advanceTimersByTime(100);
  return socket.heard.splice(0);
}

const shown = (client: number, clock: number, user: string, cursor: unknown = null): string =>
  `${client}@${clock} ${JSON.stringify({ user: { id: user, name: user, colour: colourOf(user) }, cursor })}`;

describe("presence", () => {
  it("is signed with the session's person, whatever the client says", () => {
    const [ann, bob] = [new TestSocket(room, { user: "ann" }), new TestSocket(room, { user: "bob" })];
    say(ann, [
      1,
      1,
      { user: { id: "bob", name: "The owner", colour: "x" }, cursor: { anchor: 1, head: 2 }, more: "x" },
    ]);
    expect(heard(bob)).toEqual([`presence ${shown(1, 1, "ann", { anchor: 1, head: 2 })}`]);
  });

  it("leaves out carets of impossible size", () => {
    const [ann, bob] = [new TestSocket(room, { user: "ann" }), new TestSocket(room, { user: "bob" })];
    say(ann, [1, 1, { cursor: "x".repeat(5000) }]);
    expect(heard(bob)).toEqual([`presence ${shown(1, 1, "ann")}`]);
  });

  it("gathers many changes into one frame", () => {
    const [ann, bob] = [new TestSocket(room, { user: "ann" }), new TestSocket(room, { user: "bob" })];
    say(ann, [1, 1, {}]);
    say(bob, [2, 1, {}]);
    say(ann, [1, 2, {}]);
    expect(heard(bob)).toEqual([`presence ${shown(1, 2, "ann")}; ${shown(2, 1, "bob")}`]);
  });

  it("drops what a client says of others", () => {
    const [ann, bob] = [new TestSocket(room, { user: "ann" }), new TestSocket(room, { user: "bob" })];
    say(ann, [1, 1, {}]);
    say(bob, [2, 1, {}]);
    heard(bob);
    heard(ann);
    say(bob, [1, 9, { cursor: "stolen" }]);
    say(bob, [1, 9, null]);
    say(bob, [1, 9, {}], [2, 2, { cursor: "mine" }]);
    say(bob, [3, 1, {}]);
    expect(heard(ann)).toEqual([`presence ${shown(2, 2, "bob", "mine")}`]);
  });

  it("drops old news", () => {
    const ann = new TestSocket(room, { user: "ann" });
    say(ann, [1, 5, { cursor: "new" }]);
    heard(ann);
    say(ann, [1, 4, { cursor: "old" }]);
    say(ann, [1, 5, { cursor: "same" }]);
    say(ann, [1, 4, null]);
    expect(heard(ann)).toEqual([]);
  });

  it("ends with the connection, at the same clock, and an echo does not bring it back", () => {
    const [ann, bob] = [new TestSocket(room, { user: "ann" }), new TestSocket(room, { user: "bob" })];
    say(ann, [1, 5, {}]);
    say(bob, [2, 1, {}]);
    heard(bob);
    presence.leave(ann.connection);
    expect(heard(bob)).toEqual(["presence 1@5 null"]);
    say(bob, [1, 5, null]);
    say(bob, [1, 5, { user: { id: "ann" } }]);
    expect(heard(bob)).toEqual([]);
  });

  it("is back when the client comes back within the window with the clock it had", () => {
    const [ann, bob] = [new TestSocket(room, { user: "ann" }), new TestSocket(room, { user: "bob" })];
    say(ann, [1, 5, {}]);
    heard(bob);
    presence.leave(ann.connection);
    const again = new TestSocket(room, { user: "ann" });
    say(again, [1, 5, { cursor: "back" }]);
    expect(heard(bob)).toEqual([`presence ${shown(1, 5, "ann", "back")}`]);
  });

  it("stays when a person's other tab echoes it and is closed", () => {
    const [one, two] = [new TestSocket(room, { user: "ann" }), new TestSocket(room, { user: "ann" })];
    say(one, [1, 1, {}]);
    say(two, [2, 1, {}]);
    say(two, [1, 1, {}]);
    heard(one);
    heard(two);
    presence.leave(two.connection);
    expect(heard(one)).toEqual(["presence 2@1 null"]);
    heard(two);
    presence.leave(one.connection);
    expect(heard(two)).toEqual(["presence 1@1 null"]);
  });

  it("shows those who are here to one who joins", () => {
    const [ann, bob] = [new TestSocket(room, { user: "ann" }), new TestSocket(room, { user: "bob" })];
    presence.sendAll(bob.connection);
    expect(bob.heard).toEqual([]);
    say(ann, [1, 1, {}]);
    say(bob, [2, 1, {}]);
    presence.leave(ann.connection);
    const joiner = new TestSocket(room, { user: "cat" });
    presence.sendAll(joiner.connection);
    expect(joiner.heard).toEqual([`presence ${shown(2, 1, "bob")}`]);
  });

  it("of a client that is back before its old socket ended stays when that ends", () => {
    const [old, bob] = [new TestSocket(room, { user: "ann" }), new TestSocket(room, { user: "bob" })];
    say(old, [1, 5, {}]);
    heard(bob);
    const again = new TestSocket(room, { user: "ann" });
    say(again, [1, 5, {}]);
    presence.leave(old.connection);
    expect(heard(bob)).toEqual([]);
    presence.leave(again.connection);
    expect(heard(bob)).toEqual(["presence 1@5 null"]);
  });

  it("of a client that went silent can't be taken over by another person", () => {
    const [ann, eve, bob] = ["ann", "eve", "bob"].map((user) => new TestSocket(room, { user }));
    if (!ann || !eve || !bob) throw new Error("There are three.");
    say(ann, [1, 1, {}]);
    say(ann, [1, 2, null]);
    heard(bob);
    say(eve, [1, 9, {}]);
    say(ann, [1, 3, { cursor: "mine" }]);
    expect(heard(bob)).toEqual([`presence ${shown(1, 3, "ann", "mine")}`]);
    say(ann, [1, 4, null]);
    heard(bob);
    presence.leave(ann.connection);
    say(eve, [1, 5, {}]);
    expect(heard(bob)).toEqual([`presence ${shown(1, 5, "eve")}`]);
  });

  it("can't be read when it is broken", () => {
    const ann = new TestSocket(room, { user: "ann" });
    expect(() => presence.receive(ann.connection, new Uint8Array([200, 1]))).toThrow();
    const encoder = encoding.createEncoder();
    for (const number of [1, 1, 1]) encoding.writeVarUint(encoder, number);
    encoding.writeVarString(encoder, "{");
    expect(() => presence.receive(ann.connection, encoding.toUint8Array(encoder))).toThrow();
  });
});

/** How often a socket hears of presence within a time, in milliseconds. */
function framesWithin(socket: TestSocket, time: number): number {
  vi.advanceTimersByTime(time);
  return socket.heard.splice(0).length;
}

describe("the frames of presence", () => {
  it("leave out the socket that they are of", () => {
    const [ann, bob] = [new TestSocket(room, { user: "ann" }), new TestSocket(room, { user: "bob" })];
    say(ann, [1, 1, {}]);
    vi.advanceTimersByTime(1);
    expect(ann.heard).toEqual([]);
    expect(bob.heard).toHaveLength(1);
  });

  it("come at once after a quiet time, then at most every 30 ms, latest state last", () => {
    const [ann, bob] = [new TestSocket(room, { user: "ann" }), new TestSocket(room, { user: "bob" })];
    say(ann, [1, 1, {}]);
    expect(framesWithin(bob, 1)).toBe(1);
    for (let clock = 2; clock < 1002; clock++) {
      say(ann, [1, clock, { cursor: clock }]);
      vi.advanceTimersByTime(0.1);
    }
    expect(bob.heard.length).toBeLessThanOrEqual(4);
    vi.advanceTimersByTime(100);
    expect(bob.heard.at(-1)).toBe(`presence ${shown(1, 1001, "ann", 1001)}`);
    expect(ann.closed).toBeNull();
  });

  it("are at most 1,000 a second in a room, whatever moves in it", () => {
    const sockets = Array.from({ length: 200 }, (_, index) => new TestSocket(room, { user: `u${index}` }));
    const [reader] = sockets;
    if (!reader) throw new Error("Nobody is here.");
    let clock = 0;
    let moves = 0;
    for (let time = 0; time < 1000; time += 5) {
      sockets.forEach((socket, index) => {
        if (index % 200 !== (time / 5) % 200) return;
        say(socket, [index + 1, ++clock, { cursor: clock }]);
        moves++;
      });
      vi.advanceTimersByTime(5);
    }
    expect(moves).toBe(200);
    expect(framesWithin(reader, 200)).toBeLessThanOrEqual(6);
  });

  it("do not repeat what is only renewed, but say it before others forget", () => {
    const sockets = Array.from({ length: 20 }, (_, index) => new TestSocket(room, { user: `u${index}` }));
    const [reader] = sockets;
    if (!reader) throw new Error("Nobody is here.");
    const renew = (clock: number): void => {
      sockets.forEach((socket, index) => {
        say(socket, [index + 1, clock, { cursor: 7 }]);
        vi.advanceTimersByTime(50);
      });
    };
    renew(1);
    framesWithin(reader, 15_000);
    renew(2);
    expect(framesWithin(reader, 0)).toBe(0);
    vi.advanceTimersByTime(8000);
    expect(reader.heard).toHaveLength(1);
    expect(reader.heard[0]?.match(/@2 /g)).toHaveLength(20);
  });

  it("show one at once whom others do not know by its first message, for its clock was 0", () => {
    const [ann, bob] = [new TestSocket(room, { user: "ann" }), new TestSocket(room, { user: "bob" })];
    say(ann, [1, 0, {}]);
    heard(bob);
    say(ann, [1, 1, { cursor: null }]);
    expect(heard(bob)).toEqual([`presence ${shown(1, 1, "ann")}`]);
    say(ann, [1, 2, { cursor: null }]);
    expect(heard(bob)).toEqual([]);
  });

  it("take renewals with them when they go out anyway", () => {
    const [ann, bob, cat] = ["ann", "bob", "cat"].map((user) => new TestSocket(room, { user }));
    if (!ann || !bob || !cat) throw new Error("There are three.");
    say(ann, [1, 1, {}]);
    say(bob, [2, 1, {}]);
    heard(cat);
    say(ann, [1, 2, {}]);
    say(bob, [2, 2, { cursor: "moved" }]);
    expect(heard(cat)).toEqual([`presence ${shown(2, 2, "bob", "moved")}; ${shown(1, 2, "ann")}`]);
    expect(framesWithin(cat, 20_000)).toBe(0);
  });

  it("are dropped for a reader that is behind, who gets all when it has read", () => {
    const counted: { sent: number; dropped: number }[] = [];
    presence = new Presence(room.sockets, {
      metrics: { ...NO_METRICS, presence: (frames) => void counted.push(frames) },
    });
    const ann = new TestSocket(room, { user: "ann", presence });
    const slow = new TestSocket(room, { user: "bob", presence });
    slow.stopReading();
    slow.hello();
    slow.connection.notify({
      type: "bulletin",
      title: "x".repeat(100_000),
      author: null,
      source: null,
      deleted: false,
    });
    say(ann, [1, 1, {}]);
    vi.advanceTimersByTime(100);
    expect(counted).toEqual([{ sent: 0, dropped: 1 }]);
    slow.heard.length = 0;
    slow.readOn();
    expect(slow.heard).toContain(`presence ${shown(1, 1, "ann")}`);
  });

  it("of impossible size are not even read", () => {
    const [ann, bob] = [new TestSocket(room, { user: "ann" }), new TestSocket(room, { user: "bob" })];
    const encoder = encoding.createEncoder();
    for (const number of [1, 1, 1]) encoding.writeVarUint(encoder, number);
    encoding.writeVarString(encoder, `{${"x".repeat(100_000)}`);
    presence.receive(ann.connection, encoding.toUint8Array(encoder));
    expect(heard(bob)).toEqual([`presence ${shown(1, 1, "ann")}`]);
  });
});

describe("presence of other nodes", () => {
  let other: Presence;
  let otherRoom: Room;
  beforeEach(async () => {
    hub.stop();
    hub = new Hub({ ...options(), log: new MemoryLog("b/text", "c/text") });
    otherRoom = await hub.room("c/text");
    presence = new Presence(room.sockets, { onLocalChange: (update) => other.takeRemote("here", update) });
    other = new Presence(otherRoom.sockets, { onLocalChange: (update) => presence.takeRemote("there", update) });
  });
  afterEach(() => other.destroy());

  it("is shown as it is here, in both directions, and is not sent back", () => {
    const [ann, bob] = [new TestSocket(room, { user: "ann" }), new TestSocket(otherRoom, { user: "bob" })];
    say(ann, [1, 1, { cursor: 1 }]);
    expect(heard(bob)).toEqual([`presence ${shown(1, 1, "ann", 1)}`]);
    expect(heard(ann)).toEqual([]);
    presence.leave(ann.connection);
    expect(heard(bob)).toEqual(["presence 1@1 null"]);
  });

  it("is what one who opens a room elsewhere is told", () => {
    const [ann, bob] = [new TestSocket(room, { user: "ann" }), new TestSocket(otherRoom, { user: "bob" })];
    expect(presence.local()).toBeNull();
    say(ann, [1, 1, {}]);
    other.takeRemote("elsewhere", encodeStates([9, 1, { user: { id: "cat", name: "Cat" } }]));
    const local = presence.local();
    if (!local) throw new Error("Ann is here.");
    other.takeRemote("here", local);
    heard(bob);
    expect(other.local()).toBeNull();
    other.sendAll(bob.connection);
    expect(bob.heard).toEqual([expect.stringContaining(shown(1, 1, "ann"))]);
  });

  it("goes with its node", () => {
    const [ann, bob] = [new TestSocket(room, { user: "ann" }), new TestSocket(otherRoom, { user: "bob" })];
    say(ann, [1, 1, {}]);
    heard(bob);
    other.dropNode("another");
    expect(heard(bob)).toEqual([]);
    other.dropNode("here");
    expect(heard(bob)).toEqual(["presence 1@1 null"]);
  });

  it("of a client that moved over here does not end with the node that it left", () => {
    const [ann, bob] = [new TestSocket(room, { user: "ann" }), new TestSocket(otherRoom, { user: "bob" })];
    say(ann, [1, 1, {}]);
    heard(bob);
    const moved = new TestSocket(otherRoom, { user: "ann" });
    other.receive(moved.connection, encodeStates([1, 1, {}]));
    presence.leave(ann.connection);
    expect(heard(bob)).toEqual([]);
    other.leave(moved.connection);
    expect(heard(bob)).toEqual(["presence 1@1 null"]);
  });

  it("can't be taken over by somebody else here", () => {
    const [ann, eve] = [new TestSocket(room, { user: "ann" }), new TestSocket(otherRoom, { user: "eve" })];
    const bob = new TestSocket(otherRoom, { user: "bob" });
    say(ann, [1, 1, {}]);
    heard(bob);
    other.receive(eve.connection, encodeStates([1, 9, { cursor: "stolen" }]));
    expect(heard(bob)).toEqual([]);
  });

  it("tells of the last who leaves, too", () => {
    const [ann, bob] = [new TestSocket(room, { user: "ann" }), new TestSocket(otherRoom, { user: "bob" })];
    say(ann, [1, 1, {}]);
    heard(bob);
    room.sockets.delete(ann.connection);
    presence.leave(ann.connection);
    presence.destroy();
    expect(heard(bob)).toEqual(["presence 1@1 null"]);
  });
});
