import * as encoding from "lib0/encoding";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MemoryLog } from "../../tests/support/memory-log.ts";
import { TestSocket } from "../../tests/support/test-socket.ts";
import { Hub } from "./hub.ts";
import { colourOf, Presence } from "./presence.ts";
import type { Room } from "./room.ts";

let room: Room;
let hub: Hub;
let presence: Presence;

beforeEach(async () => {
  vi.useFakeTimers();
  hub = new Hub({
    log: new MemoryLog("b/text"),
    logger: pino({ level: "silent" }),
    onLoaded: () => {},
    onUnloaded: () => {},
    onCommitted: () => {},
  });
  room = await hub.room("b/text");
  presence = new Presence(room.sockets);
});
afterEach(() => {
  presence.destroy();
  hub.stop();
  vi.useRealTimers();
});

type State = [client: number, clock: number, state: unknown];

function say(from: TestSocket, ...states: State[]): void {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, states.length);
  for (const [client, clock, state] of states) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, JSON.stringify(state));
  }
  presence.receive(from.connection, encoding.toUint8Array(encoder));
}

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
    const ann = new TestSocket(room, { user: "ann" });
    say(ann, [1, 1, { cursor: "x".repeat(5000) }]);
    expect(heard(ann)).toEqual([`presence ${shown(1, 1, "ann")}`]);
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
    say(bob, [1, 9, {}], [2, 2, {}]);
    say(bob, [3, 1, {}]);
    expect(heard(ann)).toEqual([`presence ${shown(2, 2, "bob")}`]);
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

  it("can't be read when it is broken", () => {
    const ann = new TestSocket(room, { user: "ann" });
    expect(() => presence.receive(ann.connection, new Uint8Array([200, 1]))).toThrow();
    const encoder = encoding.createEncoder();
    for (const number of [1, 1, 1]) encoding.writeVarUint(encoder, number);
    encoding.writeVarString(encoder, "{");
    expect(() => presence.receive(ann.connection, encoding.toUint8Array(encoder))).toThrow();
  });
});
