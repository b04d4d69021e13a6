import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type HttpServer, listen } from "./http-server.ts";

const GRACE_MS = 20_000;

const servers: HttpServer[] = [];
const clients: Socket[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await Promise.all(servers.splice(0).map((server) => server.stop(0)));
});

async function start(): Promise<{ server: HttpServer; url: string }> {
  const server = await listen({
    host: "127.0.0.1",
    port: 0,
    isDev: false,
    readiness: async () => ({ isBooted: true, obstacle: null, degraded: null }),
    metrics: (_, response) => void response.end("the metrics"),
    onError: (error) => {
      throw error;
    },
  });
  servers.push(server);
  return { server, url: `http://127.0.0.1:${server.port}` };
}

const handlers: Parameters<HttpServer["serve"]>[0] = {
  request: (_, response) => void response.end("a page"),
  upgrade: () => (_, socket) => {
    socket.write("HTTP/1.1 101 Switching Protocols\r\n\r\n");
    socket.resume().once("end", () => socket.end());
  },
};

/** A socket that was let in, and never answers. */
async function hold(port: number): Promise<Socket> {
  const client = connect(port, "127.0.0.1");
  clients.push(client);
  client.write("GET /sync/a/b HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  const [answer] = await once(client, "data");
  expect(String(answer)).toMatch(/^HTTP\/1.1 101/);
  return client;
}

const look = async (url: string): Promise<string> => {
  const answer = await fetch(url);
  return `${answer.status} ${await answer.text()}`;
};

describe("the one port", () => {
  it("gives the metrics before there is anything to serve", async () => {
    const { url } = await start();
    expect(await look(`${url}/api/metrics`)).toBe("200 the metrics");
    expect(await look(`${url}/api/v1/bulletins`)).toMatch(/^503 .*Glossa is starting/);
  });

  it("answers probes and metrics while it drains, and nothing else", async () => {
    const { server, url } = await start();
    server.serve(handlers);
    expect(await look(`${url}/`)).toBe("200 a page");
    server.drain();
    expect(await look(`${url}/api/metrics`)).toBe("200 the metrics");
    expect(await look(`${url}/api/health`)).toMatch(/^200/);
    expect(await look(`${url}/api/v1/bulletins`)).toMatch(/^503 .*Glossa is restarting/);
  });

  it("stays while a socket is held, and no longer", async () => {
    const { server, url } = await start();
    server.serve(handlers);
    const client = await hold(server.port);
    const stopped = server.stop(GRACE_MS);
    expect(await look(`${url}/api/metrics`)).toBe("200 the metrics");
    client.end();
    await stopped;
    await expect(fetch(url)).rejects.toThrow();
  });

  it("cuts off a socket that stays", async () => {
    const { server } = await start();
    server.serve(handlers);
    const client = await hold(server.port);
    const closed = once(client, "close");
    await server.stop(1);
    await closed;
  });
});
