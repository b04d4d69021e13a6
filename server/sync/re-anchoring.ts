/**
 * After a text commit the server looks at the anchors that the change may matter to and writes those that changed in one
 * batch. A first look follows at once, so that a passage that was cut shows as detached and a pasted one is found; a
 * second, when the text is quiet, takes over changed words and context.
 */

import type * as Y from "yjs";
import type { Anchor } from "../../domain/anchor/anchor.ts";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import { withAnchor } from "../../domain/annotation/moves.ts";
import { writeAnnotation } from "../../domain/ydoc/annotations-doc.ts";
import type { TextMap } from "../../domain/ydoc/text-map.ts";
import type { Logger } from "../log.ts";
import { annotationsIn } from "./annotation-copy.ts";
import { annotationsId } from "./document-ids.ts";
import type { Hub } from "./hub.ts";
import { Passages, type Review } from "./passages.ts";

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
  /** Whether other nodes write too. */
  isShared: boolean;
  /** The stored text. */
  text(bulletinId: string): Promise<{ map: TextMap; seq: number }>;
  /** The text as it is once it is quiet, for search. */
  onQuiet(bulletinId: string, text: string, seq: number): Promise<void>;
}

export class ReAnchoring {
  private readonly pending = new Map<string, Pending>();
  private readonly passages = new Map<string, Passages>();
  /** Looks that are under way, by bulletin. */
  private readonly looks = new Map<string, Promise<void>>();
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
      // One that takes longer than the pace is not followed by all that it kept waiting.
      if (this.looks.has(bulletinId)) this.schedule(bulletinId);
      else this.begin(bulletinId, false);
    }, PACE);
    if (pending.quiet) pending.quiet.refresh();
    else
      pending.quiet = setTimeout(() => {
        this.pending.delete(bulletinId);
        this.begin(bulletinId, true);
      }, QUIET);
  }

  /** One look after the other: each begins with what the last one saw. */
  private begin(bulletinId: string, refresh: boolean): void {
    const last = this.looks.get(bulletinId) ?? Promise.resolve();
    const look = last
      .then(() => this.look(bulletinId, refresh))
      .then(() => {
        if (this.looks.get(bulletinId) === look) this.looks.delete(bulletinId);
      });
    this.looks.set(bulletinId, look);
  }

  private async look(bulletinId: string, refresh: boolean): Promise<void> {
    const { logger, onQuiet } = this.options;
    try {
      const annotations = await this.annotations(bulletinId, refresh);
      // While somebody types in a bulletin without annotations there is nothing to look at.
      if (annotations.length === 0 && !refresh) return;
      const { map, seq } = await this.options.text(bulletinId);
      const passages = this.passages.get(bulletinId) ?? new Passages();
      if (annotations.length > 0) this.passages.set(bulletinId, passages);
      const reviews = await passages.look(map, annotations, refresh);
      if (reviews.length > 0)
        await this.write(bulletinId, reviews, (id, anchor) => passages.review(map, id, anchor, refresh));
      if (refresh) await onQuiet(bulletinId, map.text, seq);
    } catch (error) {
      // What was seen but not written has to be looked at again.
      this.passages.delete(bulletinId);
      logger.warn({ err: error, bulletin: bulletinId }, "anchors could not be reviewed; the next change tries again");
    }
  }

  /** Other nodes' newest are asked for when the text is quiet: it costs a query. */
  private annotations(bulletinId: string, refresh: boolean): Promise<Annotation[]> {
    const { hub, isShared } = this.options;
    return hub.with(annotationsId(bulletinId), async (room) => {
      if (isShared && refresh) await room.catchUp();
      // Those of now: one that is placed later may be placed in a text that is not read yet.
      return room.read((doc) => [...annotationsIn(doc).values()]);
    });
  }

  /** In one decision. What somebody has changed since it was looked at is looked at again. */
  private async write(
    bulletinId: string,
    reviews: Review[],
    review: (id: string, anchor: Anchor) => Anchor | null,
  ): Promise<void> {
    const decide = (doc: Y.Doc): Annotation[] => {
      const now = annotationsIn(doc);
      return reviews.flatMap(({ id, anchor, changed }) => {
        const annotation = now.get(id);
        if (!annotation?.anchor) return [];
        const after = annotation.anchor === anchor ? changed : review(id, annotation.anchor);
        return after ? [reAnchored(annotation, after)] : [];
      });
    };
    await this.options.hub.with(annotationsId(bulletinId), (room) =>
      room.change({ userId: null, key: null }, (doc) => {
        const changed = decide(doc);
        const now = annotationsIn(doc);
        for (const annotation of changed) writeAnnotation(doc, annotation, now.get(annotation.id) ?? null);
        return { value: null, projection: { annotations: { bulletinId, changed } } };
      }),
    );
  }

  /** The room of the text was unloaded; of the annotations: `forget`. */
  forgetText(bulletinId: string): void {
    this.passages.get(bulletinId)?.forgetText();
  }

  forget(bulletinId: string): void {
    this.passages.delete(bulletinId);
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

/** The server follows the text; nobody has placed it. */
const reAnchored = (annotation: Annotation, anchor: Anchor): Annotation =>
  withAnchor(annotation, anchor, { by: null, at: new Date().toISOString() });
