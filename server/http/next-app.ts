/** Next behind the one port. */

import { createServer } from "node:http";
import next from "next";
import type { Handlers } from "./http-server.ts";

export interface NextApp {
  request: Handlers["request"];
  /** Hot reload, in development; null in production, where Next has no sockets. */
  upgrade: ReturnType<Handlers["upgrade"]>;
  close(): Promise<void>;
}

/** Prepares Next for the app in `dir`; in production it must have been built. */
export async function startNext(options: {
  dir: string;
  isDev: boolean;
  hostname: string;
  port: number;
}): Promise<NextApp> {
  // Next would add an upgrade listener of its own to our server, and end sockets whose path matches a route. It gets
  // one that never listens; what it may have is passed on by hand.
  const decoy = createServer();
  const app = next({
    dir: options.dir,
    dev: options.isDev,
    hostname: options.hostname,
    port: options.port,
    httpServer: decoy,
  });
  await app.prepare();
  return {
    request: app.getRequestHandler(),
    upgrade: options.isDev ? (request, socket, head) => void decoy.emit("upgrade", request, socket, head) : null,
    close: () => app.close(),
  };
}
