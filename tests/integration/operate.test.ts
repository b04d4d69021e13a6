/** What an operator relies on: metrics, readiness without database and while draining, and a log that tells no secrets. */

import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Role } from "../../domain/permissions/permissions.ts";
import { CLOSE, MESSAGE } from "../../domain/protocol/protocol.ts";
import { api, makeBulletin, PASSWORD, tokensByRole } from "../support/members.ts";
import { scrape } from "../support/metrics.ts";
import { hasPostgres, startPostgres, type TestPostgres } from "../support/postgres.ts";
import { OWNER, startServer, type TestServer } from "../support/server.ts";
import { annotateWords, blockText, RawClient, stockClient } from "../support/sync-client.ts";

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

const clients: RawClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.socket.terminate();
});

async function join(server: TestServer, bulletin: string, room: string, token: string): Promise<RawClient> {
  const client = RawClient.connect(server.url, bulletin, room, token);
  clients.push(client);
  await client.synced();
  return client;
}

describe("a server at LOG_LEVEL=trace", () => {
  let server: TestServer;
  let tokens: Record<Role, string>;
  beforeAll(async () => {
    server = await startServer({ env: { LOG_LEVEL: "trace" } });
    tokens = await tokensByRole(server);
  });
  afterAll(() => server?.kill());

  const metricsOf = (headers: Record<string, string>, method = "GET") =>
    fetch(`${server.url}/api/metrics`, { headers, method });

  it("gives its metrics to this machine and to owners, and to nobody else", async () => {
    const given = await metricsOf({});
    expect(given.status).toBe(200);
    expect(given.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(given.headers.get("cache-control")).toBe("no-store");

    const proxied = { "x-forwarded-for": "127.0.0.1" };
    for (const headers of [proxied, { ...proxied, ...bearer(tokens.editor) }, { ...proxied, ...bearer("wrong") }]) {
      const refused = await metricsOf(headers);
      expect(refused.status).toBe(403);
      expect(refused.headers.get("content-type")).toBe("application/problem+json");
      expect(await refused.json()).toMatchObject({ type: "urn:glossa:problem:forbidden", status: 403 });
    }
    expect((await metricsOf({ ...proxied, ...bearer(tokens.owner) })).status).toBe(200);
    expect((await metricsOf({}, "POST")).status).toBe(405);
  });

  it("names what it measures, as Prometheus reads it", async () => {
    const text = await (await metricsOf({})).text();
    const line = /^(# (HELP|TYPE) [a-z0-9_]+ .+|[a-z0-9_]+(\{([a-z]+="[^"]*",?)+\})? (-?[\d.e+-]+|Nan|\+Inf))$/;
    expect(
      text
        .trimEnd()
        .split("\n")
        .filter((each) => each !== "" && !line.test(each)),
    ).toEqual([]);
    const found = await scrape(server);
    expect(found.get("glossa_database_up")).toBe(1);
    expect(found.get("glossa_commit_lag_seconds_count")).toBeGreaterThanOrEqual(0);
    expect(found.get("process_resident_memory_bytes")).toBeGreaterThan(0);
    expect(found.get("nodejs_eventloop_lag_p99_seconds")).toBeGreaterThan(0);
    expect([...found.keys()].filter((name) => !/^(glossa|process|nodejs)_/.test(name))).toEqual([]);
  });

  it("counts what happens in the rooms", async () => {
    const bulletin = await makeBulletin(server, tokens.editor, ["The quick brown fox."]);
    const before = await scrape(server);
    const grown = (after: Map<string, number>, name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
    const text = await join(server, bulletin, "text", tokens.editor);
    const reader = await join(server, bulletin, "text", tokens.reader);
    const stock = stockClient(server.url, bulletin, "text", tokens.reader);
    await stock.synced;
    await text.savedAt(text.edit((fragment) => blockText(fragment, 0).insert(0, "Look: ")));
    await reader.until(() => reader.doc.getXmlFragment("default").toString().includes("Look: "));
    reader.edit((fragment) => blockText(fragment, 0).insert(0, "No. "));
    await reader.until(() => reader.refused.length > 0);
    const commands = await join(server, bulletin, "annotations", tokens.annotator);
    const command = annotateWords(text.doc, "brown", { comment: "Which?" });
    const key = randomUUID();
    expect((await commands.command(command, null, key)).ok).toBe(true);
    expect((await commands.command(command, null, key)).ok).toBe(true);
    const watching = await join(server, bulletin, "annotations", tokens.reader);
    expect((await watching.command(annotateWords(text.doc, "fox"))).ok).toBe(false);
    const stranger = RawClient.connect(server.url, bulletin, "text", "wrong");
    await stranger.closed;

    const after = await scrape(server);
    expect(after.get('glossa_sockets{room="text",client="glossa"}')).toBe(2);
    expect(after.get('glossa_sockets{room="text",client="stock"}')).toBe(1);
    expect(after.get('glossa_rooms{room="text"}')).toBeGreaterThan(0);
    expect(after.get("glossa_log_rows_since_snapshot_max")).toBeGreaterThan(0);
    expect(grown(after, "glossa_updates_admitted_total")).toBeGreaterThan(0);
    expect(grown(after, 'glossa_updates_refused_total{code="forbidden"}')).toBe(1);
    expect(grown(after, 'glossa_commands_answered_total{outcome="done"}')).toBe(1);
    expect(grown(after, 'glossa_commands_answered_total{outcome="repeated"}')).toBe(1);
    expect(grown(after, 'glossa_commands_answered_total{outcome="forbidden"}')).toBe(1);
    expect(grown(after, 'glossa_sockets_closed_total{end="signedOut"}')).toBe(1);
    for (const name of ["commit_lag_seconds_count", "commit_duration_seconds_count", "commit_rows_sum"]) {
      expect(grown(after, `glossa_${name}`)).toBeGreaterThan(1);
    }
    for (const name of ["fanout_frames_total", "fanout_updates_total", "room_load_duration_seconds_count"]) {
      expect(grown(after, `glossa_${name}`)).toBeGreaterThan(0);
    }

    for (const client of [text, reader, commands, watching]) client.close();
    stock.destroy();
    await vi.waitUntil(async () => grown(await scrape(server), 'glossa_sockets_closed_total{end="left"}') === 5);
    const end = await scrape(server);
    const sockets = [...end].filter(([name]) => name.startsWith("glossa_sockets{")).map(([, count]) => count);
    expect(sockets.reduce((all, count) => all + count, 0)).toBe(0);
  });

  it("logs what happens in lines of JSON, without a text, a password or a token", async () => {
    const words: string[] = [];
    /** A word that is nowhere else, and must not be in the log. */
    const hush = (): string => {
      const word = `hush${randomUUID().replaceAll("-", "")}`;
      words.push(word);
      return word;
    };
    const quote = hush();
    const bulletin = await makeBulletin(server, tokens.editor, [`The ship ${quote} left.`, `Nobody saw ${hush()}.`]);
    const post = (path: string, body: string | FormData, token: string) =>
      fetch(`${server.url}/api/v1${path}`, {
        method: "POST",
        body,
        headers: { ...bearer(token), ...(typeof body === "string" ? { "content-type": "application/json" } : {}) },
      });

    const form = new FormData();
    form.set("file", new File([`${hush()}\n\n${hush()}`], `${hush()}.txt`));
    expect((await post("/bulletins", form, tokens.editor)).status).toBe(201);
    expect((await post("/bulletins", `{"text": "${hush()}`, tokens.editor)).status).toBe(400);
    const json = JSON.stringify({ title: hush(), text: hush(), format: "markdown" });
    expect((await post("/bulletins", json, tokens.reader)).status).toBe(403);
    expect((await post("/bulletins", json, hush())).status).toBe(401);
    const comment = { motivation: "commenting", body: { type: "TextualBody", value: hush() } };
    const onWords = (exact: string) =>
      JSON.stringify({ ...comment, type: "Annotation", target: { selector: { type: "TextQuoteSelector", exact } } });
    expect((await post(`/bulletins/${bulletin}/annotations`, onWords(quote), tokens.annotator)).status).toBe(201);
    expect((await post(`/bulletins/${bulletin}/annotations`, onWords(hush()), tokens.annotator)).status).toBe(422);

    const text = await join(server, bulletin, "text", tokens.editor);
    await text.savedAt(text.edit((fragment) => blockText(fragment, 0).insert(0, hush())));
    const reader = await join(server, bulletin, "text", tokens.reader);
    reader.edit((fragment) => blockText(fragment, 0).insert(0, hush()));
    await reader.until(() => reader.refused.length > 0);
    const commands = await join(server, bulletin, "annotations", tokens.annotator);
    expect((await commands.command(annotateWords(text.doc, quote, { comment: hush() }))).ok).toBe(true);
    const refused = await join(server, bulletin, "annotations", tokens.reader);
    expect((await refused.command(annotateWords(text.doc, quote, { comment: hush() }))).ok).toBe(false);
    const broken = await join(server, bulletin, "annotations", tokens.annotator);
    const half = `{"key": "${hush()}`;
    const bytes = [...Buffer.from(half)];
    broken.socket.send(Uint8Array.from([MESSAGE.command, bytes.length, ...bytes]));
    expect((await broken.closed).code).toBe(CLOSE.malformed.code);
    const stock = stockClient(server.url, bulletin, "text", tokens.editor);
    await stock.synced;
    stock.provider.awareness.setLocalState({ user: { name: hush() }, cursor: hush() });
    stock.destroy();
    const stranger = RawClient.connect(server.url, bulletin, "text", hush());
    expect((await stranger.closed).code).toBe(CLOSE.signedOut.code);

    const { csrfToken, cookie } = await signInForm(server);
    const signIn = (password: string) =>
      fetch(`${server.url}/api/auth/callback/credentials`, {
        method: "POST",
        redirect: "manual",
        headers: { cookie },
        body: new URLSearchParams({ csrfToken, email: OWNER.email, password }),
      });
    expect((await signIn(hush())).headers.get("location")).toContain("error=");
    const signedIn = await signIn(OWNER.password);
    const session = /authjs\.session-token=([^;]+)/.exec(signedIn.headers.get("set-cookie") ?? "")?.[1] ?? "";
    expect(session).not.toBe("");
    for (const path of ["setup", "invitation", "reset"]) {
      expect((await fetch(`${server.url}/${path}/${hush()}`)).status).toBe(200);
    }
    await fetch(`${server.url}/b/${bulletin}`, { headers: { cookie: `authjs.session-token=${session}` } });
    await api(server, tokens.owner, "/bulletins");
    const made = await server.glossa(
      "user",
      "create",
      "--email",
      "n@example.org",
      "--password",
      hush(),
      "--role",
      "reader",
    );
    expect(made.code).toBe(0);

    expect(await server.stop()).toBe(0);
    const { out, err } = await server.ended;
    // Yjs says so by itself, on finding the copy that Next bundled for its pages.
    const written = err
      .trimEnd()
      .split("\n")
      .filter((line) => !line.startsWith("Yjs was already imported"));
    const lines: { msg: string }[] = written.map((line) => JSON.parse(line));
    const happened = ["the database was migrated", "started", "a socket was opened", "a socket was closed"];
    happened.push("a command was refused", "asked to stop", "stopped");
    expect(lines.map(({ msg }) => msg)).toEqual(expect.arrayContaining(happened));
    const secrets = [...words, ...Object.values(tokens), PASSWORD, OWNER.password, session, csrfToken];
    expect(secrets.filter((secret) => (out + err).includes(secret))).toEqual([]);
  });
});

/** What Auth.js wants back with a password. */
async function signInForm(server: TestServer): Promise<{ csrfToken: string; cookie: string }> {
  const answer = await fetch(`${server.url}/api/auth/csrf`);
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  return {
    csrfToken,
    cookie: answer.headers
      .getSetCookie()
      .map((each) => each.split(";")[0])
      .join("; "),
  };
}

describe("a server that drains", () => {
  it("is not ready, still gives its metrics, and waits for a socket that is held", async () => {
    const server = await startServer({ env: { LOG_LEVEL: "info" } });
    const tokens = await tokensByRole(server, ["owner"]);
    const bulletin = await makeBulletin(server, tokens.owner, ["The only paragraph."]);
    const held = await join(server, bulletin, "text", tokens.owner);
    // Reads nothing, so it does not answer that it is closed.
    held.socket.pause();
    server.signal("SIGTERM");
    await vi.waitUntil(() => server.output().includes("asked to stop"), { timeout: 10_000 });
    const ready = await fetch(`${server.url}/api/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ status: "unavailable", reason: "The server is stopping." });
    expect((await fetch(`${server.url}/api/health`)).status).toBe(200);
    expect((await fetch(`${server.url}/api/metrics`)).status).toBe(200);
    expect((await fetch(`${server.url}/api/v1/bulletins`, { headers: bearer(tokens.owner) })).status).toBe(503);
    held.socket.resume();
    expect((await held.closed).code).toBe(CLOSE.shuttingDown.code);
    expect((await server.ended).code).toBe(0);
    expect(server.output()).toMatch(/"msg":"stopped"/);
  });
});

describe.skipIf(!hasPostgres())("a server whose PostgreSQL goes away", () => {
  let postgres: TestPostgres;
  let server: TestServer;
  beforeAll(async () => {
    postgres = await startPostgres();
    server = await startServer({ env: { DATABASE_URL: postgres.url, LOG_LEVEL: "trace" } });
  });
  afterAll(async () => {
    await server?.kill();
    await postgres?.stop();
  });

  it("is not ready, still gives its metrics, says so once in the log, and is ready again by itself", async () => {
    const { owner } = await tokensByRole(server, ["owner"]);
    const remote = { ...bearer(owner), "x-forwarded-for": "203.0.113.7" };
    const ready = () => fetch(`${server.url}/api/ready`);
    expect((await ready()).status).toBe(200);
    expect((await scrape(server, remote)).get("glossa_database_up")).toBe(1);
    const bulletin = await makeBulletin(server, owner, ["The only paragraph."]);
    const client = await join(server, bulletin, "text", owner);

    await postgres.crash();
    const refused = await ready();
    expect(refused.status).toBe(503);
    expect(await refused.json()).toEqual({ status: "unavailable", reason: "The database can't be reached." });
    expect((await fetch(`${server.url}/api/health`)).status).toBe(200);
    // A token that was good counts on while it can't be checked.
    expect((await scrape(server, remote)).get("glossa_database_up")).toBe(0);
    const unknown = await fetch(`${server.url}/api/metrics`, { headers: { ...remote, ...bearer(`${owner}x`) } });
    expect([403, 503]).toContain(unknown.status);
    const word = `hush${randomUUID()}`;
    client.edit((fragment) => blockText(fragment, 0).insert(0, word));
    expect((await client.closed).code).toBe(CLOSE.notStored.code);

    await postgres.start();
    await vi.waitUntil(async () => (await ready()).ok, { timeout: 30_000 });
    expect((await scrape(server, remote)).get("glossa_database_up")).toBe(1);
    expect(server.output().match(/"the database does not answer"/g)).toHaveLength(1);
    expect(server.output().match(/"the database answers again"/g)).toHaveLength(1);
    expect(server.output()).toContain("could not be stored");
    expect(server.output()).not.toContain(word);
  });
});
