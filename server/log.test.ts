import { describe, expect, it, vi } from "vitest";
import { humanLine, loggerTo } from "./log.ts";

const HUSH = "a sentence that nobody else may read";

/** What is written for one line. */
function written(log: (logger: ReturnType<typeof loggerTo>) => void): string {
  const lines: string[] = [];
  log(loggerTo("trace", { write: (line) => void lines.push(line) }));
  return lines.join("");
}

class PrismaClientKnownRequestError extends Error {
  override name = "PrismaClientKnownRequestError";
  code = "P2002";
}

describe("the log", () => {
  it.each([
    "password",
    "token",
    "authorization",
    "cookie",
    "url",
    "text",
    "quote",
    "title",
    "comment",
    "envelope",
    "headers",
  ])("hides the field %s, also in another", (name) => {
    expect(written((logger) => logger.info({ [name]: HUSH }, "it happened"))).not.toContain(HUSH);
    expect(written((logger) => logger.info({ [name]: { inner: HUSH } }, "it happened"))).not.toContain(HUSH);
    expect(written((logger) => logger.debug({ command: { [name]: HUSH } }, "it happened"))).not.toContain(HUSH);
  });

  it("writes who and what: ids, codes, documents", () => {
    const line = written((logger) =>
      logger.debug({ user: "u1", document: "b1/text", code: 4403 }, "a socket was closed"),
    );
    expect(JSON.parse(line)).toMatchObject({ user: "u1", document: "b1/text", code: 4403, msg: "a socket was closed" });
  });

  it("tells the reason of a database error, not the words that were to be stored", () => {
    const message = `Invalid invocation with { text: "${HUSH}" }\n\nUnique constraint failed`;
    const err = new PrismaClientKnownRequestError(message);
    const line = written((logger) => logger.error({ err }, "a change could not be stored"));
    expect(line).not.toContain(HUSH);
    expect(JSON.parse(line).err).toMatchObject({ code: "P2002", message: "Unique constraint failed" });
    expect(humanLine(line)).toContain("error a change could not be stored: Unique constraint failed");
  });

  it("tells of a flood by its first lines and its size", () => {
    vi.useFakeTimers();
    const line = written((logger) => {
      for (let count = 0; count < 100; count++) logger.error({ count }, "the database is gone");
      logger.error("something else");
      for (let count = 0; count < 5; count++) logger.info("an ordinary event");
      vi.advanceTimersByTime(60_000);
      logger.error("the database is gone");
    });
    vi.useRealTimers();
    const lines: { msg: string; times?: number }[] = line
      .trim()
      .split("\n")
      .map((json) => JSON.parse(json));
    const gone = lines.filter(({ msg }) => msg === "the database is gone");
    expect(gone).toHaveLength(4);
    expect(lines.find(({ times }) => times)).toMatchObject({
      msg: "left out meanwhile: the database is gone",
      times: 97,
    });
    expect(lines.filter(({ msg }) => msg === "an ordinary event")).toHaveLength(5);
    expect(lines.filter(({ msg }) => msg === "something else")).toHaveLength(1);
  });
});
