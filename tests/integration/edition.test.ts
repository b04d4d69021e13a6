import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Role } from "../../domain/permissions/permissions.ts";
import type { EditionReport } from "../../server/commands/editions.ts";
import { api, tokensByRole } from "../support/members.ts";
import { newEdition } from "../support/new-edition.ts";
import { startServer, type TestServer } from "../support/server.ts";

const EDITION = newEdition();
const BEFORE = "The ship left the port at noon.\n\nNobody saw it go, and nobody wrote it down.\n\nIt came back in May.";
const AFTER = "The ship left the port at dawn.\n\nIt came back in May.\n\nA second ship followed it.";

let server: TestServer;
let tokens: Record<Role, string>;

beforeAll(async () => {
  server = await startServer();
  tokens = await tokensByRole(server);
});
afterAll(() => server.stop());

interface Item {
  id: string;
  "glossa:state": string;
  target: { selector: { type: string; exact?: string; start?: number; end?: number }[] };
}

async function bulletin(text: string, repair = false): Promise<string> {
  const body = JSON.stringify({ title: "A bulletin", text, format: "text", repair });
  return (await api<{ id: string }>(server, tokens.editor, "/bulletins", { method: "POST", body })).id;
}

/** By quote and position, which tells twins apart. Gives the annotation's id. */
async function annotate(id: string, text: string, start: number, exact: string): Promise<string> {
  const before = [...text.slice(0, start)].length;
  const selector = [
    { type: "TextQuoteSelector", exact },
    { type: "TextPositionSelector", start: before, end: before + [...exact].length },
  ];
  const body = JSON.stringify({ motivation: "highlighting", target: { selector } });
  const made = await api<Item>(server, tokens.annotator, `/bulletins/${id}/annotations`, { method: "POST", body });
  return made.id.replace("urn:uuid:", "");
}

const ask = (id: string, body: object | FormData, token = tokens.editor, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/api/v1/bulletins/${id}/editions`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      ...(body instanceof FormData ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    body: body instanceof FormData ? body : JSON.stringify(body),
  });

const report = async (id: string, body: object): Promise<EditionReport> => (await ask(id, body)).json();

const textOf = async (id: string): Promise<string> =>
  (
    await fetch(`${server.url}/api/v1/bulletins/${id}/text`, { headers: { authorization: `Bearer ${tokens.reader}` } })
  ).text();

const detail = async (answer: Response): Promise<string> => {
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  return ((await answer.json()) as { detail: string }).detail;
};

describe("a new edition of the sample with 30 % of its paragraphs changed", () => {
  it("does what its report said, with not one wrong attachment", async () => {
    const id = await bulletin(EDITION.before, true);
    expect(await textOf(id)).toBe(EDITION.plainBefore);
    const ids: string[] = [];
    for (const { start, words } of EDITION.passages) ids.push(await annotate(id, EDITION.plainBefore, start, words));

    const revised = { text: EDITION.after, format: "text", repair: true };
    const { seq, digest, items, counts } = await report(id, revised);
    const fates = new Map(items.map((item) => [item.id, item.state]));
    expect(ids.map((own) => fates.get(own))).toEqual(EDITION.passages.map(({ fate }) => fate));
    expect(Object.values(counts).reduce((sum, number) => sum + number)).toBe(EDITION.passages.length);
    expect(await textOf(id)).toBe(EDITION.plainBefore);

    expect((await ask(id, { ...revised, accept: true, seq, digest })).status).toBe(200);
    expect(await textOf(id)).toBe(EDITION.plainAfter);
    const page = await api<{ items: Item[] }>(server, tokens.reader, `/bulletins/${id}/annotations`);
    const placed = new Map(page.items.map((item) => [item.id.replace("urn:uuid:", ""), item]));
    EDITION.passages.forEach(({ words, fate, after }, at) => {
      const item = placed.get(ids[at] ?? "");
      const position = item?.target.selector.find(({ type }) => type === "TextPositionSelector");
      const quote = item?.target.selector.find(({ type }) => type === "TextQuoteSelector");
      const expected = after && {
        start: [...EDITION.plainAfter.slice(0, after.start)].length,
        words: after.words,
      };
      const found = position && {
        start: position.start,
        words: [...EDITION.plainAfter].slice(position.start, position.end).join(""),
      };
      expect([words, found ?? null]).toEqual([words, expected]);
      expect(quote?.exact).toBe(after?.words ?? words);
      const states = {
        exact: "anchored",
        changed: "anchored",
        moved: "moved",
        uncertain: "uncertain",
        detached: "detached",
      };
      expect([words, item?.["glossa:state"]]).toEqual([words, states[fate]]);
    });
  });
});

describe("POST …/editions", () => {
  it("is for editors and owners, and answers nobody else", async () => {
    const id = await bulletin(BEFORE);
    for (const role of ["reader", "annotator"] as const) {
      const answer = await ask(id, { text: AFTER }, tokens[role]);
      expect(answer.status).toBe(403);
      expect(await detail(answer)).toBe("Only editors and owners can upload a new edition.");
      expect((await ask(id, { text: AFTER, accept: true, seq: 1 }, tokens[role])).status).toBe(403);
    }
    expect((await ask(id, { text: AFTER }, "no token")).status).toBe(401);
    expect((await ask(id, { text: AFTER }, tokens.owner)).status).toBe(200);
    expect((await ask("00000000-0000-4000-8000-000000000000", { text: AFTER })).status).toBe(404);
    expect(await textOf(id)).toBe(BEFORE);
  });

  it("reports and accepts a file, by If-Match, once for a key", async () => {
    const id = await bulletin(BEFORE);
    const form = (fields: Record<string, string> = {}): FormData => {
      const all = new FormData();
      all.set("file", new File([AFTER], "revised.txt"));
      for (const [name, value] of Object.entries(fields)) all.set(name, value);
      return all;
    };
    const asked = await ask(id, form());
    const made: EditionReport = await asked.json();
    expect(made).toMatchObject({ items: [], text: { same: 1, changed: 1, removed: 1, added: 1 } });
    const tag = asked.headers.get("etag") ?? "";
    expect(tag).toBe(`"${made.seq}"`);
    const headers = { "if-match": tag, "idempotency-key": "pressed twice" };
    const accept = () => ask(id, form({ accept: "true", title: "Second edition" }), tokens.editor, headers);
    const answers = await Promise.all([accept(), accept()]);
    answers.push(await accept());
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const seqs = await Promise.all(answers.map(async (answer) => ((await answer.json()) as { seq: number }).seq));
    expect(new Set(seqs).size).toBe(1);
    expect(await textOf(id)).toBe(AFTER);
    expect(await api(server, tokens.reader, `/bulletins/${id}`)).toMatchObject({
      title: "Second edition",
      author: null,
    });
  });

  it("refuses what a report no longer says, with a sentence", async () => {
    const id = await bulletin(BEFORE);
    const first = await report(id, { text: AFTER });
    const other = { text: `${BEFORE}\n\nA last word.` };
    const second = await report(id, other);
    expect((await ask(id, { ...other, accept: true, seq: second.seq })).status).toBe(200);
    const late = await ask(id, { text: AFTER, accept: true, seq: first.seq });
    expect(late.status).toBe(409);
    expect(await detail(late)).toMatch(
      /have changed since this report was made\. Nothing was replaced; ask for a new report\.$/,
    );
    expect(await textOf(id)).toBe(other.text);

    const third = await report(id, { text: AFTER });
    await annotate(id, other.text, 0, "The ship");
    const { seq, digest } = third;
    expect((await ask(id, { text: AFTER, accept: true, seq, digest })).status).toBe(409);
  });

  it("says what is wrong with bad input", async () => {
    const id = await bulletin(BEFORE);
    const refusals: [object | FormData, number, RegExp][] = [
      [{}, 400, /“text”/],
      [{ text: AFTER, format: "docx" }, 400, /“format”/],
      [{ text: AFTER, accept: true }, 400, /Say which report is accepted/],
      [{ text: AFTER, accept: true, seq: "1" }, 400, /“seq”/],
      [{ text: " \n " }, 422, /There is no text in it/],
      [new FormData(), 400, /field “file”/],
      [{ text: "a".repeat(5 * 1024 * 1024 + 1) }, 413, /at most 5 MB/],
      [{ text: "a".repeat(7 * 1024 * 1024) }, 413, /up to 6 MB/],
    ];
    for (const [body, status, sentence] of refusals) {
      const answer = await ask(id, body);
      expect(answer.status).toBe(status);
      expect(await detail(answer)).toMatch(sentence);
    }
    const picture = new FormData();
    picture.set("file", new File([new Uint8Array([0, 1, 2, 0])], "revised.txt"));
    expect((await ask(id, picture)).status).toBe(422);
    expect(await textOf(id)).toBe(BEFORE);
  });

  it("takes a text of five megabytes, and says how large the comparison is that it cuts short", async () => {
    const words = "The committee met again and found the figures of the spring unchanged in every port it looked at.";
    const paragraphs = (note: string): string =>
      Array.from(
        { length: 24_000 },
        (_, at) => `${at} ${words} ${at % 3 === 0 ? note : ""}${at * 7} tons.${" It rained.".repeat(8)}`,
      )
        .join("\n\n")
        .slice(0, 5 * 1024 * 1024);
    const id = await bulletin(paragraphs(""));
    const began = performance.now();
    const made = await report(id, { text: paragraphs("About ") });
    const took = performance.now() - began;
    expect(made.text.changed).toBeGreaterThan(7000);
    expect(made.text).toMatchObject({ moved: 0 });
    expect(made.comparison.length).toBeLessThanOrEqual(400);
    expect(made.comparisonLeft).toBeGreaterThan(0);
    const done = await ask(id, { text: paragraphs("About "), accept: true, seq: made.seq, digest: made.digest });
    expect(done.status).toBe(200);
    expect(await textOf(id)).toBe(paragraphs("About ").trimEnd());
    expect(took).toBeLessThan(60_000);
  }, 180_000);
});
