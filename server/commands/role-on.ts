/** The role that a member has on one bulletin. */

import type { Role } from "../../domain/permissions/permissions.ts";
import type { Database } from "../data/database.ts";

/** Null: no such bulletin in the member's workspace, or it was deleted. */
export type RoleOn = (
  member: { id: string; role: Role; workspaceId: string },
  bulletinId: string,
) => Promise<Role | null>;

export function createRoleOn(db: Database): RoleOn {
  return async (member, bulletinId) => {
    if (!UUID.test(bulletinId)) return null;
    const bulletin = await db.bulletin.findFirst({
      where: { id: bulletinId, workspaceId: member.workspaceId, deletedAt: null },
      select: { roles: { where: { userId: member.id }, select: { role: true } } },
    });
    if (!bulletin) return null;
    return bulletin.roles[0]?.role ?? member.role;
  };
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
