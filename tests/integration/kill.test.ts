/**
 * The server is killed (SIGKILL) at random moments while several people write text and send commands. Whatever it
 * acknowledged is there after the next start, once; and nobody ever saw what is not.
 */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAnnotations } from "../../domain/ydoc/annotations-doc.ts";
import { readTextMap } from "../../domain/ydoc/text-map.ts";
import { api, makeBulletin, tokensByRole } from "../support/members.ts";
import { hasPostgres, startPostgres, type TestPostgres } from "../support/postgres.ts";
import { type Random, seededRandom } from "../support/random.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { annotateWords, blockText, RawClient } from "../support/sync-client.ts";

/** Rounds in CI; more by command: GLOSSA_KILLS=100 npx vitest run tests/integration/kill.test.ts */
const ROUNDS = Number(process.env.GLOSSA_KILLS ?? 4);

/** What the server said it has. */
interface Acknowledged {
  words: Set<string>;
  annotations: Set<string>;
  comments: Map<string, string>;
}

interface Site {
  server: TestServer;
  bulletin: string;
  tokens: { editor: string; annotator: string };
}

/** One editor types words of its own; resolves when the socket is gone. */
async function typeWords(
  { server, bulletin, tokens }: Site,
  random: Random,
  known: Acknowledged,
  onAck: () => void,
): Promise<void> {
  const client = RawClient.connect(server.url, bulletin, "text", tokens.editor);
  await client.synced();
  for (;;) {
    const word = `w${randomUUID().slice(0, 8)}`;
    const n = client.edit((fragment) => {
      const text = blockText(fragment, random.below(fragment.length));
      // Between words, so that none is ever split.
      const gaps = [...text.toString().matchAll(/ /g)].map(({ index }) => index);
      text.insert(gaps[random.below(gaps.length)] ?? 0, ` ${word} `);
    });
    await client.savedAt(n);
    known.words.add(word);
    onAck();
  }
}

/** One annotator marks and comments, on its own copy of the text. */
async function annotate(
  { server, bulletin, tokens }: Site,
  random: Random,
  known: Acknowledged,
  onAck: () => void,
): Promise<void> {
  const text = RawClient.connect(server.url, bulletin, "text", tokens.annotator);
  const client = RawClient.connect(server.url, bulletin, "annotations", tokens.annotator);
  await Promise.all([text.synced(), client.synced()]);
  for (;;) {
    const words = readTextMap(text.doc).text.match(/[A-Z][a-z]+ [a-z]+/g) ?? [];
    const quote = words[random.below(words.length)] ?? "The quick";
    const command = annotateWords(text.doc, quote, { comment: `about ${quote}` });
    const answer = await client.command(command);
    // An edit that arrived first may have taken the words away; that is no loss.
    if (!answer.ok) continue;
    known.annotations.add(command.annotation);
    onAck();
    const comment = randomUUID();
    const reply = await client.command({
      name: "add-comment",
      annotation: command.annotation,
      comment,
      text: `reply ${comment}`,
    });
    if (!reply.ok) throw new Error(reply.refusal.text);
    known.comments.set(comment, command.annotation);
    onAck();
  }
}

/** Reads everything; what it ever saw has to be there after the kill too. */
async function watch({ server, bulletin, tokens }: Site): Promise<() => { words: string; annotations: string[] }> {
  const text = RawClient.connect(server.url, bulletin, "text", tokens.annotator);
  const annotations = RawClient.connect(server.url, bulletin, "annotations", tokens.annotator);
  await Promise.all([text.synced(), annotations.synced()]);
  return () => ({
    words: readTextMap(text.doc).text,
    annotations: readAnnotations(annotations.doc).map(({ id }) => id),
  });
}

async function round(
  site: Site,
  random: Random,
  known: Acknowledged,
): Promise<{ words: string[]; annotations: string[] }> {
  const seen = await watch(site);
  let left = 3 + random.below(40);
  let kill: Promise<void> | null = null;
  const onAck = (): void => {
    left -= 1;
    if (left <= 0) kill ??= site.server.kill();
  };
  const workers = [typeWords, typeWords, annotate, annotate].map((work) => work(site, random, known, onAck));
  // Each works until its socket is gone.
  const ends = await Promise.allSettled(workers);
  for (const end of ends) expect(String(end.status === "rejected" && end.reason)).toMatch(/socket was closed/);
  await kill;
  const { words, annotations } = seen();
  return { words: words.match(/w[0-9a-f]{8}/g) ?? [], annotations };
}

async function check(site: Site, known: Acknowledged, seen: { words: string[]; annotations: string[] }): Promise<void> {
  const text = RawClient.connect(site.server.url, site.bulletin, "text", site.tokens.annotator);
  const client = RawClient.connect(site.server.url, site.bulletin, "annotations", site.tokens.annotator);
  await Promise.all([text.synced(), client.synced()]);
  const words: string[] = readTextMap(text.doc).text.match(/w[0-9a-f]{8}/g) ?? [];
  const annotations = readAnnotations(client.doc);
  const ids = new Set(annotations.map(({ id }) => id));
  const comments = annotations.flatMap((annotation) => annotation.comments.map(({ id }) => id));
  expect(words.length, "no word twice").toBe(new Set(words).size);
  expect(comments.length, "no comment twice").toBe(new Set(comments).size);
  expect(
    [...known.words].filter((word) => !words.includes(word)),
    "acknowledged words lost",
  ).toEqual([]);
  expect(
    [...known.annotations].filter((id) => !ids.has(id)),
    "acknowledged annotations lost",
  ).toEqual([]);
  expect(
    [...known.comments.keys()].filter((id) => !comments.includes(id)),
    "acknowledged comments lost",
  ).toEqual([]);
  expect(
    seen.words.filter((word) => !words.includes(word)),
    "words seen but lost",
  ).toEqual([]);
  expect(
    seen.annotations.filter((id) => !ids.has(id)),
    "annotations seen but lost",
  ).toEqual([]);

  const page = await api<{ items: { id: string }[] }>(
    site.server,
    site.tokens.annotator,
    `/bulletins/${site.bulletin}/annotations?limit=10000`,
  );
  expect(new Set(page.items.map(({ id }) => id.replace("urn:uuid:", ""))), "the API agrees").toEqual(ids);
  const list = await api<{ items: { id: string; annotations: number }[] }>(
    site.server,
    site.tokens.annotator,
    "/bulletins",
  );
  expect(list.items.find(({ id }) => id === site.bulletin)?.annotations, "the rows agree").toBe(ids.size);
  text.close();
  client.close();
}

async function torture(env: Record<string, string>): Promise<void> {
  const random = seededRandom();
  try {
    let server = await startServer({ env });
    const { editor, annotator } = await tokensByRole(server, ["editor", "annotator"]);
    const tokens = { editor, annotator };
    const paragraphs = Array.from(
      { length: 6 },
      (_, index) => `The quick fox number ${index} met Another dog in Some town.`,
    );
    const bulletin = await makeBulletin(server, editor, paragraphs);
    const known: Acknowledged = { words: new Set(), annotations: new Set(), comments: new Map() };
    for (let index = 0; index < ROUNDS; index++) {
      const seen = await round({ server, bulletin, tokens }, random, known);
      server = await startServer({ env, dataDir: server.dataDir });
      await check({ server, bulletin, tokens }, known, seen);
    }
    expect(known.words.size + known.annotations.size + known.comments.size).toBeGreaterThan(ROUNDS);
    expect(await server.stop()).toBe(0);
  } catch (error) {
    throw new Error(`Run it again with GLOSSA_SEED=${random.seed}`, { cause: error });
  }
}

describe("nothing acknowledged is lost by a kill", () => {
  test("on the embedded database", () => torture({}), 60_000 + ROUNDS * 30_000);

  describe.skipIf(!hasPostgres())("on PostgreSQL", () => {
    let postgres: TestPostgres;
    beforeAll(async () => {
      postgres = await startPostgres();
    });
    afterAll(() => postgres?.stop());

    test("the same", () => torture({ DATABASE_URL: postgres.url }), 60_000 + ROUNDS * 30_000);
  });
});
