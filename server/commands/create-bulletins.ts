/** Use cases on whole bulletins, put together. */

import { AppError } from "../../domain/app-error.ts";
import { type BulletinSummary, TITLE_MAX } from "../../domain/bulletin/bulletin.ts";
import { canManageBulletins } from "../../domain/permissions/permissions.ts";
import type { Notice } from "../../domain/protocol/protocol.ts";
import type { Principal } from "../auth/people.ts";
import { findBulletin, listBulletins } from "../data/bulletin-rows.ts";
import type { Database } from "../data/database.ts";
import type { Engine } from "../sync/engine.ts";
import type { Bulletins } from "./bulletins.ts";
import { createBulletin } from "./create-bulletin.ts";
import type { RoleOn } from "./role-on.ts";

export interface BulletinsContext {
  db: Database;
  engine: Engine;
  roleOn: RoleOn;
  now: () => Date;
  /** Sockets on a bulletin that was deleted are closed. */
  closeBulletin(bulletinId: string): void;
}

const PAGE_MAX = 200;

export function createBulletins(context: BulletinsContext): Bulletins {
  const { db, engine, roleOn, now } = context;

  const requireReader = async (principal: Principal, id: string) => {
    const role = await roleOn(principal, id);
    if (!role) throw notFound();
    return role;
  };
  const requireEditor = async (principal: Principal, id: string): Promise<void> => {
    const role = await requireReader(principal, id);
    if (!canManageBulletins({ role })) throw new AppError("forbidden", "Only editors can change bulletins.");
  };
  const summary = async (principal: Principal, id: string): Promise<BulletinSummary> => {
    const found = await findBulletin(db, principal.workspaceId, id);
    if (!found) throw notFound();
    return found;
  };

  return {
    async list(principal, { cursor, limit, deleted = false }) {
      if (deleted && !canManageBulletins(principal))
        throw new AppError("forbidden", "Only editors see deleted bulletins.");
      return listBulletins(db, principal.workspaceId, {
        cursor,
        limit: Math.min(Math.max(1, limit), PAGE_MAX),
        deleted,
      });
    },

    async get(principal, id) {
      const role = await requireReader(principal, id);
      return { ...(await summary(principal, id)), role };
    },

    async create(principal, input) {
      if (!canManageBulletins(principal)) throw new AppError("forbidden", "Only editors can add bulletins.");
      const id = await createBulletin(context, principal, { ...input, title: validTitle(input.title) });
      return summary(principal, id);
    },

    async change(principal, id, input) {
      await requireEditor(principal, id);
      const data = {
        ...(input.title !== undefined && { title: validTitle(input.title) }),
        ...(input.author !== undefined && { author: validField(input.author) }),
        ...(input.source !== undefined && { source: validField(input.source) }),
        updatedAt: now(),
      };
      const { title, author, source } = await db.bulletin.update({ where: { id }, data });
      const notice: Notice = { type: "bulletin", title, author, source, deleted: false };
      await engine.notify(id, notice);
      return summary(principal, id);
    },

    async delete(principal, id) {
      await requireEditor(principal, id);
      await db.bulletin.update({ where: { id }, data: { deletedAt: now() } });
      context.closeBulletin(id);
    },

    async restore(principal, id) {
      if (!canManageBulletins(principal)) throw new AppError("forbidden", "Only editors can bring bulletins back.");
      await summary(principal, id);
      await db.bulletin.update({ where: { id }, data: { deletedAt: null } });
    },

    async text(principal, id) {
      await requireReader(principal, id);
      const { map, seq, document } = await engine.textAndDocument(id);
      return { text: map.text, seq, document };
    },
  };
}

const notFound = (): AppError => new AppError("not-found", "There is no such bulletin.");

function validTitle(title: string): string {
  const trimmed = withoutNul(title).replace(/\s+/g, " ").trim();
  if (trimmed === "") throw new AppError("unprocessable", "A bulletin needs a title.");
  if (trimmed.length > TITLE_MAX) throw new AppError("unprocessable", `A title has ${TITLE_MAX} characters at most.`);
  return trimmed;
}

/** Empty means none. */
function validField(value: string | null): string | null {
  const trimmed = withoutNul(value ?? "").trim();
  if (trimmed.length > TITLE_MAX)
    throw new AppError("unprocessable", `This field has ${TITLE_MAX} characters at most.`);
  return trimmed === "" ? null : trimmed;
}

const withoutNul = (text: string): string => text.replaceAll("\u0000", "");
