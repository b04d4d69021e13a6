/**
 * After a text commit the server looks at the bulletin's anchors again and writes those that changed in one batch. A
 * first look follows at once, so that a passage that was cut shows as detached and a pasted one is found; a second,
 * when the text is quiet, takes over changed words and context.
 */

import { type PassageIndex, rangeOf } from "../../domain/anchor/anchor.ts";
import { reviewAnchor } from "../../domain/anchor/review.ts";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import { readAnnotations, writeAnnotation } from "../../domain/ydoc/annotations-doc.ts";
import { readTextMap } from "../../domain/ydoc/text-map.ts";
import type { Logger } from "../log.ts";
import { annotationsId, textId } from "./document-ids.ts";
import type { Hub } from "./hub.ts";

/** At most one look in this many milliseconds while somebody types. */
const PACE = 100;

/** The text is quiet when nothing was committed for this long, in milliseconds. */
const QUIET = 1500;

interface Pending {
  look: NodeJS.Timeout | null;
  quiet: NodeJS.Timeout | null;
}

export interface ReAnchoringOptions {
  hub: Hub;
  logger: Logger;
  /** The text as it is once it is quiet, for search. */
  onQuiet(bulletinId: string, text: string, seq: number): Promise<void>;
}

export class ReAnchoring {
  private readonly pending = new Map<string, Pending>();
  /** Where each passage was last seen: after a cut its positions say less. */
  private readonly lastSeen = new Map<string, Map<string, number>>();
  private readonly options: ReAnchoringOptions;
  private isStopped = false;

  constructor(options: ReAnchoringOptions) {
    this.options = options;
  }

  /** To be called after each text commit, and after an annotation was placed in a text that has changed since. */
  schedule(bulletinId: string): void {
    if (this.isStopped) return;
    const pending = this.pending.get(bulletinId) ?? { look: null, quiet: null };
    this.pending.set(bulletinId, pending);
    pending.look ??= setTimeout(() => {
      pending.look = null;
      void this.look(bulletinId, false);
    }, PACE);
    if (pending.quiet) clearTimeout(pending.quiet);
    pending.quiet = setTimeout(() => {
      this.pending.delete(bulletinId);
      void this.look(bulletinId, true);
    }, QUIET);
  }

  private async look(bulletinId: string, refresh: boolean): Promise<void> {
    const { hub, logger, onQuiet } = this.options;
    try {
      const read = await hub.with(textId(bulletinId), (room) =>
        room.read((doc, seq) => ({ index: readTextMap(doc), seq })),
      );
      await hub.with(annotationsId(bulletinId), (room) =>
        room.change({ userId: null, key: null }, (doc) => {
          const changed = this.review(bulletinId, readAnnotations(doc), read.index, refresh);
          for (const annotation of changed) writeAnnotation(doc, annotation);
          return { value: null, projection: { annotations: { bulletinId, changed } } };
        }),
      );
      if (refresh) await onQuiet(bulletinId, read.index.text, read.seq);
    } catch (error) {
      logger.warn({ err: error, bulletin: bulletinId }, "anchors could not be reviewed; the next change tries again");
    }
  }

  private review(bulletinId: string, annotations: Annotation[], index: PassageIndex, refresh: boolean): Annotation[] {
    const seen = this.lastSeen.get(bulletinId) ?? new Map<string, number>();
    this.lastSeen.set(bulletinId, seen);
    const changed: Annotation[] = [];
    for (const annotation of annotations) {
      if (!annotation.anchor) continue;
      const anchor = reviewAnchor(index, annotation.anchor, { near: seen.get(annotation.id) ?? null, refresh });
      if (anchor) changed.push({ ...annotation, anchor });
      const now = rangeOf(index, anchor ?? annotation.anchor);
      if (now && now.end > now.start) seen.set(annotation.id, now.start);
    }
    return changed;
  }

  /** The bulletin's rooms were unloaded. */
  forget(bulletinId: string): void {
    this.lastSeen.delete(bulletinId);
  }

  stop(): void {
    this.isStopped = true;
    for (const { look, quiet } of this.pending.values()) {
      if (look) clearTimeout(look);
      if (quiet) clearTimeout(quiet);
    }
    this.pending.clear();
  }
}
