import { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import type { SyncGauges } from "../sync/metrics.ts";
import { createSyncMetrics } from "./sync-metrics.ts";

function setUp() {
  const registry = new Registry();
  const metrics = createSyncMetrics(registry);
  /** Values of the metrics that begin so, without comments. */
  const values = async (start: string): Promise<Record<string, number>> => {
    const lines = (await registry.metrics()).split("\n").filter((line) => line.startsWith(start));
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]),
    );
  };
  return { metrics, registry, values };
}

describe("createSyncMetrics", () => {
  it("observes every update's wait, in seconds, and a commit once", async () => {
    const { metrics, values } = setUp();
    metrics.committed({ lagsMs: [3, 40, 40], durationMs: 2.5, rows: 2 });
    const lag = await values("glossa_commit_lag_seconds");
    expect(lag.glossa_commit_lag_seconds_count).toBe(3);
    expect(lag.glossa_commit_lag_seconds_sum).toBeCloseTo(0.083);
    expect(lag['glossa_commit_lag_seconds_bucket{le="0.005"}']).toBe(1);
    expect(lag['glossa_commit_lag_seconds_bucket{le="0.05"}']).toBe(3);
    expect((await values("glossa_commit_duration_seconds")).glossa_commit_duration_seconds_count).toBe(1);
    expect((await values("glossa_commit_rows")).glossa_commit_rows_sum).toBe(2);
  });

  it("counts a frame once for each socket it went to", async () => {
    const { metrics, values } = setUp();
    metrics.framed({ updates: 4, sockets: 50, bytes: 100 });
    metrics.framed({ updates: 1, sockets: 50, bytes: 20 });
    expect(await values("glossa_fanout")).toEqual({
      glossa_fanout_frames_total: 100,
      glossa_fanout_updates_total: 250,
      glossa_fanout_bytes_total: 6000,
    });
  });

  it("counts refusals, ends and outcomes by their name", async () => {
    const { metrics, values } = setUp();
    metrics.updateRefused("gap");
    metrics.updateRefused("gap");
    metrics.updateRefused("forbidden");
    metrics.socketClosed("tooSlow");
    metrics.commandAnswered("quote-not-found");
    expect(await values("glossa_updates_refused_total")).toEqual({
      'glossa_updates_refused_total{code="gap"}': 2,
      'glossa_updates_refused_total{code="forbidden"}': 1,
    });
    const ends = await values("glossa_sockets_closed_total");
    expect(ends['glossa_sockets_closed_total{end="tooSlow"}']).toBe(1);
    expect(ends['glossa_sockets_closed_total{end="shuttingDown"}']).toBe(0);
    expect((await values("glossa_commands"))['glossa_commands_answered_total{outcome="quote-not-found"}']).toBe(1);
  });

  it("asks for rooms and sockets at each scrape, and forgets the ones that are gone", async () => {
    const { metrics, values } = setUp();
    let now: SyncGauges = {
      rooms: [
        { kind: "text", rowsSinceSnapshot: 30 },
        { kind: "text", rowsSinceSnapshot: 5 },
        { kind: "annotations", rowsSinceSnapshot: 0 },
      ],
      sockets: [
        { room: "text", isStock: true, bytesWaiting: 100 },
        { room: "text", isStock: false, bytesWaiting: 7 },
      ],
    };
    metrics.observe(() => now);
    expect(await values("glossa_rooms{")).toMatchObject({
      'glossa_rooms{room="text"}': 2,
      'glossa_rooms{room="annotations"}': 1,
      'glossa_rooms{room="vocabulary"}': 0,
    });
    expect((await values("glossa_sockets{"))['glossa_sockets{room="text",client="stock"}']).toBe(1);
    expect(await values("glossa_socket_waiting_bytes")).toEqual({
      glossa_socket_waiting_bytes: 107,
      glossa_socket_waiting_bytes_max: 100,
    });
    expect(await values("glossa_log_rows")).toEqual({
      glossa_log_rows_since_snapshot: 35,
      glossa_log_rows_since_snapshot_max: 30,
    });
    now = { rooms: [], sockets: [] };
    expect((await values("glossa_rooms{"))['glossa_rooms{room="text"}']).toBe(0);
    expect((await values("glossa_sockets{"))['glossa_sockets{room="text",client="stock"}']).toBe(0);
    expect((await values("glossa_socket_waiting_bytes_max")).glossa_socket_waiting_bytes_max).toBe(0);
  });

  it("has a bus only once there is one", async () => {
    const { metrics, values } = setUp();
    expect(await values("glossa_bus_up")).toEqual({});
    metrics.busUp(true);
    metrics.busUp(false);
    expect(await values("glossa_bus_up")).toEqual({ glossa_bus_up: 0 });
  });

  it("says of each metric what it is", async () => {
    const { registry } = setUp();
    const all = registry.getMetricsAsArray();
    expect(all.length).toBeGreaterThan(20);
    expect(all.filter(({ name }) => !name.startsWith("glossa_"))).toEqual([]);
    expect(all.filter(({ help }) => !/^[A-Z].{10,}\.$/.test(help))).toEqual([]);
  });
});
