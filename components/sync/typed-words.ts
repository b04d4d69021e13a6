/** The words that updates of the text would have brought, for the person who typed them. */

import * as Y from "yjs";
import { textFragment } from "../../domain/ydoc/text-map.ts";

interface Run {
  clock: number;
  length: number;
}

type Runs = Map<number, Run[]>;

/** Between words that stand apart in one block. */
const APART = " … ";

/**
 * Those that still stand in `doc`, in the order of the text.
 * @param known a document whose text is not lost: what stands there too is left out
 * @returns null when nothing was typed or pasted, only deleted
 */
export function wordsStanding(doc: Y.Doc, updates: readonly Uint8Array[], known: Y.Doc): string | null {
  const written = runsOf(updates.map((update) => Y.decodeUpdate(update)));
  const isLost = (client: number, clock: number): boolean =>
    holds(written, client, clock) && clock >= Y.getState(known.store, client);
  const blocks: string[] = [];
  const walk = (node: Y.XmlFragment | Y.XmlElement): void => {
    for (let item = node._start; item; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentType)) continue;
      const child = item.content.type;
      if (child instanceof Y.XmlText) blocks.push(wordsOf(child));
      else if (child instanceof Y.XmlElement) walk(child);
    }
  };
  const wordsOf = (text: Y.XmlText): string => {
    const parts = [""];
    for (let item = text._start; item; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
      const { client, clock } = item.id;
      for (let at = 0; at < item.length; at++) {
        if (isLost(client, clock + at)) parts.push((parts.pop() ?? "") + item.content.str[at]);
        else if (parts.at(-1) !== "") parts.push("");
      }
    }
    return joined(parts, APART);
  };
  walk(textFragment(doc));
  return joined(blocks, "\n") || null;
}

/** As well as can be told from the updates alone, in the order of typing: for those that fit into no text. */
export function wordsWithin(updates: readonly Uint8Array[]): string | null {
  const decoded = updates.flatMap((update) => {
    try {
      return [Y.decodeUpdate(update)];
    } catch {
      // Not even an update: nothing in it can be read.
      return [];
    }
  });
  const deleted: Runs = new Map();
  for (const { ds } of decoded) {
    for (const [client, runs] of ds.clients) {
      deleted.set(client, [...(deleted.get(client) ?? []), ...runs.map(({ clock, len }) => ({ clock, length: len }))]);
    }
  }
  const parts = [""];
  let last: Y.ID | null = null;
  for (const struct of decoded.flatMap(({ structs }) => structs)) {
    if (!(struct instanceof Y.Item && struct.content instanceof Y.ContentString)) continue;
    const { client, clock } = struct.id;
    const continues = struct.origin !== null && last !== null && Y.compareIDs(struct.origin, last);
    if (!continues) parts.push("");
    const text = [...struct.content.str.split("")].filter((_, at) => !holds(deleted, client, clock + at)).join("");
    parts.push((parts.pop() ?? "") + text);
    last = Y.createID(client, clock + struct.length - 1);
  }
  return joined(parts, "\n") || null;
}

const joined = (parts: readonly string[], between: string): string =>
  parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join(between);

function runsOf(updates: readonly ReturnType<typeof Y.decodeUpdate>[]): Runs {
  const runs: Runs = new Map();
  for (const { structs } of updates) {
    for (const struct of structs) {
      if (!(struct instanceof Y.Item)) continue;
      const { client, clock } = struct.id;
      const known = runs.get(client) ?? [];
      const last = known.at(-1);
      if (last && last.clock + last.length === clock) last.length += struct.length;
      else known.push({ clock, length: struct.length });
      runs.set(client, known);
    }
  }
  return runs;
}

const holds = (runs: Runs, client: number, clock: number): boolean =>
  runs.get(client)?.some((run) => clock >= run.clock && clock < run.clock + run.length) ?? false;
