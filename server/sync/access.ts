/** Who is behind a socket and what they may, at the door and whenever that may have changed. */

import type { IncomingMessage } from "node:http";
import { type Actor, canEditText, type Role } from "../../domain/permissions/permissions.ts";
import { type CloseName, ROOMS, type RoomName } from "../../domain/protocol/protocol.ts";
import { annotationsId, privateId, textId, vocabularyId } from "./document-ids.ts";

/** Who is behind a socket, looked up again whenever accounts, sessions or roles change. */
export interface Visitor {
  actor: Actor;
  workspaceId: string;
  sessionId: string | null;
}

export interface AccessOptions {
  /** The visitor by `token` or by the request's cookie; a foreign page's cookie does not count. */
  authenticate(request: IncomingMessage, token: string | null): Promise<Visitor | "signedOut" | "foreignOrigin">;
  /** The role on a bulletin; null: no such bulletin, or no access. */
  roleOn(visitor: Visitor, bulletinId: string): Promise<Role | null>;
}

/** Where a socket wants to go. */
export interface Target {
  /** The bulletin or workspace. */
  owner: string;
  room: RoomName;
  token: string | null;
}

export interface Access {
  documentId: string;
  actor: Actor;
  canWrite: boolean;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export function parseTarget(url: string): Target | null {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const [, sync, owner = "", name, ...rest] = pathname.split("/");
  const room = ROOMS.find((known) => known === name);
  if (sync !== "sync" || !room || rest.length > 0 || !UUID.test(owner)) return null;
  return { owner: owner.toLowerCase(), room, token: searchParams.get("token") };
}

/** Why not, or what may be done there. */
export async function accessTo(
  { owner, room }: Target,
  visitor: Visitor,
  roleOn: AccessOptions["roleOn"],
): Promise<Access | CloseName> {
  const { actor } = visitor;
  if (room === "vocabulary") {
    if (owner !== visitor.workspaceId) return "notFound";
    return { documentId: vocabularyId(owner), actor, canWrite: false };
  }
  const role = await roleOn(visitor, owner);
  if (!role) return "notFound";
  const here = { ...actor, role };
  switch (room) {
    case "text":
      return { documentId: textId(owner), actor: here, canWrite: canEditText(here) };
    case "annotations":
      return { documentId: annotationsId(owner), actor: here, canWrite: false };
    case "private":
      return { documentId: privateId(owner, actor.id), actor: here, canWrite: false };
  }
}
