/**
 * After a text commit the server looks at the bulletin's anchors again and writes those that changed in one batch. A
 * first look follows at once, so that a passage that was cut shows as detached and a pasted one is found; a second,
 * when the text is quiet, takes over changed words and context.
 */

import type * as Y from "yjs";
import { type PassageIndex, rangeOf } from "../../domain/anchor/anchor.ts";
import { reviewAnchor } from "../../domain/anchor/review.ts";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import { withAnchor } from "../../domain/annotation/moves.ts";
import { readAnnotations, writeAnnotation } from "../../domain/ydoc/annotations-doc.ts";
import { readTextMap } from "../../domain/ydoc/text-map.ts";
import type { Logger } from "../log.ts";
import { annotationsId, textId } from "./document-ids.ts";
import type { Hub } from "./hub.ts";

/** At most one look in this many milliseconds while somebody types. */
const PACE = 100;

/** The text is quiet when nothing was committed for this long, in milliseconds. */
const QUIET = 1500;

interface Look {
  index: PassageIndex;
  /** The text is quiet: changed words and context are taken over. */
  refresh: boolean;
}

const placedIn = (doc: Y.Doc): Annotation[] => readAnnotations(doc).filter(({ anchor }) => anchor);

interface Pending {
  look: NodeJS.Timeout | null;
  quiet: NodeJS.Timeout | null;
}

export interface ReAnchoringOptions {
  hub: Hub;
  logger: Logger;
  /** Whether other nodes write too. */
  isShared: boolean;
  /** The text as it is once it is quiet, for search. */
  onQuiet(bulletinId: string, text: string, seq: number): Promise<void>;
}

export class ReAnchoring {
  private readonly pending = new Map<string, Pending>();
  /** Where each passage was last seen: after a cut its positions say less. */
  private readonly lastSeen = new Map<string, Map<string, number>>();
  /** The text of the last look: words that stood in it once are known again wherever they are moved. */
  private readonly lastTexts = new Map<string, string>();
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
    if (pending.quiet) pending.quiet.refresh();
    else
      pending.quiet = setTimeout(() => {
        this.pending.delete(bulletinId);
        void this.look(bulletinId, true);
      }, QUIET);
  }

  private async look(bulletinId: string, refresh: boolean): Promise<void> {
    const { hub, logger, onQuiet } = this.options;
    try {
      const placed = await this.placed(bulletinId, refresh);
      // While somebody types in a bulletin without annotations there is nothing to look at.
      if (placed.length === 0 && !refresh) return;
      const { index, seq } = await hub.with(textId(bulletinId), (room) =>
        room.read((doc, seq) => ({ index: readTextMap(doc), seq })),
      );
      await this.reAnchor(bulletinId, placed, { index, refresh });
      this.lastTexts.set(bulletinId, index.text);
      if (refresh) await onQuiet(bulletinId, index.text, seq);
    } catch (error) {
      logger.warn({ err: error, bulletin: bulletinId }, "anchors could not be reviewed; the next change tries again");
    }
  }

  /** Annotations that have a place. Other nodes' newest are asked for when the text is quiet: it costs a query. */
  private placed(bulletinId: string, refresh: boolean): Promise<Annotation[]> {
    const { hub, isShared } = this.options;
    return hub.with(annotationsId(bulletinId), async (room) => {
      if (isShared && refresh) await room.catchUp();
      return room.read(placedIn);
    });
  }

  /** Decides only when something has to change: a decision is a transaction, and a look follows each typed word. */
  private async reAnchor(bulletinId: string, placed: Annotation[], { index, refresh }: Look): Promise<void> {
    let review = this.review(bulletinId, placed, { index, refresh });
    if (review.changed.length > 0) {
      await this.options.hub.with(annotationsId(bulletinId), (room) =>
        room.change({ userId: null, key: null }, (doc) => {
          review = this.review(bulletinId, placedIn(doc), { index, refresh });
          const { changed } = review;
          for (const annotation of changed) writeAnnotation(doc, annotation);
          return { value: null, projection: { annotations: { bulletinId, changed } } };
        }),
      );
    }
    if (review.seen.size > 0) this.lastSeen.set(bulletinId, review.seen);
  }

  /** What is to be changed, and where each passage was seen. */
  private review(bulletinId: string, annotations: Annotation[], { index, refresh }: Look) {
    const seen = new Map(this.lastSeen.get(bulletinId));
    const before = this.lastTexts.get(bulletinId) ?? null;
    const changed: Annotation[] = [];
    const by = { by: null, at: new Date().toISOString() };
    for (const annotation of annotations) {
      if (!annotation.anchor) continue;
      const anchor = reviewAnchor(index, annotation.anchor, { near: seen.get(annotation.id) ?? null, before, refresh });
      if (anchor) changed.push(withAnchor(annotation, anchor, by));
      const now = rangeOf(index, anchor ?? annotation.anchor);
      if (now && now.end > now.start) seen.set(annotation.id, now.start);
    }
    return { changed, seen };
  }

  /** The bulletin's rooms were unloaded. */
  forget(bulletinId: string): void {
    this.lastSeen.delete(bulletinId);
    this.lastTexts.delete(bulletinId);
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
