/** From what rooms and outbox hold to the snapshot that the page draws. What did not change keeps its identity. */

import type { Annotation } from "../../domain/annotation/annotation.ts";
import type { Actor } from "../../domain/permissions/permissions.ts";
import type { Tag } from "../../domain/vocabulary/vocabulary.ts";
import type { TextMap } from "../../domain/ydoc/text-map.ts";
import type { AnnotationViews } from "./annotation-views.ts";
import type { BulletinSession, PresentPerson, RefusedChange } from "./bulletin-session.ts";
import type { OutboxEntry } from "./outbox.ts";
import { pendingAnnotations, pendingTags } from "./pending-view.ts";
import { isSamePeople } from "./presence.ts";
import { type SyncFacts, savedState } from "./saved-state.ts";

export interface SessionParts {
  me: Actor;
  bulletin: BulletinSession["bulletin"];
  text: Pick<BulletinSession["text"], "doc" | "awareness">;
  textMap: TextMap;
  facts: SyncFacts;
  /** The server's annotations; `revision` grows when one of them changes, `placing` when some only sit elsewhere since. */
  server: ReadonlyMap<string, Annotation>;
  revision: number;
  placing: number;
  tags: readonly Tag[];
  entries: readonly OutboxEntry[];
  settled: readonly OutboxEntry[];
  refused: readonly RefusedChange[];
  present: readonly PresentPerson[];
  /** Keeps the drawn annotations. */
  views: AnnotationViews;
}

const isSameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const areSameParts = (one: unknown[], other: unknown[]): boolean => one.every((part, index) => part === other[index]);

/** Whether all that annotations and tags are drawn from is as it was, other than the text and what follows it. */
export const isSameButText = (one: SessionParts, other: SessionParts): boolean =>
  areSameParts(saidIn(one), saidIn(other));

export function nextSnapshot(before: BulletinSession, parts: SessionParts, last: SessionParts | null): BulletinSession {
  const { me, bulletin, textMap, facts, refused, present } = parts;
  const { doc, awareness } = parts.text;
  const isLoaded = facts.loaded.text;
  const plain = textMap.text;
  const isSameText = before.text.doc === doc && before.text.isLoaded === isLoaded && before.text.plain === plain;
  const saved = savedState(facts);
  const areSame = last !== null && last.placing === parts.placing && isSameButText(last, parts);
  const isDrawn = areSame && last.textMap === textMap;
  const next: BulletinSession = {
    ...before,
    ...(isDrawn ? {} : draw(before, parts, areSame)),
    me,
    bulletin,
    text: isSameText ? before.text : { doc, awareness, isLoaded, plain },
    areAnnotationsLoaded: facts.loaded.annotations,
    saved: isSameJson(saved, before.saved) ? before.saved : saved,
    refused,
    present: isSamePeople(present, before.present) ? before.present : present,
  };
  const keys = Object.keys(next) as (keyof BulletinSession)[];
  return keys.every((key) => next[key] === before[key]) ? before : next;
}

const saidIn = ({ me, revision, tags, entries, settled }: SessionParts): unknown[] => [
  me,
  revision,
  tags,
  entries,
  settled,
];

function draw(
  before: BulletinSession,
  parts: SessionParts,
  areSame: boolean,
): Pick<BulletinSession, "annotations" | "tags"> {
  const { me: actor, entries, settled, server, textMap, views } = parts;
  const all = pendingTags(parts.tags, [...settled, ...entries], actor);
  const tags = all.filter((tag) => tag.deletedAt === null);
  const hasTag = (id: string): boolean => tags.some((tag) => tag.id === id);
  const pending = pendingAnnotations(server, entries, settled, { actor, hasTag });
  return {
    annotations: views.draw(pending, textMap, areSame),
    tags: isSameJson(tags, before.tags) ? before.tags : tags,
  };
}
