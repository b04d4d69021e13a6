import { describe, expect, it } from "vitest";
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
});
