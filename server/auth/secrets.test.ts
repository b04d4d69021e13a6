import { describe, expect, it } from "vitest";
import { hashSecret, isTokenShaped, newLinkSecret, newToken } from "./secrets.ts";

describe("secrets", () => {
  it("makes tokens of 32 random bytes that are recognised", () => {
    const token = newToken();
    expect(Buffer.from(token.slice("glossa_".length), "base64url")).toHaveLength(32);
    expect(isTokenShaped(token)).toBe(true);
    expect(newToken()).not.toBe(token);
    expect(newLinkSecret()).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it("takes nothing longer, shorter or of another prefix for a token", () => {
    const token = newToken();
    for (const wrong of [`${token}A`, token.slice(0, -1), token.slice(7), `${token}\n`, "", "glossa_"]) {
      expect(isTokenShaped(wrong)).toBe(false);
    }
  });

  it("hashes with SHA-256 (FIPS 180-2, B.1)", () => {
    expect(hashSecret("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});
