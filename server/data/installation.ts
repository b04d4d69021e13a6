/** What tells this database from every other one, also from a copy of itself that was restored beside it. */

import type { Database } from "./database.ts";

/** For PostgreSQL: the workspace, the database's number and, where this user may read it, the cluster's identifier. */
export async function installationName(db: Database, workspaceId: string): Promise<string> {
  const [database] = await db.$queryRaw<{ oid: string; maySee: boolean }[]>`
    SELECT oid::text, has_function_privilege('pg_control_system()', 'execute') AS "maySee"
    FROM pg_database WHERE datname = current_database()`;
  const [cluster] = database?.maySee
    ? await db.$queryRaw<{ id: string }[]>`SELECT system_identifier::text AS id FROM pg_control_system()`
    : [];
  return [workspaceId, database?.oid, cluster?.id].join(" ");
}
