import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import type { Role } from "../../domain/permissions/permissions.ts";
import { createMetricsGate } from "./metrics-gate.ts";

function request(peer: string, headers: Record<string, string> = {}): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, "remoteAddress", { value: peer });
  return Object.assign(new IncomingMessage(socket), { headers });
}

const people = new Map<string, Role>([
  ["of-owner", "owner"],
  ["of-editor", "editor"],
]);
const byToken = async (token: string) => {
  const role = people.get(token);
  return role ? { role } : null;
};
const bearer = (token: string) => request("203.0.113.7", { authorization: `Bearer ${token}` });

describe("the gate of the metrics", () => {
  const gate = createMetricsGate({ byToken });

  it.each(["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"])(
    "opens to a program on this machine, at %s",
    async (peer) => {
      expect(await gate(request(peer))).toBe("allowed");
    },
  );

  it.each(["203.0.113.7", "10.0.0.1", "::ffff:10.0.0.1", "fe80::1", ""])(
    "is shut to %s without a token",
    async (peer) => {
      expect(await gate(request(peer))).toBe("forbidden");
    },
  );

  it.each(["x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-host", "x-forwarded-proto", "via"])(
    "is shut to what came through a proxy on this machine, known by %s",
    async (header) => {
      expect(await gate(request("127.0.0.1", { [header]: "127.0.0.1" }))).toBe("forbidden");
      expect(await gate(request("127.0.0.1", { [header]: "1", authorization: "Bearer of-owner" }))).toBe("allowed");
    },
  );

  it("opens to an owner's token alone", async () => {
    expect(await gate(bearer("of-owner"))).toBe("allowed");
    expect(await gate(bearer("of-editor"))).toBe("forbidden");
    expect(await gate(bearer("of-nobody"))).toBe("forbidden");
    expect(await gate(request("203.0.113.7", { authorization: "Basic of-owner" }))).toBe("forbidden");
  });
});

describe("the gate without a database", () => {
  function setUp() {
    const state = { isDown: false, role: "owner" as Role };
    const gate = createMetricsGate({
      byToken: async () => {
        if (state.isDown) throw new Error("no database");
        return { role: state.role };
      },
    });
    return { state, gate };
  }

  it("lets in the tokens that it knew as an owner's, and can't tell of others", async () => {
    const { state, gate } = setUp();
    await gate(bearer("known"));
    state.isDown = true;
    expect(await gate(bearer("known"))).toBe("allowed");
    expect(await gate(bearer("other"))).toBe("unknown");
    expect(await gate(request("127.0.0.1"))).toBe("allowed");
  });

  it("forgets one whose owner is an owner no more", async () => {
    const { state, gate } = setUp();
    await gate(bearer("known"));
    state.role = "reader";
    expect(await gate(bearer("known"))).toBe("forbidden");
    state.isDown = true;
    expect(await gate(bearer("known"))).toBe("unknown");
  });

  it("waits for a database that hangs only so long", async () => {
    const gate = createMetricsGate({ byToken: () => new Promise(() => {}), limitMs: 1 });
    expect(await gate(bearer("any"))).toBe("unknown");
  });
});
