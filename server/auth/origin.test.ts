import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { isLoopback, isOwnOrigin } from "./origin.ts";

/** What the server makes of a real request with these headers, `PORT` standing for its port. */
async function ownOrigin(headers: Record<string, string>, authUrl: string | null): Promise<boolean> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const arrived = new Promise<IncomingMessage>((resolve) => {
    server.once("request", (incoming, response) => {
      response.end();
      resolve(incoming);
    });
  });
  const named = Object.entries(headers).map(([key, value]) => [key, value.replace("PORT", String(port))]);
  request({ host: "127.0.0.1", port, headers: Object.fromEntries(named) }).end();
  const result = isOwnOrigin(await arrived, authUrl);
  await new Promise((resolve) => server.close(resolve));
  return result;
}

describe("isOwnOrigin", () => {
  it("wants an Origin that is the host asked for", async () => {
    expect(await ownOrigin({ origin: "http://127.0.0.1:PORT" }, null)).toBe(true);
    expect(await ownOrigin({ origin: "http://127.0.0.1:1" }, null)).toBe(false);
    expect(await ownOrigin({ origin: "http://evil.example" }, null)).toBe(false);
    expect(await ownOrigin({ origin: "null" }, null)).toBe(false);
    expect(await ownOrigin({}, null)).toBe(false);
  });

  it("believes a proxy on this machine, and the configured address", async () => {
    const proxied = { origin: "https://glossa.example", host: "127.0.0.1:3000" };
    expect(await ownOrigin(proxied, null)).toBe(false);
    expect(await ownOrigin({ ...proxied, "x-forwarded-host": "glossa.example" }, null)).toBe(true);
    expect(await ownOrigin(proxied, "https://glossa.example")).toBe(true);
  });

  it("knows loopback addresses", () => {
    expect(["127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1"].every(isLoopback)).toBe(true);
    expect(["10.0.0.1", "::ffff:10.0.0.1", "127.0.0.1.evil", "", undefined].some(isLoopback)).toBe(false);
  });
});
