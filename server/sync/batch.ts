/** Puts what arrived in one turn together for one commit. */

import * as Y from "yjs";
import type { LogEntry, Projection } from "./log.ts";

/** Neighbouring updates of one writer become one entry; across writers the order stays. */
export function mergeRuns(entries: LogEntry[]): LogEntry[] {
  const runs: { userId: string | null; updates: Uint8Array[] }[] = [];
  for (const { bytes, userId } of entries) {
    const last = runs.at(-1);
    if (last && last.userId === userId) last.updates.push(bytes);
    else runs.push({ userId, updates: [bytes] });
  }
  return runs.map(({ userId, updates }) => {
    const [only] = updates;
    return { userId, bytes: updates.length === 1 && only ? only : Y.mergeUpdates(updates) };
  });
}

/** What several decisions of one turn lead to; null when nothing does. */
export function mergeProjections(all: Projection[]): Projection | null {
  if (all.length === 0) return null;
  const merged: Projection = {};
  for (const { annotations, tags, receipts } of all) {
    if (annotations) {
      // The newest state of an annotation wins; it is written once.
      const changed = new Map((merged.annotations?.changed ?? []).map((each) => [each.id, each]));
      for (const each of annotations.changed) changed.set(each.id, each);
      merged.annotations = { bulletinId: annotations.bulletinId, changed: [...changed.values()] };
    }
    if (tags)
      merged.tags = { workspaceId: tags.workspaceId, changed: [...(merged.tags?.changed ?? []), ...tags.changed] };
    if (receipts) merged.receipts = [...(merged.receipts ?? []), ...receipts];
  }
  return merged;
}
