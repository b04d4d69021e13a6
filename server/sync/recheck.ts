/** Looks up again what those with open sockets may. */

import type { IncomingMessage } from "node:http";
import type { Role } from "../../domain/permissions/permissions.ts";
import type { CloseName } from "../../domain/protocol/protocol.ts";
import { type Access, type AccessOptions, accessTo, type Target, type Visitor } from "./access.ts";
import type { Connection } from "./connection.ts";

/** An open socket and how it came in. */
export interface Entrance {
  connection: Connection;
  target: Target;
  request: IncomingMessage;
}

/**
 * One look-up per session or token, and one per user and bulletin, however many sockets. Rejects when one of them fails,
 * after the others have been obeyed.
 */
export async function recheck(entrances: readonly Entrance[], options: AccessOptions): Promise<void> {
  const roles = new Map<string, Promise<Role | null>>();
  const roleOn: AccessOptions["roleOn"] = (visitor, bulletinId) => {
    const key = `${visitor.actor.id} ${bulletinId}`;
    const role = roles.get(key) ?? options.roleOn(visitor, bulletinId);
    roles.set(key, role);
    return role;
  };
  const groups = new Map<string, Entrance[]>();
  for (const entrance of entrances) {
    const key = credentialOf(entrance);
    const group = groups.get(key);
    if (group) group.push(entrance);
    else groups.set(key, [entrance]);
  }
  const all = [...groups.values()].map((group) => recheckGroup(group, options, roleOn));
  for (const result of await Promise.allSettled(all)) if (result.status === "rejected") throw result.reason;
}

const credentialOf = ({ target, connection }: Entrance): string =>
  target.token === null ? `session ${connection.sessionId}` : `token ${target.token}`;

async function recheckGroup(
  group: readonly Entrance[],
  { authenticate }: AccessOptions,
  roleOn: AccessOptions["roleOn"],
): Promise<void> {
  const [first] = group;
  if (!first) return;
  const visitor = await authenticate(first.request, first.target.token);
  for (const entrance of group) obey(entrance.connection, await accessOf(entrance, visitor, roleOn));
}

async function accessOf(
  { target }: Entrance,
  visitor: Visitor | CloseName,
  roleOn: AccessOptions["roleOn"],
): Promise<Access | CloseName> {
  return typeof visitor === "string" ? visitor : accessTo(target, visitor, roleOn);
}

function obey(connection: Connection, access: Access | CloseName): void {
  if (typeof access === "string") return connection.close(access);
  const hasChanged = connection.actor.role !== access.actor.role;
  connection.actor = access.actor;
  connection.canWrite = access.canWrite;
  if (hasChanged) connection.notify({ type: "role", role: access.actor.role });
}
