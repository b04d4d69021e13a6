/** Everything but HTTP: database, sync rooms and use cases, put together. main.ts serves it, the command line drives it. */

import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Gateway } from "./gateway.ts";

export interface Application {
  gateway: Gateway;
  /** Takes over a WebSocket upgrade on /sync/…; answers it whatever happens. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Runs `work` while no other node does such work: what is to happen once in an installation. Not within itself. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** Rebuilds the projection rows from the log; returns how many annotations were written. */
  rebuild(): Promise<{ annotations: number; bulletins: number }>;
  /**
   * Imports a file as the command line does, with all repairs. A file that was imported before (same bytes) gives its
   * bulletin again, with `existing` true.
   */
  importFile(path: string): Promise<{ id: string; title: string; existing: boolean }>;
  /** Refuses new sockets, commits what was accepted and closes sockets with a reason. Idempotent. */
  drain(): Promise<void>;
  /** After drain: closes the database. */
  close(): Promise<void>;
}
