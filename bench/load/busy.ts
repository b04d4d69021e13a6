/** How busy a process of the load is: one that has no time left measures itself, not the server. */

import { performance } from "node:perf_hooks";

/** Share of the time, from 0 to 1, in which the event loop worked. */
export function watchBusy(): () => number {
  const before = performance.eventLoopUtilization();
  return () => performance.eventLoopUtilization(before).utilization;
}
