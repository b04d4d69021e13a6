import { describe, expect, it } from "vitest";
import { isSiteOrigin } from "./own-origin.ts";

const local = { hosts: ["127.0.0.1:3000"], authUrl: null };

describe("isSiteOrigin", () => {
  it("takes the host that the request was sent to, and no other port, name or scheme", () => {
    expect(isSiteOrigin("http://127.0.0.1:3000", local)).toBe(true);
    expect(isSiteOrigin("http://127.0.0.1:3001", local)).toBe(false);
    expect(isSiteOrigin("http://localhost:3000", local)).toBe(false);
    expect(isSiteOrigin("http://127.0.0.1:3000.evil.example", local)).toBe(false);
    expect(isSiteOrigin("chrome-extension://127.0.0.1:3000", local)).toBe(false);
    expect(isSiteOrigin("null", local)).toBe(false);
    expect(isSiteOrigin("", local)).toBe(false);
  });

  it("reads a default port written out as none", () => {
    expect(isSiteOrigin("https://glossa.example", { hosts: ["glossa.example:443"], authUrl: null })).toBe(true);
    expect(isSiteOrigin("https://glossa.example", { hosts: ["glossa.example:80"], authUrl: null })).toBe(false);
  });

  it("takes the configured address behind a proxy that sends another host, but not its unencrypted twin", () => {
    const site = { hosts: ["glossa.example", "10.0.0.5:3000"], authUrl: "https://glossa.example/" };
    expect(isSiteOrigin("https://glossa.example", { ...site, hosts: ["10.0.0.5:3000"] })).toBe(true);
    expect(isSiteOrigin("http://glossa.example", site)).toBe(false);
    expect(isSiteOrigin("http://10.0.0.5:3000", site)).toBe(true);
  });

  it("takes nothing when no host is known", () => {
    expect(isSiteOrigin("http://127.0.0.1:3000", { hosts: [null, undefined, ""], authUrl: null })).toBe(false);
  });
});
