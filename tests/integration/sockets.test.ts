/** What one client's socket can't do to the others: reading nothing, saying who it is not, staying when shown out. */

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import * as Y from "yjs";
import { CLOSE, MESSAGE } from "../../domain/protocol/protocol.ts";
import { readTextMap } from "../../domain/ydoc/text-map.ts";
import { SOCKETS_PER_USER } from "../../server/sync/limits.ts";
import { type Member, startTestApplication, type TestApplication } from "../support/application.ts";
import { blockText, RawClient, type StockClient, stockClient } from "../support/sync-client.ts";

const MB = 1024 * 1024;

let app: TestApplication;
const clients: RawClient[] = [];
const stocks: StockClient[] = [];

beforeAll(async () => {
  app = await startTestApplication();
});
afterAll(() => app?.stop());
afterEach(() => {
  for (const { socket } of clients.splice(0)) socket.terminate();
  for (const stock of stocks.splice(0)) stock.destroy();
});

type Options = NonNullable<Parameters<typeof RawClient.connect>[4]>;

function connect(bulletin: string, room: string, token: string | null, options: Options = {}): RawClient {
  const client = RawClient.connect(app.url, bulletin, room, token, options);
  clients.push(client);
  return client;
}

async function join(bulletin: string, member: Member, room = "text"): Promise<RawClient> {
  const client = connect(bulletin, room, member.token);
  await client.synced();
  return client;
}

const textOf = (doc: Y.Doc): string => readTextMap(doc).text;
const write = (client: RawClient, words: string): Promise<void> =>
  client.savedAt(client.edit((fragment) => blockText(fragment, 0).insert(0, words)));
const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("a reader that stops reading", () => {
  test("costs a bounded memory, holds nobody up, and has the same document when it reads on", async () => {
    const editor = await app.member("editor");
    const reader = await app.member("reader");
    const bulletin = await app.bulletin(editor, ["Start.", "x".repeat(2 * MB)]);
    const writer = await join(bulletin, editor);
    const stalled = await join(bulletin, reader);
    const lively = await join(bulletin, reader);

    stalled.socket.pause();
    const waiting = (): number => Math.max(...app.sockets().map(({ bytesWaiting }) => bytesWaiting));
    // The system's own buffers take up to 36 MB first.
    for (let asked = 0; asked < 40 && waiting() < 1.5 * MB; asked++) {
      stalled.sendKind(MESSAGE.sync, (encoder) => {
        encoding.writeVarUint(encoder, 0);
        encoding.writeVarUint8Array(encoder, Y.encodeStateVector(new Y.Doc()));
      });
      await lively.savedAt(lively.mark());
    }
    const before = waiting();
    expect(before).toBeGreaterThan(MB);
    for (let count = 0; count < 20; count++) await write(writer, `Word ${count}. `);
    await lively.until(() => textOf(lively.doc) === textOf(writer.doc));
    expect(waiting()).toBeLessThanOrEqual(before);
    expect(before).toBeLessThan(16 * MB);

    stalled.socket.resume();
    await stalled.until(() => textOf(stalled.doc) === textOf(writer.doc));
    await write(writer, "And on. ");
    await stalled.until(() => textOf(stalled.doc) === textOf(writer.doc));
  });
});

/** States by client id that a raw client heard of, and how to speak of oneself or others. */
function presenceOf(client: RawClient) {
  const watchers = new Set<() => void>();
  const heard = new Map<number, { user: { id: string; name: string }; cursor: unknown } | null>();
  client.socket.on("message", (data: Buffer) => {
    const decoder = decoding.createDecoder(data);
    if (decoding.readVarUint(decoder) !== MESSAGE.awareness) return;
    const update = decoding.createDecoder(decoding.readVarUint8Array(decoder));
    for (let left = decoding.readVarUint(update); left > 0; left--) {
      const id = decoding.readVarUint(update);
      decoding.readVarUint(update);
      heard.set(id, JSON.parse(decoding.readVarString(update)));
    }
    for (const look of [...watchers]) look();
  });
  const until = (isTrue: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!isTrue()) return;
        watchers.delete(look);
        resolve();
      };
      watchers.add(look);
      look();
    });
  const say = (id: number, clock: number, state: unknown): void =>
    client.sendKind(MESSAGE.awareness, (encoder) => {
      const update = encoding.createEncoder();
      for (const number of [1, id, clock]) encoding.writeVarUint(update, number);
      encoding.writeVarString(update, JSON.stringify(state));
      encoding.writeVarUint8Array(encoder, encoding.toUint8Array(update));
    });
  return { heard, say, until };
}

describe("presence", () => {
  test("can't be forged: not the name, not another's caret, not another's leaving", async () => {
    const [ann, eve] = [await app.member("editor"), await app.member("reader")];
    const bulletin = await app.bulletin(ann, ["Start."]);
    const [hers, evil, watching] = [await join(bulletin, ann), await join(bulletin, eve), await join(bulletin, eve)];
    const [annSays, eveSays, watch] = [presenceOf(hers), presenceOf(evil), presenceOf(watching)];
    annSays.say(1, 1, { cursor: "here" });
    await watch.until(() => watch.heard.has(1));
    eveSays.say(1, 9, { cursor: "stolen" });
    eveSays.say(1, 10, null);
    eveSays.say(2, 1, { user: { id: ann.principal.id, name: ann.principal.name }, cursor: "mine" });
    await watch.until(() => watch.heard.has(2));
    expect(watch.heard.get(1)).toMatchObject({ user: { id: ann.principal.id }, cursor: "here" });
    expect(watch.heard.get(2)).toMatchObject({ user: { id: eve.principal.id, name: eve.principal.name } });
    evil.close();
    await watch.until(() => watch.heard.get(2) === null);
  });

  test("of stock clients reaches each other, and their echoes nobody", async () => {
    const [ann, bob] = [await app.member("editor"), await app.member("reader")];
    const bulletin = await app.bulletin(ann, ["Start."]);
    const [one, two] = [ann, bob].map(({ token }) => stockClient(app.url, bulletin, "text", token));
    if (!one || !two) throw new Error("There are two.");
    stocks.push(one, two);
    await Promise.all([one.synced, two.synced]);
    const seen = new Promise<void>((resolve) => {
      two.provider.awareness.on("change", () => {
        if (two.provider.awareness.getStates().get(one.doc.clientID)?.cursor === "here") resolve();
      });
    });
    one.provider.awareness.setLocalState({ cursor: "here" });
    await seen;
    expect(two.provider.awareness.getStates().get(one.doc.clientID)).toMatchObject({
      user: { name: ann.principal.name },
    });
  });
});

describe("while a socket is open", () => {
  test("a new role holds at once: for text, for commands, and the page is told", async () => {
    const [owner, editor] = [await app.member("owner"), await app.member("editor")];
    const bulletin = await app.bulletin(owner, ["Start."]);
    const mine = await join(bulletin, editor);
    const told = new Promise<unknown>((resolve) => {
      mine.socket.on("message", (data: Buffer) => {
        const decoder = decoding.createDecoder(data);
        if (decoding.readVarUint(decoder) === MESSAGE.notice) resolve(JSON.parse(decoding.readVarString(decoder)));
      });
    });
    await write(mine, "Allowed. ");
    await app.gateway.people.changeRole(owner.principal, editor.principal.id, "reader");
    expect(await told).toEqual({ type: "role", role: "reader" });
    await write(mine, "Too late. ");
    expect(mine.refused.map(({ code }) => code)).toEqual(["forbidden"]);
    const { text } = await app.gateway.bulletins.text(owner.principal, bulletin);
    expect(text).toBe("Allowed. Start.");
  });

  test("signing out closes the session's sockets, and no others", async () => {
    const editor = await app.member("editor");
    const bulletin = await app.bulletin(editor, ["Start."]);
    const byCookie = connect(bulletin, "text", null, { headers: editor.headers });
    await byCookie.synced();
    const byToken = await join(bulletin, editor);
    await app.gateway.people.signOut(editor.principal);
    expect((await byCookie.closed).code).toBe(CLOSE.signedOut.code);
    await write(byToken, "Still here. ");
    const again = connect(bulletin, "text", null, { headers: editor.headers });
    expect((await again.closed).code).toBe(CLOSE.signedOut.code);
  });

  test("a revoked token and a removed member are shown out of all their sockets", async () => {
    const [owner, editor] = [await app.member("owner"), await app.member("editor")];
    const bulletin = await app.bulletin(owner, ["Start."]);
    const sockets = await Promise.all(["text", "text", "annotations"].map((room) => join(bulletin, editor, room)));
    await app.gateway.people.removeMember(owner.principal, editor.principal.id);
    for (const socket of sockets) expect((await socket.closed).code).toBe(CLOSE.signedOut.code);
  });
});

describe("too much of one client", () => {
  test("one user's sockets beyond 500 are closed with a final code, and others come in", async () => {
    const [reader, other] = [await app.member("reader"), await app.member("editor")];
    const bulletin = await app.bulletin(other, ["Start."]);
    const all = Array.from({ length: SOCKETS_PER_USER + 20 }, () => connect(bulletin, "annotations", reader.token));
    const codes = await Promise.all(
      all.map((client) => Promise.race([client.synced().then(() => 0), client.closed.then(({ code }) => code)])),
    );
    expect(codes.filter((code) => code === 0)).toHaveLength(SOCKETS_PER_USER);
    expect(codes.filter((code) => code === CLOSE.tooMany.code)).toHaveLength(20);
    await join(bulletin, other);
    clients.find((_, index) => codes[index] === 0)?.close();
    while (app.sockets().length > SOCKETS_PER_USER) await tick();
    await join(bulletin, reader, "annotations");
  });

  test("a message of 100 MB is closed with a final code, and nothing of it is kept", async () => {
    const editor = await app.member("editor");
    const bulletin = await app.bulletin(editor, ["Start."]);
    const [big, other] = [await join(bulletin, editor), await join(bulletin, editor)];
    big.sendUpdate(new Uint8Array(100 * MB));
    expect((await big.closed).code).toBe(CLOSE.tooLarge.code);
    expect(app.ends.at(-1)).toBe("tooLarge");
    await write(other, "Still here. ");
  });

  test("a flood is read as fast as it may be sent, and nothing of it is lost", async () => {
    const editor = await app.member("editor");
    const bulletin = await app.bulletin(editor, ["Start."]);
    const writer = await join(bulletin, editor);
    let last = 0;
    for (let count = 0; count < 15_000; count++) last = writer.mark();
    writer.edit((fragment) => blockText(fragment, 0).insert(0, "After it. "));
    await writer.savedAt(last);
    expect(writer.saved.slice(0, last)).toEqual(Array.from({ length: last }, (_, index) => index + 1));
    await writer.savedAt(last + 1);
    expect((await app.gateway.bulletins.text(editor.principal, bulletin)).text).toBe("After it. Start.");
  });
});

describe("a server that stops", () => {
  test("closes its sockets one after the other, serving each until its turn", async () => {
    const stopping = await startTestApplication();
    const editor = await stopping.member("editor");
    const bulletin = await stopping.bulletin(editor, ["Start."]);
    const all: RawClient[] = [];
    for (let count = 0; count < 100; count++) {
      const client = RawClient.connect(stopping.url, bulletin, "text", editor.token);
      all.push(client);
      await client.synced();
    }
    const [first, last] = [all[0], all.at(-1)];
    if (!first || !last) throw new Error("There are sockets.");
    const closedAt: number[] = [];
    for (const { closed } of all) void closed.then(() => closedAt.push(performance.now()));
    const stopped = stopping.stop();
    expect(await first.closed).toMatchObject({ code: CLOSE.shuttingDown.code });
    await write(last, "While others are closed. ");
    const late = RawClient.connect(stopping.url, bulletin, "text", editor.token);
    expect((await late.closed).code).toBe(CLOSE.shuttingDown.code);
    for (const client of all) expect((await client.closed).code).toBe(CLOSE.shuttingDown.code);
    const [began = 0, ended = 0] = [Math.min(...closedAt), Math.max(...closedAt)];
    expect(ended - began).toBeGreaterThan(500);
    await stopped;
  });
});
