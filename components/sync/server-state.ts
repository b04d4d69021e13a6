/** What the server alone writes, as its two documents hold it here: annotations and tags. */

import { Doc } from "yjs";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import type { Tag } from "../../domain/vocabulary/vocabulary.ts";
import { observeAnnotations, readAnnotation } from "../../domain/ydoc/annotations-doc.ts";
import { observeTags, readTags } from "../../domain/ydoc/vocabulary-doc.ts";

export interface ServerStateEvents {
  onAnnotation(id: string): void;
  onTags(): void;
  /** Once after several of the others. */
  onChanged(): void;
}

export class ServerState {
  readonly docs = { annotations: new Doc(), vocabulary: new Doc() };
  readonly annotations = new Map<string, Annotation>();
  /** Grows when an annotation changes; `placing` when some only sit elsewhere since. */
  revision = 0;
  placing = 0;
  tags: readonly Tag[] = [];

  /** Returns what ends it. */
  follow({ onAnnotation, onTags, onChanged }: ServerStateEvents): () => void {
    const unfollow = [
      observeAnnotations(this.docs.annotations, (ids, haveOnlyMoved) => {
        for (const id of ids) {
          const annotation = readAnnotation(this.docs.annotations, id);
          if (annotation) this.annotations.set(id, annotation);
          onAnnotation(id);
        }
        if (haveOnlyMoved) this.placing++;
        else this.revision++;
        onChanged();
      }),
      observeTags(this.docs.vocabulary, () => {
        this.tags = readTags(this.docs.vocabulary);
        onTags();
        onChanged();
      }),
    ];
    return () => {
      for (const end of unfollow) end();
    };
  }
}
