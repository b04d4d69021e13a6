/** Who may read the metrics: whoever is on this machine, and an owner's API token. */

import type { IncomingMessage } from "node:http";
import type { Role } from "../../domain/permissions/permissions.ts";
import { hashSecret } from "../auth/secrets.ts";
import { isFromThisMachine } from "../http/client-address.ts";
import { within } from "../within.ts";

/** A scrape is given up after ten seconds; checking the token must not use them up. */
const LIMIT_MS = 2000;

/** `unknown`: the token can't be checked now. */
export type Access = "allowed" | "forbidden" | "unknown";

interface Options {
  /** The one whose token it is; null: nobody's. Rejects when that can't be found out. */
  byToken(token: string): Promise<{ role: Role } | null>;
  limitMs?: number;
}

/** Decides on a request, given a moment where its token has to be looked up. */
export function createMetricsGate({
  byToken,
  limitMs = LIMIT_MS,
}: Options): (request: IncomingMessage) => Promise<Access> {
  // Hashes of the tokens that were an owner's when they were last checked. They count while the database can't be
  // asked, when the metrics are needed most; and a token can't be revoked without it.
  const known = new Set<string>();

  async function check(token: string): Promise<Access> {
    const hash = hashSecret(token);
    const isOwner = await within(
      byToken(token).then(
        (who) => who?.role === "owner",
        () => null,
      ),
      limitMs,
      null,
    );
    if (isOwner === null) return known.has(hash) ? "allowed" : "unknown";
    if (isOwner) known.add(hash);
    else known.delete(hash);
    return isOwner ? "allowed" : "forbidden";
  }

  return async (request) => {
    if (isFromThisMachine(request.socket.remoteAddress, request.headers)) return "allowed";
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization?.trim() ?? "")?.[1];
    return token === undefined ? "forbidden" : check(token);
  };
}
