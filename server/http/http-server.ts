/**
 * The one port: health, Next and the upgrades of sockets. It listens before there is anything behind it, so that an
 * occupied port is found before a database is touched, and answers 503 until then.
 */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { within } from "../within.ts";
import { stampAddress } from "./client-address.ts";
import { setSecurityHeaders } from "./security-headers.ts";

export interface Handlers {
  request(request: IncomingMessage, response: ServerResponse): void | Promise<void>;
  /** Null: nothing of ours is at that path. */
  upgrade(path: string): ((request: IncomingMessage, socket: Duplex, head: Buffer) => void) | null;
}

export interface Readiness {
  /** First boot and the imports of the command line are done. */
  isBooted: boolean;
  /** One sentence when it can't do its work now. */
  obstacle: string | null;
  /** One sentence when it can, but not as quickly as it should. */
  degraded: string | null;
}

export interface HttpServer {
  /** The real one, also when 0 was asked for. */
  port: number;
  /** From now on requests reach these. */
  serve(handlers: Handlers): void;
  /** From now on all but the probes and the metrics is answered with 503, and no socket is let in. */
  drain(): void;
  /**
   * Drains, waits for the sockets to be gone and for the answers under way, each for `graceMs` at most, and leaves the
   * port. Until the sockets are gone probes and metrics are answered.
   */
  stop(graceMs: number): Promise<void>;
}

interface Options {
  host: string;
  port: number;
  isDev: boolean;
  readiness(): Promise<Readiness>;
  metrics: Handlers["request"];
  onError(error: unknown): void;
}

/** Rejects with the system's error when the address can't be had. */
export async function listen(options: Options): Promise<HttpServer> {
  let handlers: Handlers | null = null;
  let isDraining = false;
  const sockets = new Set<Duplex>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    stampAddress(request);
    setSecurityHeaders(request, response, options.isDev);
    if (isDraining) response.setHeader("connection", "close");
    const path = pathOf(request);
    if (path === "/api/health" || path === "/api/ready") return probe(path, await options.readiness(), response);
    if (path === "/api/metrics") return options.metrics(request, response);
    if (!handlers || isDraining) return unavailable(path, isDraining, response);
    await handlers.request(request, response);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      options.onError(error);
      if (!response.headersSent) response.statusCode = 500;
      response.end();
    });
  });
  server.on("upgrade", (request, socket, head) => {
    // A socket that is reset before anyone listens would otherwise end the process.
    socket.on("error", () => socket.destroy());
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    stampAddress(request);
    const upgrade = handlers && !isDraining ? handlers.upgrade(pathOf(request)) : undefined;
    if (upgrade) upgrade(request, socket, head);
    else refuseUpgrade(socket, upgrade === null ? "404 Not Found" : "503 Service Unavailable");
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: options.host, port: options.port }, resolve);
  });
  return {
    port: portOf(server),
    serve(next) {
      handlers = next;
    },
    drain() {
      isDraining = true;
    },
    async stop(graceMs) {
      isDraining = true;
      await ended(sockets, graceMs);
      await closed(server, graceMs);
    },
  };
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? "/").split("?", 1)[0] ?? "/";
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The HTTP server has no port.");
  return address.port;
}

function probe(path: string, { isBooted, obstacle, degraded }: Readiness, response: ServerResponse): void {
  const isHealth = path === "/api/health";
  const isGood = isHealth ? isBooted : obstacle === null;
  const good = isHealth ? { status: "ok" } : { status: "ready", ...(degraded ? { degraded } : {}) };
  const bad = isHealth ? { status: "starting" } : { status: "unavailable", reason: obstacle };
  send(response, isGood ? 200 : 503, "application/json", JSON.stringify(isGood ? good : bad));
}

function unavailable(path: string, isDraining: boolean, response: ServerResponse): void {
  const text = isDraining ? "Glossa is restarting." : "Glossa is starting.";
  response.setHeader("retry-after", "1");
  if (path.startsWith("/api/")) {
    const problem = { type: "about:blank", title: "Service Unavailable", status: 503, detail: text };
    send(response, 503, "application/problem+json", JSON.stringify(problem));
    return;
  }
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="1">
<title>Glossa</title><style>body{font:1.125rem/1.5 system-ui,sans-serif;margin:20vh auto;max-width:30rem;padding:0 1rem;color-scheme:light dark}</style>
<h1>${text}</h1><p>This page reloads by itself.</p></html>\n`;
  send(response, 503, "text/html; charset=utf-8", page);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
  response.end(body);
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}

/** Clients answer the closing of their socket; those that do not within the time are cut off. */
async function ended(sockets: ReadonlySet<Duplex>, graceMs: number): Promise<void> {
  const ends = [...sockets].map((socket) => new Promise((resolve) => socket.once("close", resolve)));
  await within(Promise.all(ends), graceMs, null);
  for (const socket of sockets) socket.destroy();
}

/** Idle connections are closed at once, the others when their answer is out or the time is up. */
function closed(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      server.closeAllConnections();
      resolve();
    }, graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
