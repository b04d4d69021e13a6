/** Puts database, rooms and use cases together. */

import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { Application } from "./application.ts";
import { createPeople } from "./auth/create-people.ts";
import { isOwnOrigin } from "./auth/origin.ts";
import type { Principal } from "./auth/people.ts";
import { sessionFromRequest } from "./auth/session-from-request.ts";
import { CommandDesk } from "./commands/carry-out.ts";
import { carryOutFromSocket } from "./commands/carry-out-from-socket.ts";
import { createAnnotations } from "./commands/create-annotations.ts";
import { createBulletin } from "./commands/create-bulletin.ts";
import { createBulletins } from "./commands/create-bulletins.ts";
import { createEditions } from "./commands/create-editions.ts";
import { createRoleOn } from "./commands/role-on.ts";
import { createVocabulary } from "./commands/vocabulary.ts";
import type { Config } from "./config.ts";
import { findByFileHash, storeSearchableText } from "./data/bulletin-rows.ts";
import { openDatabase } from "./data/database.ts";
import { openLog } from "./data/open-log.ts";
import { rebuildProjection } from "./data/rebuild.ts";
import { openWorkspace } from "./data/workspace-row.ts";
import { createExports } from "./exporting/create-exports.ts";
import type { Gateway, Health } from "./gateway.ts";
import { createImports } from "./importing/create-imports.ts";
import { refuseBytes } from "./importing/limits.ts";
import { previewImport } from "./importing/preview-import.ts";
import { joinCluster } from "./join-cluster.ts";
import type { Logger } from "./log.ts";
import { createDatabaseProbe } from "./metrics/database-probe.ts";
import type { Metrics } from "./metrics/metrics.ts";
import { Engine } from "./sync/engine.ts";
import { NO_METRICS } from "./sync/metrics.ts";
import { SyncServer, type Visitor } from "./sync/sync-server.ts";

const now = (): Date => new Date();

const BUS_DOWN = "The bus between the nodes (REDIS_URL) is down; changes made on other nodes come a second late.";

interface Start {
  /** Refuses a second server on the database; a command beside a running one only touches rows. */
  isServer?: boolean;
  /** Null: nobody asks for them. */
  metrics?: Metrics | null;
}

export async function startApplication(
  config: Config,
  logger: Logger,
  { isServer = true, metrics = null }: Start = {},
): Promise<Application> {
  const where = config.databaseUrl ? { url: config.databaseUrl } : { dataDir: config.dataDir };
  const database = await openDatabase(where, {
    server: isServer ? (config.redisUrl ? "node" : "single") : null,
    report: (sentence) => logger.error(sentence),
    onRestarted: () => metrics?.databaseRestarted(),
  });
  const { db, migrated } = database;
  if (migrated.length > 0) logger.info({ migrated }, "the database was migrated");
  const isDatabaseUp = createDatabaseProbe({ ask: () => db.$queryRaw`SELECT 1`, logger });
  metrics?.watchDatabase(isDatabaseUp);
  const dataDir = config.databaseUrl ? null : config.dataDir;
  const { log, isStuck, close: closeLog } = await openLog(database, { dataDir, logger });
  const workspaceId = await database.alone(() => openWorkspace(db));
  const roleOn = createRoleOn(db);
  const syncMetrics = metrics?.sync ?? NO_METRICS;
  const desk = new CommandDesk(log, logger, syncMetrics);
  let isDraining = false;

  const people = createPeople({
    db,
    workspaceId,
    now,
    onAccessChanged: (userId) => {
      cluster?.accessChanged(userId);
      sync
        .recheckUser(userId)
        .catch((error: unknown) => logger.error({ err: error }, "sockets could not be rechecked"));
    },
  });
  const engine: Engine = new Engine({
    log,
    logger,
    metrics: syncMetrics,
    isShared: config.redisUrl !== null,
    snapshotAfter: config.snapshotAfter,
    command: ({ actor, sessionId }, documentId, envelope) => {
      const principal = { ...actor, email: "", workspaceId, sessionId };
      return carryOutFromSocket({ annotations, logger }, principal, documentId, envelope);
    },
    onQuiet: (bulletinId, text, seq) => storeSearchableText(db, bulletinId, text, seq, now()),
  });
  const sync: SyncServer = new SyncServer({
    engine,
    logger,
    authenticate: async (request, token) => {
      if (token !== null) return visitorOf(await people.byToken(token));
      if (!isOwnOrigin(request, config.authUrl)) return "foreignOrigin";
      const session = await sessionFromRequest(request, config.authSecret);
      return visitorOf(session && (await people.bySession(session.userId, session.sessionId)));
    },
    roleOn: ({ actor }, bulletinId) => roleOn({ ...actor, workspaceId }, bulletinId),
  });

  const cluster = isServer
    ? await joinCluster({ redisUrl: config.redisUrl, db, workspaceId, engine, sync, logger })
    : null;
  const closeBulletin = (id: string): void => {
    sync.closeBulletin(id);
    cluster?.bulletinClosed(id);
  };

  const vocabulary = createVocabulary(engine, now);
  const annotations = createAnnotations({ engine, desk, vocabulary, roleOn, now });
  const bulletins = createBulletins({ db, engine, roleOn, now, closeBulletin });
  const imports = createImports({ bulletins });

  const importFile: Application["importFile"] = async (path) => {
    const principal = await people.operator.principal();
    refuseBytes((await stat(path)).size);
    const bytes = await readFile(path);
    const fileHash = createHash("sha256").update(bytes).digest("hex");
    const existing = await findByFileHash(db, workspaceId, fileHash);
    if (existing) return { ...existing, existing: true };
    const { text, format } = imports.readFile({ name: basename(path), bytes });
    const { title, author, document } = previewImport({ text, format, repair: true, refused: [] });
    const id = await createBulletin({ db, now }, principal, { title, author, source: null, document, fileHash });
    return { id, title, existing: false };
  };

  const health = async (): Promise<Health> => {
    const notReady = (reason: string): Health => ({ booted: true, ready: false, reason, degraded: null });
    if (isDraining) return notReady("The server is shutting down.");
    const obstacle = database.obstacle();
    if (obstacle) return notReady(obstacle);
    if (!(await isDatabaseUp())) return notReady("The database can't be reached.");
    if (isStuck()) return notReady("The database can't store changes; is the disk full?");
    return { booted: true, ready: true, reason: null, degraded: cluster && !cluster.isBusUp ? BUS_DOWN : null };
  };
  const gateway: Gateway = {
    people,
    bulletins,
    imports,
    annotations,
    editions: createEditions({ engine, bulletins, roleOn, logger, now }),
    exports: createExports({ bulletins, annotations, now }),
    health,
    authSecret: config.authSecret,
    authUrl: config.authUrl,
    reportFault: (error) => logger.error({ err: error }, "a request failed"),
  };

  return {
    gateway,
    alone: database.alone,
    upgrade: (request, socket, head) => sync.upgrade(request, socket, head),
    rebuild: () => rebuildProjection(database, log),
    importFile: (path) => database.alone(() => importFile(path)),
    async drain() {
      isDraining = true;
      await sync.drain();
      await cluster?.leave();
    },
    async close() {
      await closeLog();
      await database.close();
    },
  };
}

const visitorOf = (principal: Principal | null): Visitor | "signedOut" =>
  principal
    ? {
        actor: { id: principal.id, name: principal.name, role: principal.role },
        workspaceId: principal.workspaceId,
        sessionId: principal.sessionId,
      }
    : "signedOut";
