import { describe, expect, it } from "vitest";
import { bootSentence } from "./boot-error.ts";
import { readConfig } from "./config.ts";
import { JournalDamaged } from "./data/journal/record.ts";

const settings = readConfig({ DATABASE_URL: "postgresql://user:hush@db.example.org/glossa" }, "/here");
const coded = (code: string, more = {}) => Object.assign(new Error(code), { code, ...more });

describe("bootSentence", () => {
  it("names an occupied port", () => {
    expect(bootSentence(coded("EADDRINUSE", { syscall: "listen" }), settings)).toMatch(
      /^Port 3000 on 127\.0\.0\.1 is taken/,
    );
  });

  it.each([
    ["a refused connection", coded("ECONNREFUSED", { syscall: "connect" })],
    ["several addresses that all refuse", new AggregateError([coded("ECONNREFUSED", { syscall: "connect" })])],
    ["a wrong password", coded("28P01")],
    ["an error inside another", new Error("outer", { cause: coded("3D000") })],
    ["a server that does not answer", new Error("timeout expired")],
  ])("explains %s and keeps the password to itself", (_, error) => {
    const sentence = bootSentence(error, settings);
    expect(sentence).toMatch(/^The database glossa at db\.example\.org \(DATABASE_URL\) can't be used: .+\.$/);
    expect(sentence).not.toContain("hush");
  });

  it("tells an unknown database host from an unknown HOST", () => {
    const lookUp = (hostname: string) => coded("ENOTFOUND", { syscall: "getaddrinfo", hostname });
    expect(bootSentence(lookUp("db.example.org"), settings)).toMatch(/^The database .*host name is unknown/);
    expect(bootSentence(lookUp("127.0.0.1"), { ...settings, databaseUrl: null })).toMatch(/in HOST is unknown/);
  });

  it.each(["ENOSPC", "53100"])("says that the disk of the embedded database is full (%s)", (code) => {
    const embedded = { ...settings, databaseUrl: null };
    expect(bootSentence(coded(code), embedded)).toBe(
      `The disk that holds ${embedded.dataDir} is full. Free some space and start again.`,
    );
  });

  it("says that PostgreSQL's disk is full", () => {
    expect(bootSentence(coded("53100"), settings)).toMatch(/^The database .*: its disk is full\.$/);
  });

  it("says what to do about a damaged journal", () => {
    const sentence = bootSentence(new JournalDamaged("The file x is damaged at byte 7."), null);
    expect(sentence).toMatch(/^The folder journal in DATA_DIR can't be read: The file x is damaged at byte 7\. /);
  });

  it("leaves a fault of ours to the log", () => {
    expect(bootSentence(new TypeError("x is undefined"), settings)).toBeNull();
  });
});
