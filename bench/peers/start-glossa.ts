/** Starts our own program as `npm start` does, with people who write and read. */

import { readFileSync } from "node:fs";
import { makeBulletin, PASSWORD } from "../../tests/support/members.ts";
import { startPostgres } from "../../tests/support/postgres.ts";
import { startServer, type TestServer } from "../../tests/support/server.ts";
import type { Address } from "../load/dialect.ts";
import type { Running } from "./subject.ts";

/** Several of each, because a user's sockets are limited. */
const EDITORS = 2;
const READERS = 4;

export interface RunningGlossa extends Running {
  server: TestServer;
  editorToken: string;
  /** Set when PostgreSQL is used. */
  databaseUrl: string | null;
  addressOf(bulletin: string, token: string): Address;
}

export async function startGlossa({ onPostgres }: { onPostgres: boolean }): Promise<RunningGlossa> {
  const postgres = onPostgres ? await startPostgres() : null;
  const server = await startServer({ env: postgres ? { DATABASE_URL: postgres.url } : {} });
  const editors = await people(server, "editor", EDITORS);
  const readers = await people(server, "reader", READERS);
  const [editorToken = ""] = editors;
  const addressOf = (bulletin: string, token: string): Address => ({
    url: `${server.url.replace(/^http/, "ws")}/sync/${bulletin}/text?token=${token}`,
    dialect: "y-websocket",
    document: bulletin,
    hasMarkers: true,
  });
  return {
    server,
    editorToken,
    databaseUrl: postgres?.url ?? null,
    addressOf,
    pid: server.pid,
    databasePid: postgres ? postmasterOf(postgres.url) : null,
    async rooms(count) {
      const rooms = [];
      for (let index = 0; index < count; index++) {
        const bulletin = await makeBulletin(server, editorToken, ["Start"]);
        rooms.push({
          writer: addressOf(bulletin, editors[index % editors.length] ?? ""),
          // Each room begins with another user.
          readers: readers.map((_, next) => addressOf(bulletin, readers[(index + next) % readers.length] ?? "")),
        });
      }
      return rooms;
    },
    async stop() {
      await server.stop();
      await postgres?.stop();
    },
  };
}

/** PostgreSQL's first process: it writes its id into its data folder. */
function postmasterOf(url: string): number {
  const folder = new URL(url).searchParams.get("host");
  return Number(readFileSync(`${folder}/data/postmaster.pid`, "utf8").split("\n")[0]);
}

/** Accounts with a token each. */
async function people(server: TestServer, role: string, count: number): Promise<string[]> {
  const tokens: string[] = [];
  for (let index = 0; index < count; index++) {
    const email = `${role}-${index}@example.org`;
    await glossa(server, "user", "create", "--email", email, "--password", PASSWORD, "--role", role);
    tokens.push((await glossa(server, "token", "create", "--email", email)).trim());
  }
  return tokens;
}

async function glossa(server: TestServer, ...words: string[]): Promise<string> {
  const { code, out, err } = await server.glossa(...words);
  if (code !== 0) throw new Error(`glossa ${words.slice(0, 2).join(" ")} ended with ${code}: ${err}`);
  return out;
}
