/** One run: a bulletin, passages marked in it, and what people do to it. */

import { type Bulletin, bulletinOf } from "./bulletins.ts";
import { forgetLetters } from "./letters.ts";
import type { Step, Stretch } from "./steps.ts";
import { World } from "./world.ts";

export interface Run {
  bulletin: Bulletin;
  marked: Stretch[];
  script: Step[];
}

/** Gives what was wrong. */
export async function play({ bulletin, marked, script }: Run): Promise<string[]> {
  forgetLetters();
  const world = await World.open(bulletinOf(bulletin));
  try {
    for (const stretch of marked) await world.annotate(stretch);
    for (const step of script) {
      await world.step(step);
      if (world.faults.length > 0) return world.faults;
    }
    await world.quiet();
    return world.faults;
  } finally {
    await world.close();
  }
}
