// @vitest-environment node
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Application } from "../../server/application.ts";
import { gateway, installGateway } from "../../server/gateway.ts";
import { startApplication } from "../../server/start-application.ts";

// The route handlers run on the real application; Auth.js, which only works inside Next, is left out.
vi.mock("../../app/session.ts", () => ({
  principalOfRequest: async (request: Request) => {
    const token = request.headers.get("authorization")?.slice("Bearer ".length) ?? "";
    const principal = await gateway().people.byToken(token);
    if (!principal) throw new Error("the test sent no token");
    return principal;
  },
}));
vi.mock("next/navigation", () => ({ unstable_rethrow: () => {} }));

const bulletins = await import("../../app/api/v1/bulletins/route.ts");
const bulletin = await import("../../app/api/v1/bulletins/[id]/route.ts");
const text = await import("../../app/api/v1/bulletins/[id]/text/route.ts");
const exported = await import("../../app/api/v1/bulletins/[id]/export/route.ts");
const annotations = await import("../../app/api/v1/bulletins/[id]/annotations/route.ts");
const annotation = await import("../../app/api/v1/bulletins/[id]/annotations/[annotation]/route.ts");

const ORIGIN = "http://glossa.test";
const TEXT = "🚢 The ship left the port.\n\nThe ship came back, and the harbour slept.";

let dataDir: string;
let application: Application;
let owner: string;
let reader: string;
let id: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "glossa-api-"));
  application = await startApplication(
    {
      port: 0,
      host: "127.0.0.1",
      dataDir,
      databaseUrl: null,
      redisUrl: null,
      authSecret: "0123456789abcdef0123456789abcdef",
      authUrl: null,
      owner: null,
      smtpUrl: null,
      snapshotAfter: 5000,
      logLevel: "fatal",
    },
    pino({ level: "silent" }),
  );
  installGateway(application.gateway);
  const { operator } = application.gateway.people;
  const token = async (name: string, role: "owner" | "reader"): Promise<string> => {
    const email = `${role}@example.org`;
    await operator.createAccount({ email, name, password: "correct horse battery", role });
    return (await operator.createTokenFor({ email, label: "test" })).token;
  };
  owner = await token("Ada", "owner");
  reader = await token("Rita", "reader");
}, 60_000);

afterAll(async () => {
  await application.drain();
  await application.close();
  await rm(dataDir, { recursive: true, force: true });
});

beforeEach(async () => {
  const response = await bulletins.POST(ask("/bulletins", { body: { title: "Ships", text: TEXT, format: "text" } }));
  expect(response.status).toBe(201);
  ({ id } = await response.json());
});

interface Asked {
  body?: unknown;
  method?: string;
  token?: string;
  headers?: Record<string, string>;
}

function ask(path: string, { body, method, token = owner, headers = {} }: Asked = {}): Request {
  const isRaw = typeof body === "string" || body instanceof FormData;
  return new Request(`${ORIGIN}/api/v1${path}`, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: { Authorization: `Bearer ${token}`, ...headers },
    ...(body !== undefined && { body: isRaw ? body : JSON.stringify(body) }),
  });
}

const inBulletin = () => ({ params: Promise.resolve({ id }) });
const onAnnotation = (urn: string) => ({
  params: Promise.resolve({ id, annotation: urn.replace("urn:uuid:", "") }),
});
const post = (body: unknown, asked: Asked = {}) =>
  annotations.POST(ask(`/bulletins/${id}/annotations`, { body, ...asked }), inBulletin());
const page = async (query = "") =>
  (await annotations.GET(ask(`/bulletins/${id}/annotations${query}`), inBulletin())).json();
const quote = (exact: string, prefix = "", suffix = "") => ({
  selector: { type: "TextQuoteSelector", exact, prefix, suffix },
});

describe("bulletins", () => {
  it("lists, reads, changes and deletes", async () => {
    const list = await (await bulletins.GET(ask("/bulletins?limit=1"))).json();
    expect(list.items[0]).toMatchObject({ id, title: "Ships", url: `${ORIGIN}/b/${id}` });
    const changed = await bulletin.PATCH(
      ask(`/bulletins/${id}`, { method: "PATCH", body: { author: "A. Author" } }),
      inBulletin(),
    );
    expect(await changed.json()).toMatchObject({ id, author: "A. Author", title: "Ships" });
    const deleted = await bulletin.DELETE(ask(`/bulletins/${id}`, { method: "DELETE" }), inBulletin());
    expect(deleted.status).toBe(204);
    expect((await bulletin.GET(ask(`/bulletins/${id}`), inBulletin())).status).toBe(404);
  });

  it("takes a file", async () => {
    const body = new FormData();
    body.set("file", new File(["# Heading\n\nWords."], "report.md"));
    body.set("title", "A report");
    const response = await bulletins.POST(ask("/bulletins", { body }));
    const made = await response.json();
    expect([response.status, made.title]).toEqual([201, "A report"]);
    expect(response.headers.get("location")).toBe(`${ORIGIN}/api/v1/bulletins/${made.id}`);
  });

  it.each([
    ["no JSON", "{", 400],
    ["no text", { title: "x" }, 400],
    ["an unknown format", { text: "x", format: "rtf" }, 400],
    ["too much", "x".repeat(6 * 1024 * 1024 + 1), 413],
  ])("answers %s with a problem", async (_, body, status) => {
    const response = await bulletins.POST(ask("/bulletins", { body }));
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect((await response.json()).detail).toMatch(/\.$/);
  });

  it("knows no bulletin that has no id", async () => {
    const response = await bulletin.GET(ask("/bulletins/x"), { params: Promise.resolve({ id: "x" }) });
    expect(response.status).toBe(404);
  });

  it("gives the text with its sequence", async () => {
    const first = await text.GET(ask(`/bulletins/${id}/text`), inBulletin());
    expect(await first.text()).toBe(TEXT);
    const tag = first.headers.get("etag") ?? "";
    expect(tag).toMatch(/^"\d+"$/);
    const headers = { "If-None-Match": tag };
    const again = await text.GET(ask(`/bulletins/${id}/text`, { headers }), inBulletin());
    expect([again.status, await again.text()]).toEqual([304, ""]);
  });
});

describe("annotations", () => {
  it("gives back what was posted, with its place in code points", async () => {
    const response = await post({
      motivation: "assessing",
      body: [
        { type: "TextualBody", value: "Did it?", purpose: "commenting" },
        { value: "Trade", purpose: "tagging" },
      ],
      target: quote("came back"),
    });
    const made = await response.json();
    expect(response.status).toBe(201);
    const start = [...TEXT.slice(0, TEXT.indexOf("came back"))].length;
    expect(made).toMatchObject({
      motivation: "assessing",
      creator: { name: "Ada" },
      target: {
        source: `${ORIGIN}/b/${id}`,
        selector: [
          { type: "TextQuoteSelector", exact: "came back" },
          { type: "TextPositionSelector", start, end: start + 9 },
        ],
      },
    });
    expect(made.body.map(({ value }: { value: string }) => value)).toEqual(["Did it?", "Trade"]);
    const { "@context": _, ...item } = made;
    expect((await page()).items).toEqual([item]);
    const location = response.headers.get("location") ?? "";
    expect(location).toBe(`${ORIGIN}/api/v1/bulletins/${id}/annotations/${made.id.slice("urn:uuid:".length)}`);
  });

  it("is uncertain about twins, unless context or position tells", async () => {
    const state = async (target: object) => (await (await post({ target })).json())["glossa:state"];
    expect(await state(quote("The ship"))).toBe("uncertain");
    expect(await state(quote("The ship", "", " came back"))).not.toBe("uncertain");
    const selector = [quote("The ship").selector, { type: "TextPositionSelector", start: 2, end: 10 }];
    expect(await state({ selector })).not.toBe("uncertain");
    expect(await state({ selector: { type: "TextPositionSelector", start: 2, end: 10 } })).not.toBe("uncertain");
  });

  it("refuses words that are not there, and leaves nothing behind", async () => {
    const refused = await post({ body: { value: "Unheard", purpose: "tagging" }, target: quote("the airport") });
    expect(refused.status).toBe(422);
    expect((await post({ target: { selector: { type: "TextPositionSelector", start: 0, end: 5000 } } })).status).toBe(
      422,
    );
    expect((await page()).items).toEqual([]);
    const tags = await gateway().annotations.tags(await gateway().people.operator.principal());
    expect(tags.map(({ label }) => label)).not.toContain("Unheard");
  });

  it("refuses a reader", async () => {
    const refused = await post({ target: quote("harbour") }, { token: reader });
    expect(refused.status).toBe(403);
    expect((await page()).items).toEqual([]);
  });

  it("does nothing twice under one Idempotency-Key", async () => {
    const headers = { "Idempotency-Key": `key ${id}` };
    const first = await (await post({ body: "Once", target: quote("harbour") }, { headers })).json();
    const second = await (await post({ body: "Once", target: quote("harbour") }, { headers })).json();
    expect(second.id).toBe(first.id);
    expect((await page()).items).toHaveLength(1);
  });

  it("keeps a free id, and gives a new one for one that is taken", async () => {
    const urn = `urn:uuid:${crypto.randomUUID()}`;
    const made = await (await post({ id: urn, target: quote("harbour") })).json();
    expect(made.id).toBe(urn);
    const other = await (await post({ id: urn, target: quote("harbour") })).json();
    expect(other.id).not.toBe(urn);
    expect((await page()).items).toHaveLength(2);
  });

  it("takes a reply to an annotation", async () => {
    const parent = await (await post({ motivation: "questioning", body: "Why?", target: quote("slept") })).json();
    const reply = await post({ motivation: "replying", target: parent.id, body: { value: "It was night." } });
    expect(reply.status).toBe(201);
    expect(await reply.json()).toMatchObject({ motivation: "replying", target: parent.id });
    const [item] = (await page()).items;
    expect(item["glossa:replies"]).toMatchObject([{ body: { value: "It was night." } }]);
    expect(item.body).toMatchObject([{ value: "Why?" }]);
  });

  it("changes and deletes", async () => {
    const { id: urn } = await (await post({ target: quote("harbour") })).json();
    const patch = (body: object) =>
      annotation.PATCH(ask("/x", { method: "PATCH", body }), onAnnotation(urn)).then((response) => response.json());
    expect(await patch({ motivation: "questioning", "glossa:resolved": { "glossa:reason": "Seen" } })).toMatchObject({
      motivation: "questioning",
      "glossa:resolved": { "glossa:reason": "Seen" },
    });
    expect(await patch({ "glossa:resolved": false })).not.toHaveProperty("glossa:resolved");
    expect(await patch({ motivation: "dancing" })).toMatchObject({ status: 400 });
    expect((await annotation.DELETE(ask("/x", { method: "DELETE" }), onAnnotation(urn))).status).toBe(204);
    expect((await annotation.GET(ask("/x"), onAnnotation(urn))).status).toBe(404);
    expect((await page()).items).toEqual([]);
  });

  it("puts an annotation on other words", async () => {
    const { id: urn } = await (await post({ target: quote("harbour") })).json();
    const patch = (target: unknown) =>
      annotation
        .PATCH(ask("/x", { method: "PATCH", body: { target } }), onAnnotation(urn))
        .then((answer) => answer.json());
    const placed = await patch(quote("slept"));
    expect(placed.target.selector[0]).toMatchObject({ type: "TextQuoteSelector", exact: "slept" });
    expect(placed).toMatchObject({ id: urn, "glossa:state": "anchored" });
    expect(await patch(quote("not in the text"))).toMatchObject({ status: 422 });
    expect(await patch({ source: "x" })).toMatchObject({ status: 400 });
    expect(await patch({ selector: { type: "TextQuoteSelector" } })).toMatchObject({ status: 400 });
    expect((await page()).items).toMatchObject([{ id: urn, target: { selector: [{ exact: "slept" }, {}] } }]);
  });

  it("pages", async () => {
    for (const words of ["left", "came", "slept"]) await post({ target: quote(words) });
    const first = await page("?limit=2");
    expect(first.items).toHaveLength(2);
    const second = await page(new URL(first.next).search);
    expect(second.items).toHaveLength(1);
    expect(second.next).toBeNull();
    expect((await page("?limit=0")).status).toBe(400);
    expect((await page("?after=x")).status).toBe(400);
  });
});

describe("exports", () => {
  const take = (query: string) => exported.GET(ask(`/bulletins/${id}/export${query}`), inBulletin());

  it("hold what the API gives, and come back by it", async () => {
    await post({ motivation: "commenting", body: "All of it.", target: `${ORIGIN}/b/${id}` });
    await post({ motivation: "highlighting", body: { value: "Trade", purpose: "tagging" }, target: quote("the port") });
    const { items } = await page();

    const jsonld = await take("?format=jsonld");
    expect(jsonld.headers.get("content-disposition")).toContain("Ships.jsonld");
    const collection = await jsonld.json();
    const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
    expect([...collection.first.items].sort(byId)).toEqual([...items].sort(byId));

    const html = await (await take("?format=html")).text();
    for (const { id: urn } of items) expect(html).toContain(`data-annotation="${urn.slice("urn:uuid:".length)}"`);

    const copy = await bulletins.POST(ask("/bulletins", { body: { title: "Copy", text: TEXT, format: "text" } }));
    ({ id } = await copy.json());
    for (const item of collection.first.items) expect((await post(item)).status).toBe(201);
    const copied = (await page()).items;
    expect(copied).toHaveLength(items.length);
    for (const [index, item] of [...items].sort(byId).entries()) {
      const twin = [...copied].sort(byId)[index];
      const values = ({ body = [] }: { body?: { value: string }[] }) => body.map(({ value }) => value);
      expect([twin.id, twin.motivation, values(twin)]).toEqual([item.id, item.motivation, values(item)]);
      expect(twin.target.selector).toEqual(item.target.selector);
    }
  });

  it("names the formats that there are", async () => {
    for (const query of ["", "?format=docm"]) {
      const refused = await take(query);
      expect(refused.status).toBe(400);
      expect((await refused.json()).detail).toContain("html, jsonld");
    }
    expect((await take("?format=html&version=3")).status).toBe(404);
  });
});
