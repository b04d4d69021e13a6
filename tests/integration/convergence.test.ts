/** Yjs's own random tests through our server: whatever happens in whatever order, all copies are the same in the end. */

import * as prng from "lib0/prng";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as Y from "yjs";
import { compare } from "yjs/testHelper";
import type { Role } from "../../domain/permissions/permissions.ts";
import { plainText } from "../../domain/schema/plain-text.ts";
import { readBulletin } from "../../domain/ydoc/text-doc.ts";
import { textFragment } from "../../domain/ydoc/text-map.ts";
import { applyRandomModifications, type Modification, type SocketInstance } from "../support/convergence.ts";
import { makeBulletin, tokensByRole } from "../support/members.ts";
import { seededRandom } from "../support/random.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { RawClient } from "../support/sync-client.ts";
import { type Edit, TextClient } from "../support/text-client.ts";

/** Thousands by hand: GLOSSA_ROUNDS=5000 npx vitest run tests/integration/convergence.test.ts */
const ROUNDS = Number(process.env.GLOSSA_ROUNDS ?? 20);
const ITERATIONS = 100;
const PARAGRAPHS = ["Ships change names and flags.", "See the list of names.", "A last paragraph."];

let server: TestServer;
let tokens: Record<Role, string>;

beforeAll(async () => {
  server = await startServer();
  tokens = await tokensByRole(server);
});
afterAll(() => server?.stop());

/** A text of the document at random; null when it has none. */
function someText(user: Y.Doc, gen: prng.PRNG): Y.XmlText | null {
  const texts = [...textFragment(user).createTreeWalker((node) => node instanceof Y.XmlText)];
  const text = texts.length > 0 ? prng.oneOf(gen, texts) : null;
  return text instanceof Y.XmlText ? text : null;
}

function paragraphOf(words: string): Y.XmlElement {
  const block = new Y.XmlElement("paragraph");
  const text = new Y.XmlText();
  text.insert(0, words);
  block.insert(0, [text]);
  return block;
}

/** As in yjs/tests/y-text.tests.js and y-xml.tests.js, in what a bulletin's text may hold. */
const OF_YJS: Modification[] = [
  (user, gen) => {
    const text = someText(user, gen);
    text?.insert(prng.int32(gen, 0, text.length), prng.utf16String(gen).replaceAll("\uFFFD", "?"));
  },
  (user, gen) => {
    const text = someText(user, gen);
    text?.insert(
      prng.int32(gen, 0, text.length),
      prng.word(gen, 1, 6),
      prng.oneOf(gen, [{ bold: {} }, { italic: {} }]),
    );
  },
  (user, gen) => {
    const text = someText(user, gen);
    if (!text || text.length === 0) return;
    const from = prng.int32(gen, 0, text.length - 1);
    text.delete(from, prng.int32(gen, 1, Math.min(5, text.length - from)));
  },
  (user, gen) => {
    const text = someText(user, gen);
    if (!text || text.length === 0) return;
    const from = prng.int32(gen, 0, text.length - 1);
    const marks = [
      { bold: {} },
      { bold: null },
      { italic: {} },
      { link: { href: "https://example.org" } },
      { link: null },
    ];
    text.format(from, prng.int32(gen, 1, text.length - from), prng.oneOf(gen, marks));
  },
  (user, gen) => {
    const blocks = textFragment(user);
    blocks.insert(prng.int32(gen, 0, blocks.length), [paragraphOf(prng.word(gen, 1, 9))]);
  },
  (user, gen) => {
    const blocks = textFragment(user);
    if (blocks.length > 3) blocks.delete(prng.int32(gen, 0, blocks.length - 1), 1);
  },
];

/** As the editor makes them. */
function editAt(gen: prng.PRNG): Edit {
  const at = prng.real53(gen);
  const to = Math.min(1, at + prng.real53(gen) / 8);
  return prng.oneOf<Edit>(gen, [
    { do: "type", at, text: prng.word(gen, 1, 8) },
    { do: "delete", from: at, to },
    { do: "split", at },
    { do: "split", at },
    { do: "join", at },
    { do: "join", at },
    { do: "bold", from: at, to },
    { do: "unmark", from: at, to },
    { do: "link", from: at, to, href: "https://example.org" },
    { do: "heading", at, level: prng.int32(gen, 1, 4) },
    { do: "wrap", at, in: "bulletList" },
    { do: "lift", at },
    { do: "move", from: at, to: prng.real53(gen) },
    { do: "undo" },
    { do: "redo" },
  ]);
}

const editors = new WeakMap<SocketInstance, TextClient>();

const OF_EDITOR: Modification = (user, gen) => {
  if (textFragment(user).length === 0) return;
  const editor = editors.get(user) ?? new TextClient(user.clientID, Y.encodeStateAsUpdate(user), user);
  editors.set(user, editor);
  editor.edit(editAt(gen));
};

interface Outcome {
  users: SocketInstance[];
  /** Who was there from the beginning and wrote nothing. */
  reader: RawClient;
  bulletin: string;
  seed: number;
}

async function round(modifications: Modification[]): Promise<Outcome> {
  const { seed } = seededRandom();
  const bulletin = await makeBulletin(server, tokens.editor, PARAGRAPHS);
  const reader = RawClient.connect(server.url, bulletin, "text", tokens.reader);
  await reader.synced();
  const connections = (["editor", "owner", "editor", "owner", "editor"] as const).map((role, index) => ({
    address: `${server.url.replace("http", "ws")}/sync/${bulletin}/text?token=${tokens[role]}`,
    manner: index < 2 ? ("stock" as const) : ("ours" as const),
  }));
  const users = await applyRandomModifications(prng.create(seed), connections, modifications, ITERATIONS);
  return { users, reader, bulletin, seed };
}

/** Everything that is there of the bulletin is the same. */
async function expectEqual({ users, reader, bulletin, seed }: Outcome): Promise<void> {
  const [first] = users;
  if (!first) throw new Error("There are no users.");
  const shown = textFragment(first).toString();
  for (const user of users) {
    expect(user.refused, `seed ${seed}`).toEqual([]);
    expect(textFragment(user).toString(), `seed ${seed}`).toBe(shown);
  }
  const fresh = RawClient.connect(server.url, bulletin, "text", tokens.reader);
  await fresh.synced();
  expect(textFragment(fresh.doc).toString(), `seed ${seed}, joined`).toBe(shown);
  await reader.until(() => Y.equalSnapshots(Y.snapshot(reader.doc), Y.snapshot(fresh.doc)));
  expect(textFragment(reader.doc).toString(), `seed ${seed}, reading all along`).toBe(shown);
  fresh.close();
  reader.close();
  const answer = await fetch(`${server.url}/api/v1/bulletins/${bulletin}/text`, {
    headers: { authorization: `Bearer ${tokens.reader}` },
  });
  expect(await answer.text(), `seed ${seed}`).toBe(plainText(readBulletin(first)));
}

describe("copies on five sockets that break and come back", { timeout: 60_000 + ROUNDS * 10_000 }, () => {
  test("are the same after Yjs's random changes, down to the parts they are stored as", async () => {
    for (let left = ROUNDS; left > 0; left--) {
      const outcome = await round(OF_YJS);
      await expectEqual(outcome);
      compare(outcome.users);
    }
  });

  test("are the same after an editor's splits, joins, wraps, moves and undoing", async () => {
    for (let left = ROUNDS; left > 0; left--) {
      const outcome = await round([OF_EDITOR, OF_EDITOR, OF_EDITOR, ...OF_YJS]);
      await expectEqual(outcome);
      for (const user of outcome.users) user.destroy();
    }
  });
});
