/**
 * A list of attacks on what is stored, each by a client written for it: whatever it sends, nothing is stored that its
 * sender may not write, and the server goes on. What attacks the door and the wire is in attacks-on-sockets.test.ts.
 */

import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import * as Y from "yjs";
import type { Role } from "../../domain/permissions/permissions.ts";
import { CLOSE, MESSAGE } from "../../domain/protocol/protocol.ts";
import { bulletinSchema } from "../../domain/schema/extensions.ts";
import { readAnnotations } from "../../domain/ydoc/annotations-doc.ts";
import { readBulletin } from "../../domain/ydoc/text-doc.ts";
import { textFragment } from "../../domain/ydoc/text-map.ts";
import { handWritten } from "../support/hand-written.ts";
import { commandAsIs, message, mutated, pelt, syncMessage } from "../support/hostile-client.ts";
import { makeBulletin, tokensByRole } from "../support/members.ts";
import { seededRandom } from "../support/random.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { annotateWords, blockText, RawClient } from "../support/sync-client.ts";

const PARAGRAPHS = ["The quick brown fox jumps over the lazy dog.", "Pack my box with five dozen liquor jugs."];

let server: TestServer;
let tokens: Record<Role, string>;
let bulletin: string;
const clients: RawClient[] = [];

beforeAll(async () => {
  server = await startServer();
  tokens = await tokensByRole(server);
});
afterAll(() => server?.stop());
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  // An attack is the sender's fault and nobody else's.
  expect(server.output()).not.toMatch(/"level":(50|60)/);
});

async function freshBulletin(): Promise<void> {
  bulletin = await makeBulletin(server, tokens.editor, PARAGRAPHS);
}

async function join(room: string, role: Role): Promise<RawClient> {
  const client = RawClient.connect(server.url, bulletin, room, tokens[role]);
  clients.push(client);
  await client.synced();
  return client;
}

/** The stored text with its sequence. */
async function stored(): Promise<{ text: string; sequence: string | null }> {
  const answer = await fetch(`${server.url}/api/v1/bulletins/${bulletin}/text`, {
    headers: { authorization: `Bearer ${tokens.reader}` },
  });
  return { text: await answer.text(), sequence: answer.headers.get("etag") };
}

/** The update that a change of this copy makes; the copy has it then. */
function updateOf(doc: Y.Doc, change: (blocks: Y.XmlFragment) => void): Uint8Array {
  const updates: Uint8Array[] = [];
  const collect = (update: Uint8Array): void => void updates.push(update);
  doc.on("update", collect);
  doc.transact(() => change(textFragment(doc)));
  doc.off("update", collect);
  return Y.mergeUpdates(updates);
}

function copyOf({ doc }: RawClient, clientId?: number): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  // Only now: Yjs takes another one when somebody else's changes come under its own.
  if (clientId !== undefined) copy.clientID = clientId;
  return copy;
}

const stateVectorOf = (writers: number): Uint8Array =>
  Buffer.concat([message(writers), ...Array.from({ length: writers }, (_, index) => message(2 ** 31 + index, 1))]);

const codes = ({ refused }: RawClient): string[] => refused.map(({ code }) => code);

describe("those who only read", () => {
  const CHANGES: Record<string, (blocks: Y.XmlFragment) => void> = {
    "new words": (blocks) => blockText(blocks, 0).insert(0, "FORGED "),
    "deleted words": (blocks) => blockText(blocks, 0).delete(0, 9),
    "a deleted block": (blocks) => blocks.delete(0, 1),
    "all deleted": (blocks) => blocks.delete(0, blocks.length),
    "bold words": (blocks) => blockText(blocks, 0).format(0, 9, { bold: {} }),
    "a link": (blocks) => blockText(blocks, 0).format(0, 9, { link: { href: "https://example.org" } }),
    "a new block": (blocks) => blocks.insert(0, [new Y.XmlElement("paragraph")]),
  };

  test.each(["reader", "annotator"] as const)("a %s changes nothing, by update or by step 2", async (role) => {
    await freshBulletin();
    const editor = await join("text", "editor");
    await editor.savedAt(editor.edit((blocks) => blockText(blocks, 1).format(0, 4, { bold: {} })));
    const before = await stored();
    for (const change of Object.values(CHANGES)) {
      const client = await join("text", role);
      const update = updateOf(copyOf(client), change);
      client.sendUpdate(update);
      client.sendStep2(update);
      await client.savedAt(client.mark());
      expect(codes(client)).toEqual(["forbidden", "forbidden"]);
    }
    expect(await stored()).toEqual(before);
  });

  test("an annotator does not take others' formatting away, as tidying up or otherwise", async () => {
    await freshBulletin();
    const editor = await join("text", "editor");
    await editor.savedAt(editor.edit((blocks) => blockText(blocks, 0).format(0, 9, { bold: {} })));
    const before = await stored();
    const annotator = await join("text", "annotator");
    const { clientID } = editor.doc;
    for (const clock of [0, 1]) annotator.sendUpdate(handWritten([], [[[clientID, clock], 1]]));
    annotator.sendStep2(handWritten([], [[[clientID, 0], 2]]));
    await annotator.savedAt(annotator.mark());
    expect(await stored()).toEqual(before);
    const fresh = await join("text", "reader");
    expect(blockText(textFragment(fresh.doc), 0).toDelta()[0]).toEqual({
      insert: "The quick",
      attributes: { bold: {} },
    });
  });

  test("a demoted editor's later changes are refused, and the earlier ones stay", async () => {
    await freshBulletin();
    const editor = await join("text", "editor");
    const update = updateOf(editor.doc, (blocks) => blockText(blocks, 0).insert(0, "Kept. "));
    editor.sendUpdate(update);
    await editor.savedAt(editor.mark());
    const reader = await join("text", "reader");
    // What the server has is no news, whoever sends it; what builds on it is.
    reader.sendStep2(Y.encodeStateAsUpdate(editor.doc));
    await reader.savedAt(reader.mark());
    expect(codes(reader)).toEqual([]);
    reader.sendStep2(updateOf(editor.doc, (blocks) => blockText(blocks, 0).insert(0, "FORGED ")));
    await reader.savedAt(reader.mark());
    expect(codes(reader)).toEqual(["forbidden"]);
    expect((await stored()).text).toMatch(/^Kept\. The quick/);
  });
});

describe("another's name", () => {
  test("on a command is not believed", async () => {
    await freshBulletin();
    const text = await join("text", "annotator");
    const owner = await join("annotations", "owner");
    await owner.command(annotateWords(text.doc, "lazy dog", { comment: "Mine." }));
    const [mine] = readAnnotations(owner.doc);
    if (!mine) throw new Error("The owner's annotation is missing.");
    const eve = await join("annotations", "annotator");
    const command = annotateWords(text.doc, "brown fox", { comment: "Signed by the owner." });
    const forged = { author: mine.author, userId: mine.author, actor: { id: mine.author, role: "owner" } };
    const envelope = { key: randomUUID(), command: { ...command, ...forged }, textMarker: null, ...forged };
    const { ok } = await commandAsIs(eve, JSON.stringify(envelope));
    if (!ok) await eve.command(command);
    await eve.until(() => readAnnotations(eve.doc).length > 1);
    for (const annotation of readAnnotations(eve.doc)) {
      const authors = new Set(
        [annotation.author, ...annotation.comments.map(({ author }) => author)].map(({ id }) => id),
      );
      expect(authors.has(mine.author.id)).toBe(annotation.id === mine.id);
      expect(authors.size).toBe(1);
    }
  });

  test("on an update, as its client id, is refused: also after the log was compacted and the server started anew", async () => {
    await freshBulletin();
    const editor = await join("text", "editor");
    // More than a snapshot waits for.
    for (let count = 0; count < 520; count++) {
      await editor.savedAt(editor.edit((blocks) => blockText(blocks, 0).insert(0, `${count} `)));
    }
    const { clientID } = editor.doc;
    const attack = async (): Promise<void> => {
      const before = await stored();
      const owner = await join("text", "owner");
      const squatting = copyOf(owner, clientID);
      const update = updateOf(squatting, (blocks) => blockText(blocks, 0).insert(0, "SQUATTED "));
      owner.sendUpdate(update);
      owner.sendStep2(update);
      await owner.savedAt(owner.mark());
      expect(codes(owner)).toEqual(["client-id-taken", "client-id-taken"]);
      expect(await stored()).toEqual(before);
    };
    await attack();
    const { dataDir } = server;
    expect(await server.stop()).toBe(0);
    server = await startServer({ dataDir });
    await attack();
    // To its owner the id still belongs.
    const again = await join("text", "editor");
    const own = updateOf(copyOf(again, clientID), (blocks) => blockText(blocks, 0).insert(0, "Mine. "));
    again.sendUpdate(own);
    await again.savedAt(again.mark());
    expect(codes(again)).toEqual([]);
    expect((await stored()).text).toMatch(/^Mine\. /);
  });

  test("on the server's own writing is refused", async () => {
    await freshBulletin();
    const editor = await join("text", "editor");
    editor.sendUpdate(updateOf(copyOf(editor, 1), (blocks) => blockText(blocks, 0).insert(0, "SEEDED ")));
    await editor.savedAt(editor.mark());
    expect(codes(editor)).toEqual(["client-id-taken"]);
  });
});

describe("updates that don't fit", () => {
  test("what builds on what never arrived is refused, and leaves nothing that waits", async () => {
    await freshBulletin();
    const editor = await join("text", "editor");
    const copy = copyOf(editor, 4711);
    const first = updateOf(copy, (blocks) => blockText(blocks, 0).insert(0, "one "));
    const second = updateOf(copy, (blocks) => blockText(blocks, 0).insert(4, "two "));
    const third = updateOf(copy, (blocks) => blockText(blocks, 0).delete(0, 4));
    const before = await stored();
    for (const update of [second, third, Y.mergeUpdates([second, third])]) editor.sendUpdate(update);
    await editor.savedAt(editor.mark());
    expect(codes(editor)).toEqual(["gap", "gap", "gap"]);
    expect(await stored()).toEqual(before);
    // Nothing of the refused ones comes up when the missing one arrives.
    editor.sendUpdate(first);
    await editor.savedAt(editor.mark());
    expect((await stored()).text).toMatch(/^one The quick/);
    editor.sendStep2(Y.encodeStateAsUpdate(copy));
    await editor.savedAt(editor.mark());
    expect((await stored()).text).toMatch(/^two The quick/);
  });

  test("what would part the copies, or break editors, is refused", async () => {
    await freshBulletin();
    const editor = await join("text", "editor");
    const words = blockText(textFragment(editor.doc), 0)._start?.id;
    if (!words) throw new Error("The block has no words.");
    const at = (offset: number): [number, number] => [words.client, words.clock + offset];
    const one = (struct: Parameters<typeof handWritten>[0][number]["structs"][number]): Uint8Array =>
      handWritten([{ client: 4711, clock: 0, structs: [struct] }]);
    const hostile: Uint8Array[] = [
      one({ origin: at(9), right: at(4), content: { words: "x" } }),
      one({ origin: at(4), right: at(9), content: { words: "x" } }),
      one({ parent: "default", content: { node: "script" } }),
      one({ parent: "elsewhere", content: { words: "x" } }),
      one({ parent: "default", key: "onclick", content: { value: "alert(1)" } }),
      one({ origin: at(4), content: { mark: ["link", { href: "javascript:alert(1)" }] } }),
      one({ content: { gc: 2 ** 40 } }),
    ];
    const before = await stored();
    for (const update of hostile) editor.sendUpdate(update);
    await editor.savedAt(editor.mark());
    expect(codes(editor)).toEqual(hostile.map(() => "invalid-structure"));
    expect(await stored()).toEqual(before);
  });
});

describe("commands that are none", () => {
  const SHAPES: [string, string][] = [
    ["nothing", "null"],
    ["a list", "[]"],
    ["a number", "1e999"],
    ["no key", '{"command":{"name":"delete-annotation"}}'],
    ["a key of a megabyte", JSON.stringify({ key: "k".repeat(2 ** 20), command: { name: "delete-annotation" } })],
    ["a key that is an object", '{"key":{"toString":1},"command":{"name":"delete-annotation"},"textMarker":null}'],
    [
      "prototypes",
      '{"__proto__":{"key":"x"},"constructor":{"prototype":{"polluted":true}},"command":{"__proto__":{}}}',
    ],
    ["a command named like a method", '{"key":"KEY","command":{"name":"constructor"},"textMarker":null}'],
    ["a command named like a prototype", '{"key":"KEY","command":{"name":"__proto__"},"textMarker":null}'],
    [
      "wrong types",
      '{"key":"KEY","command":{"name":"add-comment","annotation":[],"comment":7,"text":{}},"textMarker":3}',
    ],
    ["a text marker far away", '{"key":"KEY","command":{"name":"reopen-thread","annotation":"ID"},"textMarker":null}'],
    ["deep lists", "[".repeat(200_000) + "]".repeat(200_000)],
    ["deep objects", `${'{"command":'.repeat(100_000)}1${"}".repeat(100_000)}`],
    [
      "many keys",
      JSON.stringify(Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, index]))),
    ],
  ];

  test.each(SHAPES)("%s: refused, and the next one is carried out", async (_, json) => {
    await freshBulletin();
    const text = await join("text", "annotator");
    const client = await join("annotations", "annotator");
    const answer = await commandAsIs(client, json.replace("KEY", randomUUID()).replace("ID", randomUUID()));
    expect(answer).toMatchObject({ ok: false });
    expect(await client.command(annotateWords(text.doc, "lazy dog"))).toMatchObject({ ok: true });
    expect(readAnnotations(client.doc)).toHaveLength(1);
  });

  test("commands on the text room, and updates on the others", async () => {
    await freshBulletin();
    const text = await join("text", "owner");
    const answer = await text.command(annotateWords(text.doc, "lazy dog"));
    const annotations = await join("annotations", "owner");
    expect(readAnnotations(annotations.doc)).toHaveLength(answer.ok ? 1 : 0);
    for (const room of ["annotations", "private"]) {
      const client = await join(room, "owner");
      const forged = new Y.Doc();
      forged.getMap("annotations").set(randomUUID(), new Y.Map([["kind", "highlight"]]));
      client.sendStep2(Y.encodeStateAsUpdate(forged));
      await client.savedAt(client.mark());
      expect(codes(client)).toEqual(["forbidden"]);
    }
  });
});

describe("messages that are none", () => {
  const IGNORED: [string, Uint8Array | string][] = [
    ["a text in place of bytes", "{}"],
    ["an unknown kind", message(4)],
    ["a kind of a later version", message(107, "from the future")],
    ["y-websocket's auth", message(MESSAGE.auth, 0, "denied")],
    ["the server's own kinds", message(MESSAGE.saved, 99)],
    ["a hello of a later schema", message(MESSAGE.hello, 1_000_000_000, "replica")],
  ];
  test.each(IGNORED)("%s: ignored", async (_, frame) => {
    await freshBulletin();
    const client = await join("text", "editor");
    client.socket.send(frame);
    await client.savedAt(client.mark());
    await client.savedAt(client.edit((blocks) => blockText(blocks, 0).insert(0, "Still here. ")));
  });

  const whole = syncMessage(2, handWritten([]));
  const CLOSED: [string, Uint8Array, number][] = [
    ["nothing", new Uint8Array(), CLOSE.malformed.code],
    ["an unknown step", syncMessage(3, handWritten([])), CLOSE.malformed.code],
    ["a sync message in a sync message", syncMessage(2, whole), CLOSE.malformed.code],
    ["a sync message in a step 1", syncMessage(0, message(9, 9, 9, whole)), CLOSE.malformed.code],
    ["half a message", whole.subarray(0, 2), CLOSE.malformed.code],
    ["a number without end", new Uint8Array(40).fill(255), CLOSE.malformed.code],
    ["a command that is no JSON", message(MESSAGE.command, '{"key":'), CLOSE.malformed.code],
    ["presence that is no JSON", message(MESSAGE.awareness, message(1, 5, 1, "{")), CLOSE.malformed.code],
    ["a copy's name of a megabyte", message(MESSAGE.hello, 1, "r".repeat(2 ** 20)), CLOSE.malformed.code],
    ["a state of ever so many writers", syncMessage(0, stateVectorOf(100_000)), CLOSE.malformed.code],
    ["a hello without a schema", message(MESSAGE.hello, 0, "replica"), CLOSE.outdatedSchema.code],
  ];
  test.each(CLOSED)("%s: closed with a final code, and others are not", async (_, frame, code) => {
    await freshBulletin();
    const other = await join("text", "editor");
    const client = await join("text", "editor");
    client.socket.send(frame);
    expect((await client.closed).code).toBe(code);
    await other.savedAt(other.edit((blocks) => blockText(blocks, 0).insert(0, "Still here. ")));
  });
});

describe("ten thousand mutated frames", { timeout: 120_000 }, () => {
  const FRAMES = 10_000;
  const SOCKETS = 12;

  /** One frame of each kind, as a client with this copy would send it; each update by a program of its own. */
  function frames(doc: Y.Doc, random: ReturnType<typeof seededRandom>, count: number): Uint8Array[] {
    const changes: ((blocks: Y.XmlFragment) => void)[] = [
      (blocks) => blockText(blocks, 0).insert(3, "new words"),
      (blocks) => blockText(blocks, 1).delete(2, 3),
      (blocks) => blockText(blocks, 0).format(2, 5, { bold: {} }),
      (blocks) => blockText(blocks, 1).format(2, 5, { link: { href: "https://example.org" } }),
      (blocks) => {
        const block = new Y.XmlElement("heading");
        block.setAttribute("level", "2");
        blocks.insert(1, [block, new Y.XmlElement("paragraph")]);
      },
    ];
    const updates = changes.flatMap((change, index) =>
      [1000, 2000, 3000].map((from) => {
        const copy = new Y.Doc();
        copy.clientID = from + index;
        Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
        return updateOf(copy, change);
      }),
    );
    const valid = [
      ...updates.map((update) => syncMessage(2, update)),
      syncMessage(1, Y.mergeUpdates(updates)),
      syncMessage(1, Y.encodeStateAsUpdate(doc)),
      syncMessage(0, Y.encodeStateVector(doc)),
      message(MESSAGE.awareness, message(1, 77, 1, JSON.stringify({ cursor: { anchor: "a", head: "b" } }))),
      message(MESSAGE.queryAwareness),
      message(MESSAGE.hello, 1, randomUUID()),
      message(
        MESSAGE.command,
        JSON.stringify({ key: randomUUID(), command: annotateWords(doc, "lazy dog"), textMarker: null }),
      ),
    ];
    return Array.from({ length: count }, () => {
      // Most are updates.
      const frame = valid[random.below(random.below(3) > 0 ? updates.length : valid.length)];
      return mutated(frame ?? new Uint8Array(), random);
    });
  }

  test.each(["reader", "annotator"] as const)("of a %s: nothing is stored", async (role) => {
    await freshBulletin();
    const random = seededRandom();
    const watching = await join("text", "editor");
    const before = await stored();
    const mine = frames(watching.doc, random, FRAMES / 4);
    const { survived, closed } = await pelt(() => join("text", role), mine, SOCKETS);
    expect(await stored(), `seed ${random.seed}`).toEqual(before);
    expect(survived, `seed ${random.seed}`).toBeGreaterThan(mine.length / 10);
    expect(
      [...closed.keys()].filter((code) => code !== CLOSE.malformed.code && code !== CLOSE.outdatedSchema.code),
    ).toEqual([]);
    await watching.savedAt(watching.edit((blocks) => blockText(blocks, 0).insert(0, "Still here. ")));
  });

  test("of an editor: what is stored is a text, the same on every screen and after a restart", async () => {
    await freshBulletin();
    const random = seededRandom();
    const watching = await join("text", "reader");
    const mine = frames(watching.doc, random, FRAMES / 2);
    const { survived } = await pelt(() => join("text", "editor"), mine, SOCKETS);
    expect(survived, `seed ${random.seed}`).toBeGreaterThan(mine.length / 10);
    const last = await join("text", "editor");
    await last.savedAt(last.edit((blocks) => blocks.insert(0, [new Y.XmlElement("paragraph")])));
    await watching.until(() => textFragment(watching.doc).length === textFragment(last.doc).length);
    const shown = textFragment(watching.doc).toString();
    bulletinSchema().nodeFromJSON(readBulletin(watching.doc)).check();
    const before = await stored();
    const { dataDir } = server;
    expect(await server.stop()).toBe(0);
    server = await startServer({ dataDir });
    const fresh = await join("text", "reader");
    expect(textFragment(fresh.doc).toString(), `seed ${random.seed}`).toBe(shown);
    expect(textFragment(last.doc).toString(), `seed ${random.seed}`).toBe(shown);
    expect(await stored(), `seed ${random.seed}`).toEqual(before);
  });
});
