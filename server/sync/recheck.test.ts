import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Role } from "../../domain/permissions/permissions.ts";
import { CLOSE } from "../../domain/protocol/protocol.ts";
import { MemoryLog } from "../../tests/support/memory-log.ts";
import { TestSocket } from "../../tests/support/test-socket.ts";
import type { AccessOptions } from "./access.ts";
import { Hub } from "./hub.ts";
import { NO_METRICS } from "./metrics.ts";
import { type Entrance, recheck } from "./recheck.ts";
import type { Room } from "./room.ts";

let hub: Hub;
let room: Room;
/** What was looked up. */
let looks: string[];
/** Workspace roles by user; those who are not in it have left. */
let roles: Record<string, Role>;
let options: AccessOptions;

beforeEach(async () => {
  hub = new Hub({
    log: new MemoryLog("b/text"),
    logger: pino({ level: "silent" }),
    metrics: NO_METRICS,
    isShared: false,
    onLoaded: () => {},
    onUnloaded: () => {},
    onCommitted: () => {},
  });
  room = await hub.room("b/text");
  looks = [];
  roles = { ann: "editor", bob: "editor" };
  options = {
    authenticate: async (_, token) => {
      looks.push(`who ${token}`);
      if (token === "broken") throw new Error("The database is away.");
      const [user = ""] = token?.split("-") ?? [];
      const role = roles[user];
      return role ? { actor: { id: user, name: user, role }, workspaceId: "w", sessionId: null } : "signedOut";
    },
    roleOn: async ({ actor }, bulletinId) => {
      looks.push(`role of ${actor.id} on ${bulletinId}`);
      return bulletinId === "gone" ? null : actor.role;
    },
  };
});
afterEach(() => hub.stop());

const request = new IncomingMessage(new Socket());

function entrance(token: string, owner = "b1", room_: Entrance["target"]["room"] = "text") {
  const [user = ""] = token.split("-");
  const socket = new TestSocket(room, { user });
  socket.hello();
  return { socket, request, target: { owner, room: room_, token }, connection: socket.connection };
}

describe("rechecking", () => {
  it("looks up each token once and each user's role on a bulletin once", async () => {
    const all = [
      ...Array.from({ length: 300 }, () => entrance("ann-1")),
      entrance("ann-1", "b1", "annotations"),
      entrance("ann-2"),
      entrance("ann-2", "b2"),
      entrance("bob-1"),
    ];
    await recheck(all, options);
    expect(looks.sort()).toEqual([
      "role of ann on b1",
      "role of ann on b2",
      "role of bob on b1",
      "who ann-1",
      "who ann-2",
      "who bob-1",
    ]);
    expect(all.every(({ socket }) => socket.closed === null && socket.heard.length === 0)).toBe(true);
  });

  it("takes over a new role and says so", async () => {
    const [text, notes] = [entrance("ann-1"), entrance("ann-1", "b1", "annotations")];
    roles.ann = "annotator";
    await recheck([text, notes], options);
    expect(text.connection).toMatchObject({ canWrite: false, actor: { role: "annotator" } });
    expect(text.socket.heard).toEqual(["kind 106"]);
    expect(notes.socket.heard).toEqual(["kind 106"]);
    roles.ann = "owner";
    await recheck([text, notes], options);
    expect(text.connection.canWrite).toBe(true);
    expect(notes.connection.canWrite).toBe(false);
  });

  it("closes for those who have left, and where there is nothing any more", async () => {
    const [ann, bob, gone] = [entrance("ann-1"), entrance("bob-1"), entrance("ann-1", "gone")];
    delete roles.bob;
    await recheck([ann, bob, gone], options);
    expect([ann, bob, gone].map(({ socket }) => socket.closed)).toEqual([
      null,
      CLOSE.signedOut.code,
      CLOSE.notFound.code,
    ]);
  });

  it("of one that fails leaves its sockets as they are, and obeys the others", async () => {
    const [broken, bob] = [entrance("broken"), entrance("bob-1")];
    delete roles.bob;
    await expect(recheck([broken, bob], options)).rejects.toThrow("The database is away.");
    expect(broken.socket.closed).toBeNull();
    expect(bob.socket.closed).toBe(CLOSE.signedOut.code);
  });
});
