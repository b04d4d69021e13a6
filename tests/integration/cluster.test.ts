/** Two real servers on one PostgreSQL and one Redis: what is done on one is so on the other, with Redis and without. */

import { randomUUID } from "node:crypto";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import * as Y from "yjs";
import { readAnnotations } from "../../domain/ydoc/annotations-doc.ts";
import { readTextMap, textFragment } from "../../domain/ydoc/text-map.ts";
import type { Application } from "../../server/application.ts";
import { startApplication } from "../../server/start-application.ts";
import { api, makeBulletin, tokensByRole } from "../support/members.ts";
import { scrape } from "../support/metrics.ts";
import { hasPostgres, startPostgres, type TestPostgres } from "../support/postgres.ts";
import { hasRedis, startRedis, type TestRedis } from "../support/redis.ts";
import { runServer, startServer, type TestServer, temporaryFolder } from "../support/server.ts";
import { annotateWords, blockText, RawClient, type StockClient, stockClient } from "../support/sync-client.ts";

const AUTH_SECRET = "the same secret on every node";
const WORDS = ["The fleet of the regime sails at night.", "Sanctions reach it in no port."];

const textOf = (doc: Y.Doc): string => readTextMap(doc).text;
const hints = async (server: TestServer): Promise<number> =>
  (await scrape(server)).get('glossa_bus_hints_total{direction="received"}') ?? 0;

/** Resolves when the document's text holds the words. */
function holds(doc: Y.Doc, words: string): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!textOf(doc).includes(words)) return;
      doc.off("update", look);
      resolve();
    };
    doc.on("update", look);
    look();
  });
}

/** The people whose presence a client has, when that is as it should be; and why it changed last. */
function whenPresent(client: StockClient, isTrue: (names: string[]) => boolean): Promise<unknown> {
  const { awareness } = client.provider;
  return new Promise((resolve) => {
    const look = (_: unknown, origin: unknown): void => {
      const names = [...awareness.getStates().values()].flatMap(({ user }) => (user ? [String(user.name)] : []));
      if (!isTrue(names)) return;
      awareness.off("change", look);
      resolve(origin);
    };
    awareness.on("change", look);
    look(null, null);
  });
}

const among = (role: string) => (names: string[]) => names.some((name) => name.startsWith(role));

/** Waits for what the server says or answers. */
async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 50));
}

const ready = async (server: TestServer): Promise<{ status: string; degraded?: string }> => {
  const answer = await fetch(`${server.url}/api/ready`);
  expect(answer.status).toBe(200);
  return answer.json();
};

describe.skipIf(!hasPostgres() || !hasRedis())("several nodes", () => {
  let postgres: TestPostgres;
  let redis: TestRedis;
  let one: TestServer;
  let other: TestServer;
  let env: Record<string, string>;
  let tokens: Record<"owner" | "editor" | "annotator" | "reader", string>;
  let bulletin: string;
  const open: { close(): void }[] = [];

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    env = { DATABASE_URL: postgres.url, REDIS_URL: redis.url, AUTH_SECRET, LOG_LEVEL: "info" };
    // At the same moment, on an empty database.
    [one, other] = await Promise.all([startServer({ env }), startServer({ env })]);
    tokens = await tokensByRole(one);
    bulletin = await makeBulletin(one, tokens.editor, WORDS);
  });
  afterEach(() => {
    for (const client of open.splice(0)) client.close();
  });
  afterAll(async () => {
    await Promise.all([one?.stop(), other?.stop()]);
    await Promise.all([redis?.stop(), postgres?.stop()]);
  });

  async function connect(server: TestServer, room: "text" | "annotations", token: string): Promise<RawClient> {
    const client = RawClient.connect(server.url, bulletin, room, token);
    open.push(client);
    await client.synced();
    return client;
  }

  function stock(server: TestServer, token: string): StockClient {
    const client = stockClient(server.url, bulletin, "text", token);
    open.push({ close: client.destroy });
    return client;
  }

  /** Types a new word, and waits until it is saved. */
  async function type(client: RawClient): Promise<string> {
    const word = `w${randomUUID().slice(0, 8)}`;
    await client.savedAt(client.edit((fragment) => blockText(fragment, 0).insert(0, `${word} `)));
    return word;
  }

  async function textOn(server: TestServer): Promise<string> {
    const headers = { authorization: `Bearer ${tokens.owner}` };
    const answer = await fetch(`${server.url}/api/v1/bulletins/${bulletin}/text`, { headers });
    return answer.text();
  }

  test("start at once on an empty database: one account, one sample, whichever node is asked", async () => {
    const list = async (server: TestServer): Promise<string[]> => {
      const { items } = await api<{ items: { id: string }[] }>(server, tokens.owner, "/bulletins");
      return items.map(({ id }) => id);
    };
    const [here, there] = await Promise.all([list(one), list(other)]);
    expect(here).toHaveLength(2);
    expect(there).toEqual(here);
    expect(here).toContain(bulletin);
  });

  test("let no server without REDIS_URL start beside them, nor start beside such a one", async () => {
    const beside = await runServer({ env: { DATABASE_URL: postgres.url } });
    expect(beside.code).toBe(1);
    expect(beside.err).toMatch(/^Another Glossa server uses this database\..*need REDIS_URL\.$/m);
    const url = postgres.createDatabase("single");
    const single = await startServer({ env: { DATABASE_URL: url } });
    const node = await runServer({ env: { ...env, DATABASE_URL: url } });
    expect(node.code).toBe(1);
    expect(node.err).toMatch(/^A Glossa server without REDIS_URL uses this database\./m);
    await single.stop();
  });

  test("show each other's edits and annotations", async () => {
    const [here, there] = await Promise.all([
      connect(one, "text", tokens.editor),
      connect(other, "text", tokens.owner),
    ]);
    const [notesHere, notesThere] = await Promise.all([
      connect(one, "annotations", tokens.editor),
      connect(other, "annotations", tokens.annotator),
    ]);
    const before = await hints(other);
    const [first, second] = await Promise.all([type(here), type(there)]);
    await Promise.all([holds(here.doc, second), holds(there.doc, first)]);
    expect(textOf(here.doc)).toBe(textOf(there.doc));
    expect(await hints(other)).toBeGreaterThan(before);

    const command = annotateWords(there.doc, "regime", { comment: "which one?" });
    expect(await notesThere.command(command)).toMatchObject({ ok: true });
    const seen = () => readAnnotations(notesHere.doc).find(({ id }) => id === command.annotation);
    await notesHere.until(() => seen() !== undefined);
    const reply = {
      name: "add-comment",
      annotation: command.annotation,
      comment: randomUUID(),
      text: "that one",
    } as const;
    expect(await notesHere.command(reply)).toMatchObject({ ok: true });
    await notesThere.until(() =>
      readAnnotations(notesThere.doc).some(({ comments }) => comments.some(({ id }) => id === reply.comment)),
    );
  });

  test("carry out a command once that reaches both at the same moment", async () => {
    const [here, there] = await Promise.all([
      connect(one, "annotations", tokens.annotator),
      connect(other, "annotations", tokens.annotator),
    ]);
    const text = await connect(one, "text", tokens.annotator);
    for (let round = 0; round < 5; round++) {
      const command = annotateWords(text.doc, "Sanctions", { comment: "once" });
      const key = randomUUID();
      const answers = await Promise.all([here.command(command, null, key), there.command(command, null, key)]);
      // A second decision on the same id would be refused.
      expect(answers.map(({ ok }) => ok)).toEqual([true, true]);
    }
  });

  test("wait for the text of a command whose text socket leads to the other", async () => {
    const text = await connect(one, "text", tokens.editor);
    const notes = await connect(other, "annotations", tokens.editor);
    const word = `w${randomUUID().slice(0, 8)}`;
    const updates: Uint8Array[] = [];
    text.doc.once("update", (update: Uint8Array) => void updates.push(update));
    blockText(textFragment(text.doc), 1).insert(0, `${word} `);
    const command = annotateWords(text.doc, word, { comment: "new" });
    const answer = notes.command(command, { replica: text.replica, n: 1 });
    // Answered by now if it did not wait: the socket takes one thing after the other.
    await notes.savedAt(notes.mark());
    for (const update of updates) text.sendUpdate(update);
    expect(text.mark()).toBe(1);
    expect(await answer).toMatchObject({ ok: true });
    await notes.until(() =>
      readAnnotations(notes.doc).some(({ id, anchor }) => id === command.annotation && anchor?.state === "anchored"),
    );
  });

  test("show who is here, both ways", async () => {
    const [editor, reader] = [stock(one, tokens.editor), stock(other, tokens.reader)];
    await Promise.all([editor.synced, reader.synced]);
    editor.provider.awareness.setLocalStateField("cursor", null);
    reader.provider.awareness.setLocalStateField("cursor", null);
    await Promise.all([whenPresent(editor, among("reader")), whenPresent(reader, among("editor"))]);
    editor.destroy();
    await whenPresent(reader, (names) => !among("editor")(names));
  });

  describe("a change of access on one", () => {
    let third: Application;
    beforeAll(async () => {
      third = await startApplication(
        {
          port: 0,
          host: "127.0.0.1",
          dataDir: temporaryFolder(),
          databaseUrl: postgres.url,
          redisUrl: redis.url,
          authSecret: AUTH_SECRET,
          authUrl: null,
          owner: null,
          smtpUrl: null,
          snapshotAfter: 5000,
          logLevel: "fatal",
        },
        pino({ level: "silent" }),
      );
    });
    afterAll(async () => {
      await third?.drain();
      await third?.close();
    });

    test("downgrades the open socket on another", async () => {
      const client = await connect(other, "text", tokens.editor);
      const { people } = third.gateway;
      const owner = await people.operator.principal();
      const member = (await people.members(owner)).find(({ email }) => email.startsWith("editor"));
      if (!member) throw new Error("There is no editor.");
      await people.changeRole(owner, member.id, "reader");
      const roles = (): string[] => client.notices.flatMap((notice) => (notice.type === "role" ? [notice.role] : []));
      await client.until(() => roles().length > 1);
      // The first is what everybody is told who says hello.
      expect(roles()).toEqual(["editor", "reader"]);
      client.edit((fragment) => blockText(fragment, 0).insert(0, "not any more "));
      await client.until(() => client.refused.length > 0);
      await people.changeRole(owner, member.id, "editor");
      await client.until(() => roles().length > 2);
    });

    test("closes the open socket of a member who was removed, and those on a bulletin that was deleted", async () => {
      const { people, bulletins } = third.gateway;
      const owner = await people.operator.principal();
      const client = await connect(one, "text", tokens.reader);
      await bulletins.delete(owner, bulletin);
      expect(await client.closed).toMatchObject({ code: 4404 });
      await bulletins.restore(owner, bulletin);
      const again = await connect(one, "text", tokens.reader);
      const member = (await people.members(owner)).find(({ email }) => email.startsWith("reader"));
      if (!member) throw new Error("There is no reader.");
      await people.removeMember(owner, member.id);
      expect(await again.closed).toMatchObject({ code: 4401 });
    });
  });

  test("work on without Redis, say so, and are quick again when it is back", async () => {
    const here = await connect(one, "text", tokens.editor);
    const there = await connect(other, "text", tokens.owner);
    const notes = await connect(other, "annotations", tokens.annotator);
    const notesHere = await connect(one, "annotations", tokens.annotator);
    await redis.crash();
    const servers = [one, other];
    await until(() => servers.every((server) => server.output().includes("the bus between the nodes is down")));
    for (const server of servers) expect((await ready(server)).degraded).toMatch(/REDIS_URL/);

    const word = await type(here);
    // What one node has acknowledged another's API has at once.
    expect(await textOn(other)).toContain(word);
    expect(textOf((await connect(other, "text", tokens.annotator)).doc)).toContain(word);
    await holds(there.doc, word);
    const command = annotateWords(there.doc, word, { comment: "by the log" });
    expect(await notes.command(command)).toMatchObject({ ok: true });
    const page = await api<{ items: { id: string }[] }>(one, tokens.owner, `/bulletins/${bulletin}/annotations`);
    expect(page.items.map(({ id }) => id)).toContain(`urn:uuid:${command.annotation}`);
    await notesHere.until(() => readAnnotations(notesHere.doc).some(({ id }) => id === command.annotation));

    await redis.start();
    await until(() => servers.every((server) => server.output().includes("the bus between the nodes works again")));
    for (const server of servers) expect(await ready(server)).toEqual({ status: "ready" });
    const before = await hints(other);
    const next = await type(here);
    await holds(there.doc, next);
    expect(await hints(other)).toBeGreaterThan(before);
    for (const server of servers) expect(server.output().match(/nodes is down/g)).toHaveLength(1);
  });

  test("lose nothing acknowledged when one is killed, and its people go on at the other", async () => {
    const watcher = stock(other, tokens.owner);
    const present = stock(one, tokens.annotator);
    await Promise.all([watcher.synced, present.synced]);
    present.provider.awareness.setLocalStateField("cursor", null);
    await whenPresent(watcher, among("annotator"));

    const client = await connect(one, "text", tokens.editor);
    const saved: string[] = [];
    while (saved.length < 20) saved.push(await type(client));
    // Under way at the moment of the kill: acknowledged or not, it is not lost with its author's copy.
    client.edit((fragment) => blockText(fragment, 0).insert(0, "unanswered "));
    await one.kill();
    await client.closed;

    const again = await connect(other, "text", tokens.editor);
    for (const word of saved) expect(textOf(again.doc)).toContain(word);
    again.sendUpdate(Y.encodeStateAsUpdate(client.doc));
    Y.applyUpdate(again.doc, Y.encodeStateAsUpdate(client.doc));
    saved.push(await type(again));
    await holds(watcher.doc, saved.at(-1) ?? "");
    expect(again.refused).toEqual([]);
    for (const word of [...saved, "unanswered"]) expect(textOf(watcher.doc).split(word)).toHaveLength(2);

    // By the server, before the client itself would forget.
    const why = await whenPresent(watcher, (names) => !among("annotator")(names));
    expect(why).toBe(watcher.provider);
    one = await startServer({ env, dataDir: one.dataDir });
  });
});
