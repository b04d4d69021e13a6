import { encode } from "next-auth/jwt";
import { describe, expect, it } from "vitest";
import { sessionFromRequest } from "./session-from-request.ts";

const SECRET = "a secret for tests only, of some length";
const PLAIN = "authjs.session-token";
const SECURE = `__Secure-${PLAIN}`;
const claims = {
  userId: "6f1e2c5a-2f0b-4b8e-9a51-0d6c1a3b7e10",
  sessionId: "0b9d3c44-7d8e-4c2f-8f3a-5e6a7b8c9d01",
};

const cookieOf = (name: string, token: object = claims, options: { secret?: string; maxAge?: number } = {}) =>
  encode({ token, secret: options.secret ?? SECRET, salt: name, maxAge: options.maxAge ?? 3600 });

const read = (headers: Record<string, string>) => sessionFromRequest({ headers }, SECRET);

describe("sessionFromRequest", () => {
  it.each([PLAIN, SECURE])("reads %s as Auth.js wrote it", async (name) => {
    expect(await read({ cookie: `other=1; ${name}=${await cookieOf(name)}` })).toEqual(claims);
  });

  it.each([PLAIN, SECURE])("reads %s in chunks, in any order", async (name) => {
    const value = await cookieOf(name);
    const chunks = Array.from(
      { length: 12 },
      (_, part) => `${name}.${part}=${value.slice(part * 40, part === 11 ? undefined : part * 40 + 40)}`,
    );
    expect(await read({ cookie: chunks.reverse().join("; ") })).toEqual(claims);
  });

  it("prefers the secure cookie, and falls back when it is stale", async () => {
    const plain = { ...claims, sessionId: "11111111-1111-4111-8111-111111111111" };
    const plainCookie = `${PLAIN}=${await cookieOf(PLAIN, plain)}`;
    expect(await read({ cookie: `${plainCookie}; ${SECURE}=${await cookieOf(SECURE)}` })).toEqual(claims);
    expect(
      await read({ cookie: `${plainCookie}; ${SECURE}=${await cookieOf(SECURE, claims, { maxAge: -60 })}` }),
    ).toEqual(plain);
  });

  it("takes nothing forged, expired, renamed or of another shape", async () => {
    expect(await read({})).toBeNull();
    expect(await read({ cookie: `${PLAIN}=nonsense` })).toBeNull();
    expect(
      await read({ cookie: `${PLAIN}=${await cookieOf(PLAIN, claims, { secret: "another secret" })}` }),
    ).toBeNull();
    expect(await read({ cookie: `${PLAIN}=${await cookieOf(PLAIN, claims, { maxAge: -60 })}` })).toBeNull();
    expect(await read({ cookie: `${PLAIN}=${await cookieOf(SECURE)}` })).toBeNull();
    expect(await read({ cookie: `${PLAIN}=${await cookieOf(PLAIN, { userId: claims.userId })}` })).toBeNull();
    expect(await read({ cookie: `${PLAIN}=${await cookieOf(PLAIN, { ...claims, sessionId: "x" })}` })).toBeNull();
  });

  it("does not take a bearer token for a cookie", async () => {
    const value = await cookieOf(PLAIN);
    expect(await read({ authorization: `Bearer ${value}` })).toBeNull();
    expect(await read({ cookie: "other=1", authorization: `Bearer ${value}` })).toBeNull();
  });
});
