/**
 * What stands before the servers in real life: one address that stays, whoever serves behind it. While nobody does, it
 * lets clients wait. It counts what passes, so that a server can be killed in the midst of a frame.
 */

import { createServer, connect as dial, type Socket } from "node:net";

export interface Balancer {
  /** http://…, without a slash at the end. */
  url: string;
  /** Where new connections go from now on, in turn; with none they wait. */
  aim(urls: readonly string[]): void;
  /** Ends the connections that it holds; their clients come back. */
  cut(): void;
  /** Resolves when so many more bytes have gone to the servers. */
  sent(bytes: number): Promise<void>;
  close(): Promise<void>;
}

interface Watch {
  left: number;
  resolve(): void;
}

export async function startBalancer(): Promise<Balancer> {
  let targets: { host: string; port: number }[] = [];
  let turn = 0;
  let waiting: Socket[] = [];
  const open = new Set<Socket>();
  const watches = new Set<Watch>();

  const count = (bytes: number): void => {
    for (const watch of watches) {
      watch.left -= bytes;
      if (watch.left > 0) continue;
      watches.delete(watch);
      watch.resolve();
    }
  };

  const pass = (client: Socket): void => {
    const target = targets[turn++ % targets.length];
    if (!target) {
      waiting.push(client);
      return;
    }
    const upstream = dial(target);
    upstream.setNoDelay(true);
    open.add(upstream);
    // The end of one is the end of the other, after what it has sent.
    upstream.on("close", () => {
      open.delete(upstream);
      client.end();
    });
    client.on("close", () => upstream.destroy());
    upstream.on("error", () => client.destroy());
    client.on("data", (data: Buffer) => count(data.length));
    client.pipe(upstream);
    upstream.pipe(client);
  };

  const server = createServer((client) => {
    client.setNoDelay(true);
    open.add(client);
    client.on("error", () => {});
    client.on("close", () => open.delete(client));
    pass(client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The balancer has no port.");

  return {
    url: `http://127.0.0.1:${address.port}`,
    aim(urls) {
      targets = urls.map((url) => ({ host: new URL(url).hostname, port: Number(new URL(url).port) }));
      if (targets.length === 0) return;
      for (const client of waiting.splice(0)) if (!client.destroyed) pass(client);
    },
    cut() {
      for (const socket of open) socket.destroy();
      waiting = [];
    },
    sent: (bytes) => new Promise((resolve) => void watches.add({ left: bytes, resolve })),
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
