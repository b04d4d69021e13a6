/** New editions: who may make them, and on what conditions. */

import { AppError } from "../../domain/app-error.ts";
import { canEditText } from "../../domain/permissions/permissions.ts";
import type { Principal } from "../auth/people.ts";
import type { Logger } from "../log.ts";
import type { Engine } from "../sync/engine.ts";
import { acceptEdition } from "./accept-edition.ts";
import type { Bulletins } from "./bulletins.ts";
import { drawUpEdition } from "./draw-up-edition.ts";
import type { Editions } from "./editions.ts";
import type { RoleOn } from "./role-on.ts";

export interface EditionsContext {
  engine: Engine;
  bulletins: { change: (...args: Parameters<Bulletins["change"]>) => Promise<unknown> };
  roleOn: RoleOn;
  logger: Logger;
  now: () => Date;
}

export function createEditions(context: EditionsContext): Editions {
  const requireEditor = async (principal: Principal, bulletinId: string): Promise<void> => {
    const role = await context.roleOn(principal, bulletinId);
    if (!role) throw new AppError("not-found", "There is no such bulletin.");
    if (!canEditText({ role })) throw new AppError("forbidden", "Only editors and owners can upload a new edition.");
  };
  return {
    async preview(principal, bulletinId, input) {
      await requireEditor(principal, bulletinId);
      return (await drawUpEdition(context.engine, bulletinId, input)).report;
    },
    async accept(principal, bulletinId, input, acceptance) {
      await requireEditor(principal, bulletinId);
      return acceptEdition(context, principal, bulletinId, input, acceptance);
    },
  };
}
