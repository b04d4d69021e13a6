/** All metrics of the process, in a registry of their own. */

import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { SyncMetrics } from "../sync/metrics.ts";
import { createSyncMetrics } from "./sync-metrics.ts";

/** How often the event loop's delay is sampled, in milliseconds: an idle loop's delay reads as this. */
const LOOP_SAMPLE_MS = 20;

export interface Metrics {
  sync: SyncMetrics;
  /** Names who is asked at each scrape whether the database answers; must settle soon, and never rejects. */
  watchDatabase(isUp: () => Promise<boolean>): void;
  /** The embedded database ended by itself and was started again. */
  databaseRestarted(): void;
  /** All of them as Prometheus reads them, with the content type. */
  exposition(): Promise<{ type: string; body: string }>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  // Their names are those that dashboards for Node know, so without a prefix.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LOOP_SAMPLE_MS });
  let isDatabaseUp = (): Promise<boolean> => Promise.resolve(false);
  new Gauge({
    name: "glossa_database_up",
    help: "Whether the database answered at this scrape.",
    registers: [registry],
    async collect() {
      this.set((await isDatabaseUp()) ? 1 : 0);
    },
  });
  const restarts = new Counter({
    name: "glossa_embedded_database_restarts_total",
    help: "Times that the embedded database ended by itself and was started again.",
    registers: [registry],
  });
  return {
    sync: createSyncMetrics(registry),
    watchDatabase(isUp) {
      isDatabaseUp = isUp;
    },
    databaseRestarted: () => restarts.inc(),
    exposition: async () => ({ type: registry.contentType, body: await registry.metrics() }),
  };
}
