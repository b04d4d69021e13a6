/** Starts our own program as `npm start` does, with people who write and read. */

import { readFileSync } from "node:fs";
import { makeBulletin, PASSWORD } from "../../tests/support/members.ts";
import { startPostgres } from "../../tests/support/postgres.ts";
import { startServer, type TestServer } from "../../tests/support/server.ts";
import type { Address } from "../load/dialect.ts";
import { openDatabase, type Sql } from "./database.ts";
import type { Room, Running } from "./subject.ts";

/** Several of each, because a user's sockets are limited. */
const EDITORS = 2;
const READERS = 4;

/** What is done to our own server alone. */
export interface OwnServer {
  url: string;
  /** Of an editor. */
  token: string;
  /** A new bulletin's id. */
  makeBulletin(paragraphs: string[]): Promise<string>;
  roomOf(bulletin: string, index?: number): Room;
  /** The value of one of its gauges. */
  metric(name: string): Promise<number>;
  /** Stops the server, gives its database to `write`, and starts it again. */
  restart(write: (sql: Sql) => Promise<void>): Promise<void>;
}

export async function startGlossa({ onPostgres }: { onPostgres: boolean }): Promise<Running> {
  const postgres = onPostgres ? await startPostgres() : null;
  const env = postgres ? { DATABASE_URL: postgres.url } : {};
  let server = await startServer({ env });
  const editors = await people(server, "editor", EDITORS);
  const readers = await people(server, "reader", READERS);
  const [token = ""] = editors;
  const addressOf = (bulletin: string, token: string): Address => ({
    url: `${server.url.replace(/^http/, "ws")}/sync/${bulletin}/text?token=${token}`,
    dialect: "y-websocket",
    document: bulletin,
    hasMarkers: true,
  });
  const own: OwnServer = {
    get url() {
      return server.url;
    },
    token,
    makeBulletin: (paragraphs) => makeBulletin(server, token, paragraphs),
    roomOf: (bulletin, index = 0) => ({
      writer: addressOf(bulletin, at(editors, index)),
      // Each room begins with another user.
      readers: readers.map((_, next) => addressOf(bulletin, at(readers, index + next))),
    }),
    async metric(name) {
      const metrics = await (await fetch(`${server.url}/api/metrics`)).text();
      const found = new RegExp(`^${name} (\\S+)$`, "m").exec(metrics);
      if (!found) throw new Error(`The server has no metric ${name}.`);
      return Number(found[1]);
    },
    async restart(write) {
      await server.stop();
      const database = await openDatabase(postgres ? { url: postgres.url } : { dataDir: server.dataDir });
      try {
        await write(database.sql);
      } finally {
        await database.close();
      }
      server = await startServer({ env, dataDir: server.dataDir });
    },
  };
  return {
    own,
    get pid() {
      return server.pid;
    },
    databasePid: postgres ? postmasterOf(postgres.url) : null,
    async rooms(count) {
      const rooms: Room[] = [];
      for (let index = 0; index < count; index++) {
        rooms.push(own.roomOf(await own.makeBulletin(["Start"]), index));
      }
      return rooms;
    },
    async stop() {
      await server.stop();
      await postgres?.stop();
    },
  };
}

/** In turn. */
function at(tokens: string[], index: number): string {
  return tokens[index % tokens.length] ?? "";
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
