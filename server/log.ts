/** The log of the process: structured, never with texts, passwords or tokens. People read one line an event on a terminal. */

import { pino } from "pino";
import type { Config } from "./config.ts";
import { Repeats } from "./log-repeats.ts";

export type Logger = pino.Logger;

/** Fields whose value is never written, at the top of a line and one level below it. */
const SECRET_FIELDS = [
  ...["password", "token", "secret", "authorization", "cookie", "headers", "url"],
  ...["text", "quote", "exact", "prefix", "suffix", "title", "comment", "body", "envelope"],
];

/** Before a message that was left out for a while, with how often. */
const REPEATED = "left out meanwhile: ";

/** Fields that every line carries and a person doesn't need. */
const MACHINE_FIELDS = new Set(["level", "time", "pid", "hostname", "msg", "err"]);

/**
 * Prisma puts the arguments of a query, so people's words, in front of its messages; the reason is in the last line.
 */
function safeError(error: Error): Record<string, unknown> {
  const lines = error.message.split("\n").filter((line) => line.trim() !== "");
  const isPrisma = error.name.startsWith("PrismaClient");
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    ...("code" in error ? { code: error.code } : {}),
    message: (isPrisma ? lines.at(-1) : error.message) ?? "",
    stack: frames.join("\n"),
  };
}

/** One line for a terminal: time, level, message, then the fields as `name=value`. */
export function humanLine(json: string): string {
  const entry: Record<string, unknown> = JSON.parse(json);
  const time = new Date(Number(entry.time)).toTimeString().slice(0, 8);
  const level = pino.levels.labels[Number(entry.level)] ?? "info";
  const fields = Object.entries(entry)
    .filter(([name]) => !MACHINE_FIELDS.has(name))
    .map(([name, value]) => ` ${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join("");
  const error = entry.err as { message?: string; stack?: string } | undefined;
  const trace = error ? `: ${error.message ?? ""}\n${error.stack ?? ""}` : "";
  return `${time} ${level.padEnd(5)} ${String(entry.msg ?? "")}${fields}${trace.trimEnd()}\n`;
}

/** Writes to standard error, at once: a line is not lost when the process ends right after it. */
export function createLogger(level: Config["logLevel"]): Logger {
  const stderr = pino.destination({ fd: 2, sync: true });
  const destination = process.stderr.isTTY ? { write: (line: string) => stderr.write(humanLine(line)) } : stderr;
  return loggerTo(level, destination);
}

/** Warnings and errors come in floods. */
const FLOODING_LEVEL = pino.levels.values.warn ?? 40;

/** The same on any destination. */
export function loggerTo(level: Config["logLevel"], destination: pino.DestinationStream): Logger {
  const repeats = new Repeats((message, times) => logger.warn({ times }, `${REPEATED}${message}`));
  const logger = pino(
    {
      level,
      serializers: { err: safeError },
      redact: { paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`]), censor: "[hidden]" },
      hooks: {
        logMethod(args, method, lineLevel) {
          const message = messageOf(args);
          const isFree = lineLevel < FLOODING_LEVEL || message.startsWith(REPEATED);
          if (isFree || repeats.admits(message)) method.apply(this, args);
        },
      },
    },
    destination,
  );
  return logger;
}

/** Of `(message)` and of `(fields, message)`. */
function messageOf([first, second]: readonly unknown[]): string {
  if (typeof first === "string") return first;
  return typeof second === "string" ? second : "";
}
