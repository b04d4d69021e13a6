/** With REDIS_URL this process is one of several nodes: puts the bus and the rooms together. */

import { RedisBus } from "./bus/redis-bus.ts";
import type { Config } from "./config.ts";
import { searchableTextSeq } from "./data/bulletin-rows.ts";
import type { Database } from "./data/database.ts";
import { installationName } from "./data/installation.ts";
import type { Logger } from "./log.ts";
import { Cluster } from "./sync/cluster.ts";
import type { Engine } from "./sync/engine.ts";
import type { SyncServer } from "./sync/sync-server.ts";

interface Joining {
  redisUrl: Config["redisUrl"];
  db: Database;
  workspaceId: string;
  engine: Engine;
  sync: SyncServer;
  logger: Logger;
}

/** Null without REDIS_URL. A Redis that does not answer is no reason not to start: the bus comes up when it does. */
export async function joinCluster(joining: Joining): Promise<Cluster | null> {
  const { redisUrl, db, workspaceId, engine, sync, logger } = joining;
  if (!redisUrl) return null;
  const installation = await installationName(db, workspaceId);
  return new Cluster({
    bus: new RedisBus({ url: redisUrl, installation, logger }),
    engine,
    logger,
    access: sync,
    reviewedSeq: (bulletinId) => searchableTextSeq(db, bulletinId),
  });
}
