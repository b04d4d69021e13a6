import { describe, expect, it } from "vitest";
import { clientAddress, isFromThisMachine } from "./client-address.ts";

describe("clientAddress", () => {
  it.each([
    ["a peer from elsewhere, whatever it claims", "203.0.113.7", "198.51.100.1", "203.0.113.7"],
    ["this machine without a proxy", "127.0.0.1", undefined, "127.0.0.1"],
    ["what the proxy added, not what the client sent", "127.0.0.1", "1.1.1.1, 203.0.113.7", "203.0.113.7"],
    ["the last of several headers", "::1", ["1.1.1.1", "203.0.113.7"], "203.0.113.7"],
    ["an IPv4 peer on an IPv6 socket", "::ffff:127.0.0.1", "203.0.113.7", "203.0.113.7"],
    ["the peer where the header is no address", "127.0.0.1", "unknown", "127.0.0.1"],
    ["nothing for a socket that is gone", undefined, undefined, ""],
  ])("takes %s", (_, peer, forwarded, expected) => {
    expect(clientAddress(peer, forwarded)).toBe(expected);
  });
});

describe("isFromThisMachine", () => {
  it.each([
    ["a program on this machine", "127.0.0.1", {}, true],
    [
      "one that has headers of its own",
      "::1",
      { host: "localhost", "x-glossa-address": "::1", "x-request-id": "1" },
      true,
    ],
    ["one elsewhere", "203.0.113.7", {}, false],
    ["what a reverse proxy passes on", "127.0.0.1", { "x-forwarded-for": "127.0.0.1" }, false],
    ["a proxy that names itself alone", "127.0.0.1", { via: "1.1 proxy" }, false],
    ["a socket that is gone", undefined, {}, false],
  ])("is right about %s", (_, peer, headers, expected) => {
    expect(isFromThisMachine(peer, headers)).toBe(expected);
  });
});
