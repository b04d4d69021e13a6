/** On what machine and when: figures mean nothing without it. */

import { execFileSync } from "node:child_process";
import { cpus, loadavg, release, tmpdir, totalmem } from "node:os";
import { findNode22 } from "../peers/start-peer.ts";

export interface Machine {
  date: string;
  processor: string;
  cores: number;
  memoryGiB: number;
  kernel: string;
  node: string;
  node22: string | null;
  /** The file system that the databases lie on. */
  files: string;
  /** Before the run: another program's load shows here. */
  loadAverage: number[];
}

export function describeMachine(): Machine {
  const node22 = findNode22();
  const all = cpus();
  return {
    date: new Date().toISOString().slice(0, 16).replace("T", " "),
    processor: all[0]?.model ?? "unknown",
    cores: all.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    node22: node22 ? execFileSync(node22, ["--version"], { encoding: "utf8" }).trim() : null,
    files: execFileSync("stat", ["-f", "-c", "%T", tmpdir()], { encoding: "utf8" }).trim(),
    loadAverage: loadavg().map((load) => Math.round(load * 100) / 100),
  };
}

export function machineSentence(machine: Machine): string {
  const { date, processor, cores, memoryGiB, kernel, node, node22, files, loadAverage } = machine;
  return (
    `${date} UTC, ${processor}, ${cores} cores, ${memoryGiB} GiB, Linux ${kernel}, Node ${node}` +
    `${node22 ? ` (Hocuspocus 4 on ${node22})` : ""}, databases on ${files}, load average before ${loadAverage.join(" ")}`
  );
}
