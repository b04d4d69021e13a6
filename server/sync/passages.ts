/**
 * What re-anchoring knows of one bulletin: where each passage lay when it was last looked at. After a change of the text
 * only those that it can matter to are looked at again.
 */

import { setImmediate as nextTask } from "node:timers/promises";
import type { Anchor, PassageIndex } from "../../domain/anchor/anchor.ts";
import { reviewAnchor } from "../../domain/anchor/review.ts";
import {
  type ChangedText,
  isAffected,
  type SeenPassage,
  seePassage,
  shiftedRange,
} from "../../domain/anchor/seen-passage.ts";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import { changesBetween } from "../../domain/ydoc/text-changes.ts";
import type { TextMap } from "../../domain/ydoc/text-map.ts";

/** The event loop is held no longer than this, in milliseconds: everybody's keys wait meanwhile. */
const HELD_MAX = 8;
/** Looks between two readings of the clock. */
const UNTIMED = 16;

interface Known {
  seen: SeenPassage;
  /** Where the passage was last seen: after a cut its positions say less. */
  near: number | null;
  /** Touched since its words and context were taken over. */
  isStale: boolean;
}

/** What a look found of one anchor that has to change. */
export interface Review {
  id: string;
  anchor: Anchor;
  changed: Anchor;
}

export class Passages {
  private readonly known = new Map<string, Known>();
  private map: TextMap | null = null;
  /** The text of the look before: words that stood in it once are known again wherever they are moved. */
  private before: string | null = null;

  /**
   * Looks at what may have changed since the last look, and gives what is to be written.
   * @param refresh whether changed words and context are taken over
   */
  async look(map: TextMap, annotations: readonly Annotation[], refresh: boolean): Promise<Review[]> {
    const changed = this.moveTo(map);
    const reviews: Review[] = [];
    let began = performance.now();
    for (const [index, { id, anchor }] of annotations.entries()) {
      if (index % UNTIMED === 0 && performance.now() - began > HELD_MAX) {
        await nextTask();
        began = performance.now();
      }
      if (!anchor || !this.isToLookAt(id, anchor, changed, refresh)) continue;
      const after = this.review(map, id, anchor, refresh);
      if (after) reviews.push({ id, anchor, changed: after });
    }
    return reviews;
  }

  /** The anchor as it has to be now; null when it is right as it is. */
  review(map: PassageIndex, id: string, anchor: Anchor, refresh: boolean): Anchor | null {
    const near = this.known.get(id)?.near ?? null;
    const changed = reviewAnchor(map, anchor, { near, before: this.before, refresh });
    this.see(map, id, changed ?? anchor, !refresh);
    return changed;
  }

  /** The text is to be read anew, by another document: nothing of the old one may be kept. */
  forgetText(): void {
    this.map = null;
  }

  private moveTo(map: TextMap): ChangedText | null {
    const before = this.map;
    this.map = map;
    this.before = before?.text ?? null;
    if (!before) return null;
    const changed = { before: before.text, after: map.text, changes: changesBetween(before, map) };
    for (const known of this.known.values()) {
      if (known.near !== null) known.near = changed.changes.shifted(known.near);
    }
    return changed;
  }

  private isToLookAt(id: string, anchor: Anchor, changed: ChangedText | null, refresh: boolean): boolean {
    const known = this.known.get(id);
    if (!known || !changed || known.seen.anchor !== anchor || isAffected(known.seen, changed)) return true;
    known.seen.range = shiftedRange(known.seen, changed.changes);
    return refresh && known.isStale;
  }

  private see(map: PassageIndex, id: string, anchor: Anchor, isStale: boolean): void {
    const seen = seePassage(map, anchor);
    const { range } = seen;
    const near = range && range.end > range.start ? range.start : (this.known.get(id)?.near ?? null);
    this.known.set(id, { seen, near, isStale });
  }
}
