/** Why the process did not start, in one sentence with what to do. */

import { isAppError } from "../domain/app-error.ts";
import { ConfigError, type Settings } from "./config.ts";
import { InstanceRunning } from "./instance-lock.ts";

/** One sentence a line, or null when the error is a fault of ours and the log has to tell. */
export function bootSentence(error: unknown, settings: Settings | null): string | null {
  if (error instanceof ConfigError || error instanceof InstanceRunning || isAppError(error)) return error.message;
  if (error instanceof Error && error.name === "DatabaseInUse") return error.message;
  if (error instanceof Error && error.name === "JournalDamaged") {
    return `The folder journal in DATA_DIR can't be read: ${error.message} Bring it back from a backup, or move it away to start without what it holds.`;
  }
  if (!settings) return null;
  return (isListenError(error) ? listenSentence(error, settings) : null) ?? storageSentence(error, settings);
}

interface ListenError extends Error {
  syscall: string;
  code: string;
}

/** `getaddrinfo` too: the name in HOST is looked up before listening. */
function isListenError(error: unknown): error is ListenError {
  if (!(error instanceof Error && "syscall" in error && "code" in error)) return false;
  return error.syscall === "listen" || (error.syscall === "getaddrinfo" && !("routine" in error));
}

function listenSentence(error: ListenError, { host, port, databaseUrl }: Settings): string | null {
  switch (error.code) {
    case "EADDRINUSE":
      return `Port ${port} on ${host} is taken by another program. Stop that one, or choose another port with PORT.`;
    case "EACCES":
      return `This user may not listen on port ${port}. Choose a port from 1024 up with PORT.`;
    case "EADDRNOTAVAIL":
      return `This machine has no address ${host}. Set HOST to one it has, such as 127.0.0.1.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return error.syscall === "getaddrinfo" && databaseUrl?.includes(hostNameOf(error) ?? " ")
        ? null
        : `The name ${host} in HOST is unknown. Set HOST to an address of this machine, such as 127.0.0.1.`;
    default:
      return `Glossa can't listen on ${host}, port ${port}: ${error.message}.`;
  }
}

function hostNameOf(error: Error): string | null {
  return "hostname" in error && typeof error.hostname === "string" ? error.hostname : null;
}

function storageSentence(error: unknown, { databaseUrl, dataDir }: Settings): string | null {
  const codes = codesOf(error);
  if (codes.includes("ENOSPC")) return diskSentence(dataDir);
  if (!databaseUrl) {
    if (codes.includes(SQL_DISK_FULL)) return diskSentence(dataDir);
    if (codes.some((code) => code === "EACCES" || code === "EPERM")) {
      return `This user may not write in ${dataDir}. Change its owner, or set another DATA_DIR.`;
    }
    return null;
  }
  const where = whereIs(databaseUrl);
  const reason = codes.map((code) => DATABASE_REASONS[code]).find((text) => text !== undefined);
  if (reason) return `The database ${where} (DATABASE_URL) can't be used: ${reason}.`;
  if (error instanceof Error && /timeout|terminated/i.test(error.message)) {
    return `The database ${where} (DATABASE_URL) can't be used: it does not answer.`;
  }
  return null;
}

const diskSentence = (dataDir: string): string =>
  `The disk that holds ${dataDir} is full. Free some space and start again.`;

/** What the embedded database answers when it was opened, but what was left in the journal finds no room. */
const SQL_DISK_FULL = "53100";

/** System errors, and SQLSTATE codes of PostgreSQL (its manual, appendix A). */
const DATABASE_REASONS: Record<string, string> = {
  ECONNREFUSED: "nothing answers at that address",
  ENOENT: "there is no such socket",
  ENOTFOUND: "its host name is unknown",
  EAI_AGAIN: "its host name can't be looked up",
  EHOSTUNREACH: "its host can't be reached",
  ENETUNREACH: "its network can't be reached",
  ETIMEDOUT: "it does not answer",
  ECONNRESET: "it broke off the connection",
  "28000": "it refuses this user",
  "28P01": "it refuses this user or password",
  "3D000": "there is no database of that name",
  "42501": "this user may not make tables there",
  "53100": "its disk is full",
  "53300": "it has no connection left",
  "57P03": "it is starting or stopping; try again in a moment",
};

/** Codes of an error, of what it wraps and, where several addresses were tried, of each. */
function codesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== "object" || error === null || depth > 4) return [];
  const own = ["code", "originalCode"].flatMap((name) => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === "string" ? [value] : [];
  });
  const inner = [Reflect.get(error, "cause"), ...(error instanceof AggregateError ? error.errors : [])];
  return [...own, ...inner.flatMap((one) => codesOf(one, depth + 1))];
}

/** Host and name of the database, without user or password. */
function whereIs(databaseUrl: string): string {
  const url = new URL(databaseUrl.replace(/^postgres(ql)?:\/\/(?=\/)/, "postgresql://localhost"));
  const host = url.searchParams.get("host") ?? url.host;
  return `${url.pathname.slice(1) || "(unnamed)"} at ${host}`;
}
