/** Links that work once: the set-up of the first owner and the reset of a password. */

import { AppError } from "../../domain/app-error.ts";
import type { Transaction } from "../data/database.ts";
import type { PeopleContext } from "./context.ts";
import { hashSecret } from "./secrets.ts";

type Kind = "setup" | "reset";

const SOURCE: Record<Kind, string> = {
  setup: "Start Glossa again: its terminal prints a new one.",
  reset: "Ask an owner for a new one.",
};

/** The link, and whose it is; throws `gone` with the reason when it leads nowhere. */
export async function openLink(context: PeopleContext, kind: Kind, token: string) {
  const row = await context.db.oneTimeLink.findUnique({
    where: { tokenHash: hashSecret(token) },
    include: { user: { select: { id: true, name: true, email: true } } },
  });
  if (row?.kind !== kind) {
    throw new AppError("gone", `This link does not work. Check that it was copied whole. ${SOURCE[kind]}`);
  }
  if (row.usedAt) throw new AppError("gone", `This link works no more: it was used or replaced. ${SOURCE[kind]}`);
  if (row.expiresAt <= context.now()) throw new AppError("gone", `This link has expired. ${SOURCE[kind]}`);
  return row;
}

/** Marks the link used, or throws `gone`: of two who use it at once, one succeeds. */
export async function useLink(tx: Transaction, context: PeopleContext, kind: Kind, token: string): Promise<void> {
  const now = context.now();
  const used = await tx.oneTimeLink.updateMany({
    where: { kind, tokenHash: hashSecret(token), usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  if (used.count === 0) throw new AppError("gone", `This link works no more: it was used just now. ${SOURCE[kind]}`);
}
