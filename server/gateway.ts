/**
 * The one object by which app code (Next's pages and route handlers) reaches the rest of the process. Next bundles its
 * own instances of modules, so only `globalThis` is shared: app code imports this file and types, nothing else of
 * `server/`, and never the database.
 */

import type { People } from "./auth/people.ts";
import type { Annotations } from "./commands/annotations.ts";
import type { Bulletins } from "./commands/bulletins.ts";
import type { Editions } from "./commands/editions.ts";
import type { Exports } from "./exporting/exports.ts";
import type { Imports } from "./importing/imports.ts";

export interface Health {
  /** The server can do its work now: database reachable, not draining. */
  ready: boolean;
  /** First boot and the imports of the command line are done. */
  booted: boolean;
  /** One sentence when it is not ready. */
  reason: string | null;
  /** One sentence when it is ready, but not as quick as it should be. */
  degraded: string | null;
}

export interface Gateway {
  people: People;
  bulletins: Bulletins;
  imports: Imports;
  annotations: Annotations;
  editions: Editions;
  exports: Exports;
  health(): Promise<Health>;
  /** What Auth.js signs cookies with. */
  authSecret: string;
  /** The site's own address when configured (AUTH_URL), else null: then it is the request's. */
  authUrl: string | null;
  /** Logs what no person is told about; takes anything that was thrown, and never throws. */
  reportFault(error: unknown): void;
}

declare global {
  var glossaGateway: Gateway | undefined;
}

export function installGateway(value: Gateway): void {
  globalThis.glossaGateway = value;
}

export function gateway(): Gateway {
  if (!globalThis.glossaGateway) throw new Error("The gateway is installed by server/main.ts before Next serves.");
  return globalThis.glossaGateway;
}
