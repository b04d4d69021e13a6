/** The workspace of this installation. */

import { randomUUID } from "node:crypto";
import type { Database } from "./database.ts";

/** Made at the first start; two processes that start at once agree on the oldest. */
export async function openWorkspace(db: Database): Promise<string> {
  const oldest = () => db.workspace.findFirst({ orderBy: [{ createdAt: "asc" }, { id: "asc" }], select: { id: true } });
  const found = await oldest();
  if (found) return found.id;
  await db.workspace.create({ data: { id: randomUUID(), name: "Workspace" } });
  return (await oldest())?.id ?? openWorkspace(db);
}
