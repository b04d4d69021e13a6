import { describe, expect, it } from "vitest";
import { hashPassword, isPasswordOf } from "./passwords.ts";

describe("passwords", () => {
  it("hashes with argon2id and the parameters that OWASP names", async () => {
    expect(await hashPassword("correct horse battery")).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it("knows the password and no other, and nobody's for a missing account", async () => {
    const hash = await hashPassword("correct horse battery");
    expect(await isPasswordOf(hash, "correct horse battery")).toBe(true);
    expect(await isPasswordOf(hash, "Correct horse battery")).toBe(false);
    expect(await isPasswordOf(null, "correct horse battery")).toBe(false);
  });

  it("takes two encodings of the same letters for one password", async () => {
    const hash = await hashPassword("Zürich im März".normalize("NFC"));
    expect(await isPasswordOf(hash, "Zürich im März".normalize("NFD"))).toBe(true);
  });
});
