/** Starting, stopping and being stopped: what a person at a terminal, a script and a service manager meet. */

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  runGlossa,
  runServer,
  startServer,
  startServerEarly,
  type TestServer,
  temporaryFolder,
} from "../support/server.ts";

const SAMPLE = "A short paper\n\nThe first paragraph of it.\n\nThe second one.\n";

const running: TestServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.kill()));
});

async function start(...args: Parameters<typeof startServer>): Promise<TestServer> {
  const server = await startServer(...args);
  running.push(server);
  return server;
}

function paper(name: string, text = SAMPLE): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

const lines = (text: string) => text.trim().split("\n");

/** `npm start` itself, once it serves and its imports are done. */
async function startByNpm(dataDir: string): Promise<{ npm: ChildProcess; url: string }> {
  const env = { ...process.env, PORT: "0", DATA_DIR: dataDir, LOG_LEVEL: "warn" };
  const npm = spawn("npm", ["start"], { env, stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  const url = await new Promise<string>((resolve, reject) => {
    npm.once("exit", (code) => reject(new Error(`npm ended with ${code}:\n${out}`)));
    npm.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      out += chunk;
      const found = /^Glossa is at (\S+)$/m.exec(out)?.[1];
      if (found) resolve(found);
    });
  });
  await vi.waitUntil(async () => (await fetch(`${url}/api/health`)).ok, { timeout: 30_000 });
  return { npm, url };
}

describe("a start that can't be", () => {
  it("names every mistake in the environment, one a line, and makes nothing", async () => {
    const dataDir = join(temporaryFolder(), "data");
    const env = { PORT: "70000", LOG_LEVEL: "loud", REDIS_URL: "redis://localhost" };
    const { code, err } = await runServer({ dataDir, env });
    expect(code).toBe(1);
    // Several nodes need a PostgreSQL and one secret.
    expect(lines(err).map((line) => line.split(" ", 1)[0])).toEqual(["PORT", "LOG_LEVEL", "REDIS_URL", "REDIS_URL"]);
    expect(existsSync(dataDir)).toBe(false);
  });

  it("says that the port is taken, and makes nothing", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    const port = address && typeof address === "object" ? String(address.port) : "";
    const dataDir = join(temporaryFolder(), "data");
    const { code, err } = await runServer({ dataDir, env: { PORT: port } });
    other.close();
    expect(code).toBe(1);
    expect(lines(err)).toEqual([expect.stringContaining(`Port ${port} on 127.0.0.1 is taken`)]);
    expect(existsSync(dataDir)).toBe(false);
  });

  it("says that the database can't be reached", async () => {
    const { code, err } = await runServer({ env: { DATABASE_URL: "postgresql://someone:hush@127.0.0.1:1/glossa" } });
    expect(code).toBe(1);
    expect(lines(err)).toEqual([expect.stringMatching(/^The database glossa at 127\.0\.0\.1:1 .*nothing answers/)]);
    expect(err).not.toContain("hush");
  });

  it("says that DATA_DIR is a file", async () => {
    const { code, err } = await runServer({ dataDir: paper("file.txt") });
    expect(code).toBe(1);
    expect(lines(err)).toEqual([expect.stringContaining("a file is in its place")]);
  });

  it("refuses a second process on one DATA_DIR, which the first doesn't notice", async () => {
    const first = await start();
    const { code, err } = await runServer({ dataDir: first.dataDir });
    expect(code).toBe(1);
    expect(lines(err)).toEqual([
      expect.stringContaining(`is already running on ${first.dataDir} (process ${first.pid}`),
    ]);
    expect((await fetch(`${first.url}/api/health`)).status).toBe(200);
  });
});

describe("a start with files", () => {
  it("is healthy once they are imported, says their links, and a sentence for one that can't be", async () => {
    const good = paper("good.txt");
    const again = paper("copy.txt");
    const server = await start({
      files: [good, join(temporaryFolder(), "missing.txt"), paper("empty.txt", ""), again],
    });
    const links = [...server.output().matchAll(/^(\S+): (http\S+\/b\/\S+)$/gm)].map(([, name, link]) => ({
      name,
      link,
    }));
    expect(links.map(({ name }) => name)).toEqual(["good.txt", "copy.txt"]);
    expect(links[0]?.link).toBe(links[1]?.link);
    expect(server.output()).toMatch(/^missing\.txt was not imported: there is no such file\.$/m);
    expect(server.output()).toMatch(/^empty\.txt was not imported: .+\.$/m);
    expect(await (await fetch(`${server.url}/api/health`)).json()).toEqual({ status: "ok" });
    expect(await (await fetch(`${server.url}/api/ready`)).json()).toEqual({ status: "ready" });
  });

  it("is not healthy before", async () => {
    const files = Array.from({ length: 20 }, (_, index) => paper(`${index}.txt`, `${SAMPLE}\nNumber ${index}.\n`));
    const server = await startServerEarly({ files });
    running.push(server);
    const answer = await fetch(`${server.url}/api/health`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ status: "starting" });
  });

  it("prints a link for the first account when none is named, a new one at each start", async () => {
    const env = { GLOSSA_OWNER_EMAIL: undefined, GLOSSA_OWNER_PASSWORD: undefined };
    const tokenOf = (server: TestServer) => /\/setup\/(\S+)$/m.exec(server.output())?.[1];
    const first = await start({ env });
    await first.stop();
    const second = await start({ env, dataDir: first.dataDir });
    expect(tokenOf(first)).toBeTruthy();
    expect(tokenOf(second)).toBeTruthy();
    expect(tokenOf(second)).not.toBe(tokenOf(first));
    expect((await fetch(`${second.url}/setup/${tokenOf(second)}`)).status).toBe(200);
  });
});

describe("an end", () => {
  it("is clean on SIGTERM, also a repeated one, and leaves nothing behind", async () => {
    const server = await start();
    server.signal("SIGTERM");
    server.signal("SIGTERM");
    server.signal("SIGINT");
    expect((await server.ended).code).toBe(0);
    expect(readdirSync(join(server.dataDir, "run"))).toEqual([]);
  });

  it("by SIGKILL delays the next start by nothing and loses no account", async () => {
    const server = await start();
    const { out: token } = await server.glossa("token", "create", "--email", "owner@example.org");
    await server.kill();
    const next = await start({ dataDir: server.dataDir });
    expect(next.output()).not.toContain("Waiting");
    const answer = await fetch(`${next.url}/api/v1/bulletins`, {
      headers: { authorization: `Bearer ${token.trim()}` },
    });
    expect(answer.status).toBe(200);
  });

  it("in the middle of the start is clean too", async () => {
    const server = await startServerEarly({ files: [paper("a.txt"), paper("b.txt", `${SAMPLE}More.`)] });
    expect(await server.stop()).toBe(0);
  });

  it("follows an npm that was killed, which can't pass the signal on", async () => {
    const dataDir = temporaryFolder();
    const { npm, url } = await startByNpm(dataDir);
    expect((await fetch(`${url}/api/health`)).ok).toBe(true);
    npm.kill("SIGKILL");
    // Waits for the one that is stopping, so it could not start if that one stayed.
    const next = await start({ dataDir });
    await expect(fetch(url)).rejects.toThrow();
    expect((await fetch(`${next.url}/api/ready`)).status).toBe(200);
  });

  it("of npm comes with the server's own, after SIGTERM to npm", async () => {
    const { npm, url } = await startByNpm(temporaryFolder());
    const ended = new Promise<number | null>((resolve) => npm.once("exit", resolve));
    npm.kill("SIGTERM");
    expect(await ended).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });

  it("lets the next start wait for it", async () => {
    const server = await start();
    server.signal("SIGTERM");
    const next = await start({ dataDir: server.dataDir });
    expect((await server.ended).code).toBe(0);
    expect((await fetch(`${next.url}/api/ready`)).status).toBe(200);
  });
});

describe("the port", () => {
  it("answers an upgrade to nowhere with 404", async () => {
    const server = await start();
    const refused = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { connection: "Upgrade", upgrade: "websocket" };
      const request = get(`${server.url}/elsewhere`, { headers }, (answer) => resolve(answer.statusCode));
      request.on("error", reject);
    });
    expect(refused).toBe(404);
  });

  it("sends the security headers with every answer, and a policy whose nonce is on each script", async () => {
    const server = await start();
    const page = await fetch(`${server.url}/sign-in`);
    const policy = page.headers.get("content-security-policy") ?? "";
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
    const scripts = [...(await page.text()).matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
    for (const path of ["/sign-in", "/api/health", "/api/v1/bulletins", "/nowhere"]) {
      expect((await fetch(server.url + path)).headers.get("x-content-type-options")).toBe("nosniff");
    }
  });
});

describe("the command line", () => {
  it("prints the token alone, with and without a server, and both work", async () => {
    const server = await start();
    const beside = await server.glossa("token", "create", "--email", "owner@example.org");
    await server.stop();
    const alone = await server.glossa("token", "create", "--email", "owner@example.org");
    for (const { code, out, err } of [beside, alone]) {
      expect(code).toBe(0);
      expect(out).toMatch(/^\S{20,}\n$/);
      expect(err).toMatch(/Keep it/);
    }
    const next = await start({ dataDir: server.dataDir });
    for (const { out } of [beside, alone]) {
      const headers = { authorization: `Bearer ${out.trim()}` };
      expect((await fetch(`${next.url}/api/v1/bulletins`, { headers })).status).toBe(200);
    }
  });

  it("makes accounts, sets passwords from standard input, imports, exports and rebuilds", async () => {
    const server = await start();
    const created = await server.glossa(
      "user",
      "create",
      "--email",
      "r@example.org",
      "--password",
      "a long enough one",
      "--role",
      "reader",
    );
    expect(created.code).toBe(0);
    const twice = await server.glossa(
      "user",
      "create",
      "--email",
      "r@example.org",
      "--password",
      "a long enough one",
      "--role",
      "reader",
    );
    expect(twice.code).toBe(1);
    expect(lines(twice.err)).toHaveLength(1);

    const imported = await server.glossa("import", paper("paper.txt"));
    const id = /\/b\/(\S+)$/m.exec(imported.out)?.[1] ?? "";
    expect(imported.code).toBe(0);

    const target = join(temporaryFolder(), "out.html");
    const exported = await server.glossa("export", id, "--format", "html", "--out", target);
    expect(exported).toMatchObject({ code: 0, out: "" });
    const shown = await server.glossa("export", id, "--format", "html", "--out", "-");
    expect(shown.out).toContain("The second one.");
    const unknown = await server.glossa("export", id, "--format", "papyrus", "--out", `${target}.2`);
    expect(unknown.code).toBe(1);
    expect(existsSync(`${target}.2`)).toBe(false);

    expect((await server.glossa("rebuild")).out).toMatch(/^Rebuilt 0 annotations of \d+ bulletins/);
    await server.stop();
    const env = { DATA_DIR: server.dataDir };
    const changed = await runGlossa(["user", "password", "--email", "r@example.org"], {
      env,
      input: "another long one\n",
    });
    expect(changed.code).toBe(0);
    const short = await runGlossa(["user", "password", "--email", "r@example.org"], { env, input: "short\n" });
    expect(short.code).toBe(1);
    expect((await runGlossa(["rebuild"], { env })).out).toMatch(/^Rebuilt 0 annotations/);
  });

  it("says what it didn't understand", async () => {
    const { code, out, err } = await runGlossa(["token", "make"]);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(lines(err)).toHaveLength(1);
    expect((await runGlossa(["help"])).out).toContain("token create --email");
  });

  it("names the folder that an export can't be written to", async () => {
    const server = await start();
    const folder = temporaryFolder();
    mkdirSync(join(folder, "taken"));
    const { out } = await server.glossa("import", paper("paper.txt"));
    const id = /\/b\/(\S+)$/m.exec(out)?.[1] ?? "";
    const { code, err } = await server.glossa("export", id, "--format", "jsonld", "--out", join(folder, "taken"));
    expect(code).toBe(1);
    expect(lines(err)).toEqual([expect.stringContaining("can't be written")]);
  });
});
