/** Counts tries at passwords in the rows of SignInThrottle, so that all nodes count together. */

import { AppError } from "../../domain/app-error.ts";
import type { Database, Transaction } from "../data/database.ts";
import { inTransaction } from "./context.ts";
import { forgottenBefore, isLocked, type Throttle, withTry } from "./throttle-rules.ts";

/**
 * Counts one try against every key, or throws `locked` and counts none. Keys have to come in one order everywhere
 * (account, then address): each row stays locked until the end of the transaction.
 */
export async function takeTry(db: Database, keys: string[], now: Date): Promise<void> {
  await inTransaction(db, async (tx) => {
    const before: [string, Throttle][] = [];
    for (const key of keys) before.push([key, await lockThrottle(tx, key, now)]);
    const until = before.flatMap(([, row]) => (isLocked(row, now) && row.lockedUntil ? [row.lockedUntil] : []));
    // Rolls back, and with it the rows that were only made to be locked.
    if (until.length > 0) throw lockedUntil(new Date(Math.max(...until.map((date) => date.getTime()))), now);
    for (const [key, row] of before) await tx.signInThrottle.update({ where: { key }, data: withTry(row, now) });
  });
}

/** After a right password: forgets the account's failures and gives the address its try back, not its failures. */
export async function giveTryBack(db: Database, account: string, address: string | null, now: Date): Promise<void> {
  await db.signInThrottle.deleteMany({
    where: { OR: [{ key: account }, { updatedAt: { lt: forgottenBefore(now) } }] },
  });
  if (address === null) return;
  // No lock can be due: as long as one held, this try would not have been admitted, and later ones count after it.
  await db.$executeRaw`
    UPDATE "SignInThrottle" SET failures = greatest(failures - 1, 0), "lockedUntil" = NULL WHERE key = ${address}`;
}

async function lockThrottle(tx: Transaction, key: string, now: Date): Promise<Throttle> {
  // An update that changes nothing: unlike DO NOTHING it locks and returns a row that was there before.
  const rows = await tx.$queryRaw<Throttle[]>`
    INSERT INTO "SignInThrottle" (key, failures, "updatedAt") VALUES (${key}, 0, ${now}::timestamptz)
    ON CONFLICT (key) DO UPDATE SET key = excluded.key
    RETURNING failures, "lockedUntil", "updatedAt"`;
  const row = rows[0];
  if (!row) throw new Error("An upsert returned no row.");
  return row;
}

/** Says the same whether the account exists or not. */
function lockedUntil(until: Date, now: Date): AppError {
  const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000));
  const minutes = Math.ceil(seconds / 60);
  const wait = minutes === 1 ? "a minute" : `${minutes} minutes`;
  return new AppError("locked", `There were too many failed sign-ins. Try again in ${wait}.`, seconds);
}
