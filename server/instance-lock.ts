/** One process at a time works on a DATA_DIR. */

import { setTimeout as delay } from "node:timers/promises";
import { askState, type HolderState } from "./control-socket.ts";
import { canonicalPath, type Holding, tryHold, whenFree } from "./launch/exclusive.mjs";

/** A holder opens its control socket right after it took the lock; how often and how long to look for it. */
const LOOK_AGAIN_MS = 50;
const LOOK_AGAIN_TIMES = 200;

/** Another process works on the DATA_DIR and is not about to end. */
export class InstanceRunning extends Error {
  readonly holder: HolderState | null;

  constructor(dataDir: string, holder: HolderState | null) {
    const where = holder?.address ? ` at ${holder.address}` : "";
    const who = holder ? ` (process ${holder.pid}${where})` : "";
    super(`Glossa is already running on ${dataDir}${who}. Stop it first, or set another DATA_DIR.`);
    this.name = "InstanceRunning";
    this.holder = holder;
  }
}

function lockName(dataDir: string): string {
  return `instance:${canonicalPath(dataDir)}`;
}

/**
 * Takes the lock of `dataDir`, which need not exist yet. Waits for a holder that is about to end (it drains, or is a
 * command), and calls `onWait` once before that. Throws {@link InstanceRunning} for any other.
 */
export async function holdInstance(dataDir: string, onWait: (holder: HolderState) => void): Promise<Holding> {
  let hasSaid = false;
  for (let looked = 0; looked < LOOK_AGAIN_TIMES; ) {
    const holding = await tryHold(lockName(dataDir));
    // Another container may share the folder but not the namespace of the lock: then only its socket file answers.
    const holder = await askState(dataDir);
    if (holding && !holder) return holding;
    await holding?.release();
    if (!holder) {
      looked += 1;
      await delay(LOOK_AGAIN_MS);
      continue;
    }
    if (holder.state !== "draining" && holder.state !== "command") throw new InstanceRunning(dataDir, holder);
    if (!hasSaid) onWait(holder);
    hasSaid = true;
    await (holding ? delay(LOOK_AGAIN_MS) : whenFree(lockName(dataDir)));
  }
  throw new InstanceRunning(dataDir, null);
}
