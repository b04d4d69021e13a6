/** Measures a server over a span of time: its processor time, and how full the machine was. */

import type { Running } from "../peers/subject.ts";
import { until } from "./clock.ts";
import { idleShare, machineTimes, usageOfTree } from "./processes.ts";

/** With less of the machine idle than this, latencies tell of the machine rather than of the server. */
const IDLE_LEAST = 0.05;
/** A process of the load that is busier than this can't keep up. */
const BUSY_MOST = 0.9;

export interface Span {
  /** User and system time of the server with its threads, in milliseconds. */
  cpuMs: number;
  /** The same of the database server; null without one. */
  databaseCpuMs: number | null;
  /** At the end. */
  rssBytes: number;
  idle: number;
}

/** Between two moments of the shared clock. */
export async function measureSpan(running: Running, from: number, end: number): Promise<Span> {
  const read = () => ({
    server: usageOfTree(running.pid),
    database: running.databasePid === null ? null : usageOfTree(running.databasePid),
    machine: machineTimes(),
  });
  await until(from);
  const before = read();
  await until(end);
  const after = read();
  return {
    cpuMs: after.server.cpuMs - before.server.cpuMs,
    databaseCpuMs: after.database && before.database ? after.database.cpuMs - before.database.cpuMs : null,
    rssBytes: after.server.rssBytes,
    idle: idleShare(before.machine, after.machine),
  };
}

/** What makes the figures doubtful, in sentences. */
export function doubts(load: { busyShare: number; closes: number[] }[], idle: number): string[] {
  const notes: string[] = [];
  const busiest = Math.max(...load.map(({ busyShare }) => busyShare));
  if (busiest > BUSY_MOST) {
    notes.push(`the load itself was at its end (a process of it ${percent(busiest)} busy): latencies are too high`);
  }
  if (idle < IDLE_LEAST) notes.push(`the machine was full (${percent(idle)} idle): latencies are too high`);
  const closed = load.flatMap(({ closes }) => closes);
  if (closed.length > 0) notes.push(`${closed.length} sockets were closed by the server (${[...new Set(closed)]})`);
  return notes;
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
