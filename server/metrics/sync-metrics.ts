/** The sync side's metrics as Prometheus has them: base units (seconds, bytes), counters that end in `_total`. */

import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import { CLOSE } from "../../domain/protocol/protocol.ts";
import type { SyncMetrics } from "../sync/metrics.ts";
import { createGauges } from "./sync-gauges.ts";

/** From what a commit takes on a good disk to what nobody waits for. */
const SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

/** The largest: many writers behind one slow commit. */
const ROWS = [1, 2, 5, 10, 20, 50, 100, 200, 500];

export function createSyncMetrics(registry: Registry): SyncMetrics {
  const registers = [registry];
  const counter = (name: string, help: string) => new Counter({ name, help, registers });
  const counterBy = <L extends string>(label: L, name: string, help: string, known: readonly string[] = []) => {
    const made = new Counter({ name, help, registers, labelNames: [label] });
    // A rate over the first occurrence needs the zero before it.
    for (const value of known) made.labels(value).inc(0);
    return made;
  };
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name, help, registers, buckets });

  const lag = histogram(
    "glossa_commit_lag_seconds",
    "From the arrival of an update or command to the end of its commit.",
    SECONDS,
  );
  const duration = histogram("glossa_commit_duration_seconds", "How long an append to the log took.", SECONDS);
  const rows = histogram("glossa_commit_rows", "Rows that one append wrote to the log.", ROWS);
  const admitted = counter("glossa_updates_admitted_total", "Updates of clients that passed admission.");
  const refused = counterBy("code", "glossa_updates_refused_total", "Updates of clients that were refused.");
  const answered = counterBy("outcome", "glossa_commands_answered_total", "Commands answered, by outcome.", ["done"]);
  const ended = counterBy("end", "glossa_sockets_closed_total", "Sockets that ended, by the reason.", [
    ...Object.keys(CLOSE),
    "left",
    "silent",
  ]);
  const frames = counter("glossa_fanout_frames_total", "Frames with updates that were handed to sockets.");
  const delivered = counter("glossa_fanout_updates_total", "Updates in those frames, counted once for each socket.");
  const frameBytes = counter("glossa_fanout_bytes_total", "Bytes of those frames.");
  const states = counterBy("source", "glossa_states_sent_total", "Documents' states sent to who joined.", [
    "cache",
    "document",
  ]);
  const stateBytes = counterBy("source", "glossa_states_sent_bytes_total", "Bytes of those states.");
  const presenceSent = counter("glossa_presence_frames_sent_total", "Presence frames that were handed to sockets.");
  const presenceDropped = counter(
    "glossa_presence_frames_dropped_total",
    "Presence frames left out because a socket was behind.",
  );
  const resyncs = counter("glossa_resyncs_total", "Readers too far behind that got the state anew.");
  const load = histogram("glossa_room_load_duration_seconds", "How long a room took to load.", SECONDS);
  const loadRows = counter("glossa_room_load_rows_total", "Rows of the log that loads applied.");
  const failed = counter("glossa_rooms_failed_total", "Rooms dropped with their sockets: a change was not stored.");
  const compaction = histogram("glossa_compaction_duration_seconds", "How long a snapshot took to make.", SECONDS);
  const compacted = counter("glossa_compacted_rows_total", "Rows of the log that snapshots took the place of.");
  const uncompacted = counter("glossa_compactions_failed_total", "Snapshots that could not be made.");
  const hints = counterBy("direction", "glossa_bus_hints_total", "Hints to and from other nodes.", [
    "sent",
    "received",
  ]);
  const gaps = counter("glossa_bus_gaps_repaired_total", "Times that entries without a hint were read from the log.");
  const gapRows = counter("glossa_bus_gap_rows_total", "Entries so read.");
  let bus: Gauge | null = null;

  return {
    committed(commit) {
      for (const milliseconds of commit.lagsMs) lag.observe(milliseconds / 1000);
      duration.observe(commit.durationMs / 1000);
      rows.observe(commit.rows);
    },
    updateAdmitted: () => admitted.inc(),
    updateRefused: (code) => refused.inc({ code }),
    commandAnswered: (outcome) => answered.inc({ outcome }),
    socketClosed: (end) => ended.inc({ end }),
    framed({ updates, sockets, bytes }) {
      frames.inc(sockets);
      delivered.inc(updates * sockets);
      frameBytes.inc(bytes * sockets);
    },
    stateSent({ isCached, bytes }) {
      const source = isCached ? "cache" : "document";
      states.inc({ source });
      stateBytes.inc({ source }, bytes);
    },
    presence({ sent, dropped }) {
      presenceSent.inc(sent);
      presenceDropped.inc(dropped);
    },
    resynced: () => resyncs.inc(),
    roomLoaded({ durationMs, rows: applied }) {
      load.observe(durationMs / 1000);
      loadRows.inc(applied);
    },
    roomFailed: () => failed.inc(),
    compacted({ durationMs, rows: replaced }) {
      compaction.observe(durationMs / 1000);
      compacted.inc(replaced);
    },
    compactionFailed: () => uncompacted.inc(),
    busUp(isUp) {
      // Not made before: a node without a bus has none that could be down.
      bus ??= new Gauge({ name: "glossa_bus_up", help: "Whether the bus to other nodes is connected.", registers });
      bus.set(isUp ? 1 : 0);
    },
    busHint: (direction) => hints.inc({ direction }),
    gapRepaired(missed) {
      gaps.inc();
      gapRows.inc(missed);
    },
    observe: createGauges(registry),
  };
}
