/** What processes used, from Linux's /proc: with all their threads and all that they started. */

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

const TICK_MS = 1000 / Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
const PAGE_BYTES = Number(execFileSync("getconf", ["PAGESIZE"], { encoding: "utf8" }));

interface ProcessStat {
  parent: number;
  /** User and system time, with that of ended children that were waited for. */
  cpuMs: number;
  rssBytes: number;
}

/** proc(5); null when it has ended. The name may hold spaces and brackets, so fields count from the last bracket. */
function readStat(pid: number | string): ProcessStat | null {
  let line: string;
  try {
    line = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return null;
  }
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  const at = (field: number): number => Number(fields[field - 3]);
  return {
    parent: at(4),
    cpuMs: (at(14) + at(15) + at(16) + at(17)) * TICK_MS,
    rssBytes: at(24) * PAGE_BYTES,
  };
}

export interface Usage {
  cpuMs: number;
  rssBytes: number;
}

/** Of a process and all below it. Throws when it has ended: a figure without it would mislead. */
export function usageOfTree(root: number): Usage {
  const all = new Map<number, ProcessStat>();
  for (const name of readdirSync("/proc")) {
    const stat = /^\d+$/.test(name) ? readStat(name) : null;
    if (stat) all.set(Number(name), stat);
  }
  if (!all.has(root)) throw new Error(`The measured process ${root} has ended.`);
  const usage: Usage = { cpuMs: 0, rssBytes: 0 };
  const queue = [root];
  for (let pid = queue.pop(); pid !== undefined; pid = queue.pop()) {
    const stat = all.get(pid);
    if (!stat) continue;
    usage.cpuMs += stat.cpuMs;
    usage.rssBytes += stat.rssBytes;
    for (const [child, { parent }] of all) if (parent === pid) queue.push(child);
  }
  return usage;
}

/** Share of the whole machine's processors that was idle between two readings. */
export function idleShare(before: number[], after: number[]): number {
  const passed = after.map((value, index) => value - (before[index] ?? 0));
  const total = passed.reduce((sum, value) => sum + value, 0);
  return total === 0 ? 1 : ((passed[3] ?? 0) + (passed[4] ?? 0)) / total;
}

/** The machine's processor times, in ticks: user, nice, system, idle, iowait, irq, softirq, steal. */
export function machineTimes(): number[] {
  const [line = ""] = readFileSync("/proc/stat", "utf8").split("\n");
  return line.trim().split(/\s+/).slice(1, 9).map(Number);
}
