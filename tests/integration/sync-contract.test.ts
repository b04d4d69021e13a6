/** The sync contract from outside: stock clients, hand-written ones, roles, markers and the order of text and commands. */

import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import * as Y from "yjs";
import type { Role } from "../../domain/permissions/permissions.ts";
import { CLOSE } from "../../domain/protocol/protocol.ts";
import { readAnnotations } from "../../domain/ydoc/annotations-doc.ts";
import { readTextMap, textFragment } from "../../domain/ydoc/text-map.ts";
import { api, makeBulletin, tokensByRole } from "../support/members.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { annotateWords, blockText, RawClient, type StockClient, stockClient } from "../support/sync-client.ts";

const PARAGRAPHS = ["The quick brown fox jumps over the lazy dog.", "Pack my box with five dozen liquor jugs."];

let server: TestServer;
let tokens: Record<Role, string>;
let bulletin: string;
const clients: (RawClient | StockClient)[] = [];

beforeAll(async () => {
  server = await startServer();
  tokens = await tokensByRole(server);
});
afterAll(() => server?.stop());
afterEach(() => {
  for (const client of clients.splice(0)) "destroy" in client ? client.destroy() : client.close();
});

async function freshBulletin(): Promise<string> {
  bulletin = await makeBulletin(server, tokens.editor, PARAGRAPHS);
  return bulletin;
}

async function raw(
  room: string,
  role: Role,
  options: Parameters<typeof RawClient.connect>[4] = {},
): Promise<RawClient> {
  const client = RawClient.connect(server.url, bulletin, room, tokens[role], options);
  clients.push(client);
  await client.synced();
  return client;
}

async function stock(room: "text" | "annotations", role: Role): Promise<StockClient> {
  const client = stockClient(server.url, bulletin, room, tokens[role]);
  clients.push(client);
  await client.synced;
  return client;
}

const nextUpdate = (doc: Y.Doc): Promise<void> => new Promise((resolve) => doc.once("update", () => resolve()));
const storedText = async (): Promise<string> => {
  const response = await fetch(`${server.url}/api/v1/bulletins/${bulletin}/text`, {
    headers: { authorization: `Bearer ${tokens.reader}` },
  });
  return response.text();
};

describe("a stock WebsocketProvider", () => {
  test("edits the text as an editor, and others see it", async () => {
    await freshBulletin();
    const editor = await stock("text", "editor");
    const reader = await stock("text", "reader");
    const seen = nextUpdate(reader.doc);
    blockText(textFragment(editor.doc), 0).insert(4, "very ");
    await seen;
    expect(readTextMap(reader.doc).text).toContain("The very quick brown fox");
    expect(await storedText()).toContain("The very quick brown fox");
  });

  test("reads annotations", async () => {
    await freshBulletin();
    const annotator = await raw("text", "annotator");
    const commands = await raw("annotations", "annotator");
    const reader = await stock("annotations", "reader");
    const seen = nextUpdate(reader.doc);
    const answer = await commands.command(annotateWords(annotator.doc, "brown fox", { comment: "Which?" }));
    expect(answer.ok).toBe(true);
    await seen;
    expect(readAnnotations(reader.doc)).toMatchObject([
      { anchor: { quote: "brown fox", state: "anchored" }, comments: [{ text: "Which?" }] },
    ]);
  });
});

describe("nobody writes what is not theirs", () => {
  test.each(["reader", "annotator"] as const)("a %s can't change the text, by update or by step 2", async (role) => {
    await freshBulletin();
    const before = await storedText();
    for (const way of ["sendUpdate", "sendStep2"] as const) {
      const client = await raw("text", role);
      const n = client.edit(
        (fragment) => blockText(fragment, 0).insert(0, "FORGED "),
        (update) => client[way](update),
      );
      await client.savedAt(n);
      expect(client.refused.map(({ code }) => code)).toEqual(["forbidden"]);
    }
    expect(await storedText()).toBe(before);
  });

  test.each(["owner", "editor", "annotator", "reader"] as const)("an %s can't write to annotations", async (role) => {
    await freshBulletin();
    const client = await raw("annotations", role);
    const forged = new Y.Doc();
    forged.getMap("annotations").set(randomUUID(), new Y.Map([["kind", "highlight"]]));
    client.sendUpdate(Y.encodeStateAsUpdate(forged));
    client.sendStep2(Y.encodeStateAsUpdate(forged));
    await client.savedAt(client.mark());
    expect(client.refused.map(({ code }) => code)).toEqual(["forbidden", "forbidden"]);
    const fresh = await raw("annotations", "owner");
    expect(readAnnotations(fresh.doc)).toEqual([]);
  });

  test("a reader's command is refused with a sentence", async () => {
    await freshBulletin();
    const text = await raw("text", "reader");
    const client = await raw("annotations", "reader");
    const answer = await client.command(annotateWords(text.doc, "lazy dog"));
    expect(answer).toMatchObject({ ok: false, refusal: { code: "forbidden", text: expect.stringMatching(/\.$/) } });
  });

  test("nobody edits another's comment; an editor may delete it", async () => {
    await freshBulletin();
    const text = await raw("text", "annotator");
    const author = await raw("annotations", "annotator");
    const command = annotateWords(text.doc, "lazy dog", { comment: "Mine." });
    await author.command(command);
    const comment = command.comment?.id ?? "";
    const editor = await raw("annotations", "editor");
    const edited = await editor.command({
      name: "edit-comment",
      annotation: command.annotation,
      comment,
      text: "Forged.",
    });
    expect(edited).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
    const deleted = await editor.command({ name: "delete-comment", annotation: command.annotation, comment });
    expect(deleted.ok).toBe(true);
  });

  test("an update with a root of its own changes nothing", async () => {
    await freshBulletin();
    const client = await raw("text", "editor");
    const forged = new Y.Doc();
    forged.getText("elsewhere").insert(0, "x");
    client.sendUpdate(Y.encodeStateAsUpdate(forged));
    await client.savedAt(client.mark());
    expect(client.refused.map(({ code }) => code)).toEqual(["invalid-structure"]);
    const fresh = await raw("text", "reader");
    expect([...fresh.doc.share.keys()]).toEqual(["default"]);
  });
});

describe("markers", () => {
  test("a stock step 2 without news is no violation, and a marker without changes is answered", async () => {
    await freshBulletin();
    const client = await raw("text", "reader");
    client.sendStep2(Y.encodeStateAsUpdate(client.doc));
    await client.savedAt(client.mark());
    expect(client.refused).toEqual([]);
  });

  test("saved says that a fresh joiner finds the change", async () => {
    await freshBulletin();
    const client = await raw("text", "editor");
    await client.savedAt(client.edit((fragment) => blockText(fragment, 1).insert(0, "Please: ")));
    const fresh = await raw("text", "reader");
    expect(readTextMap(fresh.doc).text).toContain("Please: Pack my box");
  });
});

describe("the order of text and commands", () => {
  test("a command sent before the edit that it was made on lands on its words", async () => {
    await freshBulletin();
    const text = await raw("text", "editor");
    const commands = await raw("annotations", "editor");
    const held: Uint8Array[] = [];
    // The edit is made and its marker counted, but its frames are held back.
    const sendMarker = text.sendKind.bind(text);
    const late: (() => void)[] = [];
    text.sendKind = (kind, write) => void late.push(() => sendMarker(kind, write));
    const n = text.edit(
      (fragment) => blockText(fragment, 0).insert(0, "Lately, a most remarkable zebra and "),
      (update) => held.push(update),
    );
    const answer = commands.command(annotateWords(text.doc, "remarkable zebra", { kind: "claim" }), {
      replica: text.replica,
      n,
    });
    const isAnswered = await Promise.race([
      answer.then(() => true),
      commands.savedAt(commands.mark()).then(() => false),
    ]);
    expect(isAnswered).toBe(false);
    text.sendKind = sendMarker;
    for (const update of held) text.sendUpdate(update);
    for (const send of late) send();
    expect(await answer).toMatchObject({ ok: true });
    await commands.until(() => readAnnotations(commands.doc).length === 1);
    expect(readAnnotations(commands.doc)).toMatchObject([{ anchor: { quote: "remarkable zebra", state: "anchored" } }]);
  });

  test("a command is carried out once, however often it is sent", async () => {
    await freshBulletin();
    const text = await raw("text", "annotator");
    const commands = await raw("annotations", "annotator");
    const command = annotateWords(text.doc, "liquor jugs");
    const key = randomUUID();
    const again = await raw("annotations", "annotator");
    const answers = await Promise.all([commands.command(command, null, key), again.command(command, null, key)]);
    expect(answers.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await again.command(command, null, key)).toMatchObject({ ok: true });
    expect(readAnnotations(again.doc)).toHaveLength(1);
  });

  test("an anchor follows a cut and a paste", async () => {
    await freshBulletin();
    const text = await raw("text", "editor");
    const commands = await raw("annotations", "editor");
    await commands.command(annotateWords(text.doc, "quick brown fox"));
    const state = (): string | undefined => readAnnotations(commands.doc)[0]?.anchor?.state;
    text.edit((fragment) => blockText(fragment, 0).delete(0, 20));
    await commands.until(() => state() === "detached");
    text.edit((fragment) => blockText(fragment, 1).insert(0, "The quick brown fox "));
    await commands.until(() => state() === "moved");
    const page = await api<{ items: { target: { selector: { start?: number }[] } }[] }>(
      server,
      tokens.reader,
      `/bulletins/${bulletin}/annotations`,
    );
    const starts = page.items.flatMap(({ target }) =>
      target.selector.flatMap(({ start }) => (start === undefined ? [] : [start])),
    );
    expect(starts).toEqual([(await storedText()).indexOf("quick brown fox")]);
  });
});

describe("who may connect", () => {
  test.each([
    ["without credentials", null, {}, CLOSE.foreignOrigin.code],
    ["with our cookie's Origin but no session", null, { origin: "same" }, CLOSE.signedOut.code],
    ["with a wrong token", "glossa_wrong", {}, CLOSE.signedOut.code],
  ])("%s: closed with a final code", async (_name, token, { origin }: { origin?: string }, code) => {
    await freshBulletin();
    const client = RawClient.connect(server.url, bulletin, "text", token, {
      headers: origin ? { origin: server.url } : {},
    });
    expect((await client.closed).code).toBe(code);
  });

  test.each(["nothing", "text2"])("a room that does not exist (%s) is closed", async (room) => {
    const client = RawClient.connect(server.url, await freshBulletin(), room, tokens.owner);
    expect((await client.closed).code).toBe(CLOSE.notFound.code);
  });

  test("a bulletin that does not exist is closed", async () => {
    const client = RawClient.connect(server.url, randomUUID(), "text", tokens.owner);
    expect((await client.closed).code).toBe(CLOSE.notFound.code);
  });

  test("a message that can't be read closes its own socket only", async () => {
    await freshBulletin();
    const other = await raw("text", "editor");
    const client = await raw("text", "editor");
    client.socket.send(new Uint8Array([0, 2, 255, 255, 255, 255]));
    expect((await client.closed).code).toBe(CLOSE.malformed.code);
    await other.savedAt(other.edit((fragment) => blockText(fragment, 0).insert(0, "Still here. ")));
  });
});
