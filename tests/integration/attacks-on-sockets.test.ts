/** Attacks on the door and the wire: too much, too large, half a handshake, another's page, another's room, a lapsed session. */

import { randomUUID } from "node:crypto";
import * as decoding from "lib0/decoding";
import { decode, encode } from "next-auth/jwt";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import WebSocket from "ws";
import type { Role } from "../../domain/permissions/permissions.ts";
import { CLOSE, MESSAGE, MESSAGE_MAX_BYTES } from "../../domain/protocol/protocol.ts";
import { SOCKETS_PER_USER } from "../../server/sync/limits.ts";
import { startTestApplication } from "../support/application.ts";
import { HandSocket, handshake, message } from "../support/hostile-client.ts";
import { emailOf, makeBulletin, PASSWORD, tokensByRole } from "../support/members.ts";
import { scrape } from "../support/metrics.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { blockText, RawClient } from "../support/sync-client.ts";

const MB = 1024 * 1024;
const SECRET = "a secret for tests only, of some length";
const COOKIE = "authjs.session-token";

let server: TestServer;
let tokens: Record<Role, string>;
let bulletin: string;
const clients: RawClient[] = [];
const hands: HandSocket[] = [];

beforeAll(async () => {
  server = await startServer({ env: { AUTH_SECRET: SECRET } });
  tokens = await tokensByRole(server);
  bulletin = await makeBulletin(server, tokens.editor, ["The quick brown fox jumps over the lazy dog."]);
});
afterAll(() => server?.stop());
afterEach(() => {
  for (const { socket } of clients.splice(0)) socket.terminate();
  for (const hand of hands.splice(0)) hand.destroy();
  expect(server.output()).not.toMatch(/"level":(50|60)/);
});

function connect(room: string, token: string | null, headers: Record<string, string> = {}): RawClient {
  const client = RawClient.connect(server.url, bulletin, room, token, { headers });
  clients.push(client);
  return client;
}

async function join(room: string, role: Role): Promise<RawClient> {
  const client = connect(room, tokens[role]);
  await client.synced();
  return client;
}

const codeOf = async ({ closed }: RawClient): Promise<number> => (await closed).code;
const write = (client: RawClient): Promise<void> =>
  client.savedAt(client.edit((blocks) => blockText(blocks, 0).insert(0, "x")));

function open(path: string, headers: Record<string, string | undefined> = {}): HandSocket {
  return byHand(handshake(server.url, path, headers));
}

function byHand(lines: string[]): HandSocket {
  const hand = HandSocket.open(server.url, lines);
  hands.push(hand);
  return hand;
}

const textPath = (): string => `/sync/${bulletin}/text?token=${tokens.editor}`;
const residentBytes = async (): Promise<number> =>
  (await scrape(server)).get("process_resident_memory_bytes") ?? Number.NaN;

describe("a hundred megabytes", () => {
  const BINARY = 2;
  const CONTINUED = 0;

  test("as one frame, sent as slowly as it is taken: closed, the memory stays, others go on", async () => {
    const other = await join("text", "editor");
    const before = await residentBytes();
    const hand = open(textPath());
    expect(await hand.status()).toBe(101);
    hand.frame(BINARY, true, 100 * MB);
    await hand.payload(100 * MB);
    await hand.closed;
    expect(await residentBytes()).toBeLessThan(before + 2 * MESSAGE_MAX_BYTES);
    await write(other);
  });

  test("as a message of a hundred fragments", async () => {
    const other = await join("text", "editor");
    const before = await residentBytes();
    const all = Array.from({ length: 4 }, () => open(textPath()));
    await Promise.all(
      all.map(async (hand) => {
        expect(await hand.status()).toBe(101);
        for (let part = 0; part < 100; part++) {
          hand.frame(part === 0 ? BINARY : CONTINUED, part === 99, MB);
          if (!(await hand.payload(MB))) break;
        }
        await hand.closed;
      }),
    );
    expect(await residentBytes()).toBeLessThan(before + 2 * all.length * MESSAGE_MAX_BYTES);
    await write(other);
  });

  test("that never come: a frame that was announced holds no memory", async () => {
    const before = await residentBytes();
    const all = Array.from({ length: 200 }, () => open(textPath()));
    for (const hand of all) {
      expect(await hand.status()).toBe(101);
      hand.frame(BINARY, true, MESSAGE_MAX_BYTES - 1);
    }
    await write(await join("text", "editor"));
    expect(await residentBytes()).toBeLessThan(before + 100 * MB);
  });
});

describe("a thousand sockets of one user", () => {
  test("at most 500 get in, the others are told for good, and somebody else still gets in", async () => {
    const all = Array.from({ length: 1000 }, () => connect("annotations", tokens.annotator));
    const outcomes = Promise.all(
      all.map((client) =>
        client.synced().then(
          () => 0,
          () => codeOf(client),
        ),
      ),
    );
    const other = await join("text", "editor");
    await write(other);
    const codes = await outcomes;
    expect(codes.filter((code) => code === 0)).toHaveLength(SOCKETS_PER_USER);
    expect(new Set(codes)).toEqual(new Set([0, CLOSE.tooMany.code]));
    await write(other);
  });
});

describe("handshakes", () => {
  test.each<[string, Record<string, string | undefined>, number]>([
    ["without a key", { "Sec-WebSocket-Key": undefined }, 400],
    ["with half a key", { "Sec-WebSocket-Key": "c2hvcnQ=" }, 400],
    ["of another version", { "Sec-WebSocket-Version": "7" }, 400],
    ["without a version", { "Sec-WebSocket-Version": undefined }, 400],
    ["for another protocol", { Upgrade: "h2c" }, 400],
  ])("%s: refused", async (_, headers, status) => {
    const hand = open(textPath(), headers);
    expect(await hand.status()).toBe(status);
    await hand.closed;
  });

  test("that stop half-way hold nobody up", async () => {
    for (let count = 0; count < 300; count++) {
      byHand(count % 2 === 0 ? [] : handshake(server.url, textPath()).slice(0, 3));
    }
    await write(await join("text", "editor"));
  });

  test("that are followed at once by what is no frame: closed", async () => {
    const hand = open(textPath());
    expect(await hand.status()).toBe(101);
    // A text that is no text, in the middle of no message, with reserved bits.
    hand.frame(0x7f, false, 10);
    await hand.payload(10);
    await hand.closed;
    await write(await join("text", "editor"));
  });
});

describe("ways to other rooms", () => {
  const closedAt = async (path: string): Promise<number> => {
    const socket = new WebSocket(`${server.url.replace("http", "ws")}${path}`);
    return new Promise((resolve) => {
      socket.on("close", (code) => resolve(code));
      socket.on("error", () => {});
    });
  };

  test("lead nowhere", async () => {
    const { owner } = tokens;
    const other = randomUUID();
    const paths = [
      `/sync/${bulletin}/text/..?token=${owner}`,
      `/sync/${bulletin}/text/extra?token=${owner}`,
      `/sync/${bulletin}/text%2f..%2fprivate?token=${owner}`,
      `/sync/${bulletin}%2ftext/annotations?token=${owner}`,
      `/sync/${bulletin}/private/${other}?token=${owner}`,
      `/sync/${bulletin}/TEXT?token=${owner}`,
      `/sync/${bulletin}/constructor?token=${owner}`,
      `/sync/${bulletin}/__proto__?token=${owner}`,
      `/sync/${bulletin}/vocabulary?token=${owner}`,
      `/sync/${other}/text?token=${owner}`,
      `/sync/not-an-id/text?token=${owner}`,
      `/sync//text?token=${owner}`,
      `/sync/?token=${owner}`,
    ];
    for (const path of paths) expect([path, await closedAt(path)]).toEqual([path, CLOSE.notFound.code]);
  });

  test("written in a way that no URL is: refused, and nothing is reported as our fault", async () => {
    const { host } = new URL(server.url);
    for (const target of [
      "/sync/%",
      "/sync/%zz/text",
      `/sync/%2e%2e/${bulletin}/text`,
      "//",
      `//${host}//sync`,
      "/sync/\\..\\text",
      "/sync/[/text",
    ]) {
      const hand = open(target);
      await hand.status();
      hand.destroy();
    }
    for (const absolute of [`http://[/sync/${bulletin}/text`, "http://", "*"]) {
      const hand = open(absolute);
      await hand.status();
      hand.destroy();
    }
    await write(await join("text", "editor"));
  });

  test("an id in capitals is the same bulletin, and no second copy of it", async () => {
    const one = await join("text", "editor");
    const upper = RawClient.connect(server.url, bulletin.toUpperCase(), "text", tokens.editor);
    clients.push(upper);
    await upper.synced();
    const seen = upper.until(() => blockText(upper.doc.getXmlFragment("default"), 0).toString().startsWith("Seen"));
    await one.savedAt(one.edit((blocks) => blockText(blocks, 0).insert(0, "Seen. ")));
    await seen;
  });
});

describe("whose page and whose session", () => {
  /** Signs in as a browser does; gives the session's cookie. */
  async function signIn(role: Role): Promise<string> {
    const csrf = await fetch(`${server.url}/api/auth/csrf`);
    const { csrfToken } = (await csrf.json()) as { csrfToken: string };
    const cookie = csrf.headers
      .getSetCookie()
      .map((each) => each.split(";")[0])
      .join("; ");
    const answer = await fetch(`${server.url}/api/auth/callback/credentials`, {
      method: "POST",
      redirect: "manual",
      headers: { cookie },
      body: new URLSearchParams({ csrfToken, email: emailOf(role), password: PASSWORD }),
    });
    const value = new RegExp(`${COOKIE}=([^;]+)`).exec(answer.headers.get("set-cookie") ?? "")?.[1];
    if (!value) throw new Error("Nobody was signed in.");
    return value;
  }
  const withCookie = (value: string, origin: string | undefined = server.url): RawClient =>
    connect("text", null, { cookie: `${COOKIE}=${value}`, ...(origin ? { origin } : {}) });

  test("a session counts on our own pages only", async () => {
    const value = await signIn("editor");
    await withCookie(value).synced();
    const { port } = new URL(server.url);
    for (const origin of ["https://evil.example", `http://127.0.0.1.evil.example:${port}`, "null"]) {
      expect([origin, await codeOf(withCookie(value, origin))]).toEqual([origin, CLOSE.foreignOrigin.code]);
    }
    expect(await codeOf(connect("text", null, { cookie: `${COOKIE}=${value}` }))).toBe(CLOSE.foreignOrigin.code);
  });

  test("a session that is expired, forged, or of nobody opens nothing", async () => {
    const value = await signIn("editor");
    const claims = await decode({ token: value, secret: SECRET, salt: COOKIE });
    if (!claims) throw new Error("The session can't be read.");
    const forged = (token: object, options: { secret?: string; maxAge?: number } = {}): Promise<string> =>
      encode({ token, secret: SECRET, salt: COOKIE, ...options });
    await withCookie(await forged(claims)).synced();
    const bad = [
      await forged(claims, { maxAge: -60 }),
      await forged(claims, { secret: "another secret that is just as long" }),
      await forged({ ...claims, sessionId: randomUUID() }),
      await forged({ ...claims, userId: randomUUID() }),
      `${value.slice(0, -3)}AAA`,
      "",
    ];
    for (const cookie of bad) expect(await codeOf(withCookie(cookie))).toBe(CLOSE.signedOut.code);
  });

  test("a token of nobody opens nothing", async () => {
    for (const token of ["", "glossa_", `${tokens.editor}x`, tokens.editor.slice(0, -1), "x".repeat(10_000)]) {
      expect(await codeOf(connect("text", token))).toBe(CLOSE.signedOut.code);
    }
  });
});

describe("while a socket is open", () => {
  test("a token that is revoked closes its sockets, and those of no other token", async () => {
    const app = await startTestApplication();
    try {
      const editor = await app.member("editor");
      const id = await app.bulletin(editor, ["Start."]);
      const [one] = await app.gateway.people.tokens(editor.principal);
      const byToken = RawClient.connect(app.url, id, "text", editor.token);
      const bySession = RawClient.connect(app.url, id, "text", null, { headers: editor.headers });
      clients.push(byToken, bySession);
      await Promise.all([byToken.synced(), bySession.synced()]);
      await app.gateway.people.revokeToken(editor.principal, one?.id ?? "");
      expect(await codeOf(byToken)).toBe(CLOSE.signedOut.code);
      await write(bySession);
    } finally {
      await app.stop();
    }
  });
});

describe("presence in another's name", () => {
  type State = { user: { id: string; name: string }; cursor: unknown } | null;
  function presenceHeardBy({ socket }: RawClient): Map<number, State> {
    const heard = new Map<number, State>();
    socket.prependListener("message", (data: Buffer) => {
      const decoder = decoding.createDecoder(data);
      if (decoding.readVarUint(decoder) !== MESSAGE.awareness) return;
      const update = decoding.createDecoder(decoding.readVarUint8Array(decoder));
      for (let left = decoding.readVarUint(update); left > 0; left--) {
        const id = decoding.readVarUint(update);
        decoding.readVarUint(update);
        heard.set(id, JSON.parse(decoding.readVarString(update)));
      }
    });
    return heard;
  }

  test("is not shown", async () => {
    const [ann, eve, watching] = [
      await join("text", "editor"),
      await join("text", "annotator"),
      await join("text", "reader"),
    ];
    const states = presenceHeardBy(watching);
    const say = (client: RawClient, id: number, clock: number, state: unknown): void =>
      client.socket.send(message(MESSAGE.awareness, message(1, id, clock, JSON.stringify(state))));
    say(ann, 11, 1, { cursor: "hers" });
    await watching.until(() => states.has(11));
    const name = states.get(11)?.user.name;
    say(eve, 11, 50, { cursor: "stolen" });
    say(eve, 11, 51, null);
    say(eve, 12, 1, { user: { id: states.get(11)?.user.id, name }, cursor: "mine" });
    await watching.until(() => states.has(12));
    expect(states.get(11)).toMatchObject({ cursor: "hers" });
    expect(states.get(12)?.user.name).not.toBe(name);
    expect(states.get(12)?.user.id).not.toBe(states.get(11)?.user.id);
  });
});
