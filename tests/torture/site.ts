/** One or several servers on one database, behind one address. */

import { api } from "../support/members.ts";
import { type ServerOptions, startServer, startServerEarly, type TestServer } from "../support/server.ts";
import { type Balancer, startBalancer } from "./balancer.ts";

export interface Site {
  balancer: Balancer;
  /** Null: it does not run now. */
  servers: (TestServer | null)[];
  /** One that runs. */
  any(): TestServer;
  /** Kills this one; clients go to those that are left, or wait. */
  kill(index: number): Promise<void>;
  /** Asks it to stop, and waits until it has ended. */
  end(index: number): Promise<void>;
  /** Starts it; clients are let in by `open`. `isEarly`: does not wait until it is healthy. */
  start(index: number, how?: { isEarly: boolean }): Promise<TestServer>;
  /** Lets clients in to all that run. */
  open(): void;
  /** Ends all connections; whoever comes back waits. */
  close(): void;
  /** What all servers wrote since this was last asked. */
  output(): string;
  /** Ends what runs, each with its exit code. */
  stop(): Promise<(number | null)[]>;
}

/** Snapshots are made every few seconds, so that some are under way when servers are killed. */
const SNAPSHOT_AFTER = "250";

/** @param nodes the options of each server; the data directory of one is kept over its restarts */
export async function startSite(nodes: ServerOptions[]): Promise<Site> {
  const balancer = await startBalancer();
  const options: ServerOptions[] = nodes.map((node) => ({ ...node, env: { SNAPSHOT_AFTER, ...node.env } }));
  const servers: (TestServer | null)[] = nodes.map(() => null);
  let ended = "";
  const running = (): TestServer[] => servers.filter((server) => server !== null);
  const aim = (): void => balancer.aim(running().map(({ url }) => url));

  const take = (index: number): TestServer | null => {
    const server = servers[index] ?? null;
    servers[index] = null;
    aim();
    return server;
  };

  const site: Site = {
    balancer,
    servers,
    any() {
      const [server] = running();
      if (!server) throw new Error("No server runs.");
      return server;
    },
    async kill(index) {
      const server = take(index);
      await server?.kill();
      ended += server?.output() ?? "";
    },
    async end(index) {
      const server = take(index);
      await server?.stop();
      ended += server?.output() ?? "";
    },
    async start(index, { isEarly } = { isEarly: false }) {
      const server = await (isEarly ? startServerEarly : startServer)(options[index]);
      servers[index] = server;
      options[index] = { ...options[index], dataDir: server.dataDir };
      return server;
    },
    open: aim,
    close() {
      balancer.aim([]);
      balancer.cut();
    },
    output() {
      const all =
        ended +
        running()
          .map((server) => server.output())
          .join("");
      return all;
    },
    async stop() {
      balancer.aim([]);
      const codes = await Promise.all(running().map((server) => server.stop()));
      ended += running()
        .map((server) => server.output())
        .join("");
      servers.fill(null);
      await balancer.close();
      return codes;
    },
  };
  for (const index of nodes.keys()) await site.start(index);
  site.open();
  return site;
}

/** A bulletin of this Markdown; its id. */
export async function importMarkdown(server: TestServer, token: string, text: string): Promise<string> {
  const body = JSON.stringify({ title: "Torture", text, format: "markdown" });
  return (await api<{ id: string }>(server, token, "/bulletins", { method: "POST", body })).id;
}
