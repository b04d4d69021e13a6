/** Yjs updates in encoding V1 written by hand: what no library would write. */

import * as encoding from "lib0/encoding";

export type Id = [client: number, clock: number];

export type HandWrittenContent =
  | { words: string }
  | { node: string }
  | { text: true }
  | { mark: [key: string, value: unknown] }
  | { value: unknown }
  | { gc: number }
  | { skip: number }
  | { deleted: number };

export interface HandWritten {
  origin?: Id;
  right?: Id;
  /** An item's id or a root's name; written only without neighbours. */
  parent?: Id | string;
  key?: string;
  content: HandWrittenContent;
}

export interface HandWrittenPart {
  client: number;
  clock: number;
  structs: HandWritten[];
}

export function handWritten(parts: HandWrittenPart[], deletes: [Id, number][] = []): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, parts.length);
  for (const { client, clock, structs } of parts) {
    encoding.writeVarUint(encoder, structs.length);
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    for (const struct of structs) writeStruct(encoder, struct);
  }
  encoding.writeVarUint(encoder, deletes.length);
  for (const [[client, clock], length] of deletes) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarUint(encoder, length);
  }
  return encoding.toUint8Array(encoder);
}

/** How many clocks it takes. */
export function lengthOf(content: HandWrittenContent): number {
  if ("words" in content) return content.words.length;
  if ("gc" in content) return content.gc;
  if ("skip" in content) return content.skip;
  return "deleted" in content ? content.deleted : 1;
}

function writeStruct(encoder: encoding.Encoder, { origin, right, parent, key, content }: HandWritten): void {
  if ("gc" in content || "skip" in content) {
    encoding.writeUint8(encoder, "gc" in content ? 0 : 10);
    encoding.writeVarUint(encoder, "gc" in content ? content.gc : content.skip);
    return;
  }
  const hasNeighbour = origin !== undefined || right !== undefined;
  encoding.writeUint8(encoder, kindOf(content) | (origin ? 128 : 0) | (right ? 64 : 0) | (key !== undefined ? 32 : 0));
  if (origin) writeId(encoder, origin);
  if (right) writeId(encoder, right);
  if (!hasNeighbour) {
    encoding.writeVarUint(encoder, typeof parent === "string" ? 1 : 0);
    if (typeof parent === "string") encoding.writeVarString(encoder, parent);
    else writeId(encoder, parent ?? [0, 0]);
    if (key !== undefined) encoding.writeVarString(encoder, key);
  }
  writeContent(encoder, content);
}

function kindOf(content: HandWrittenContent): number {
  if ("deleted" in content) return 1;
  if ("words" in content) return 4;
  if ("mark" in content) return 6;
  return "value" in content ? 8 : 7;
}

function writeContent(encoder: encoding.Encoder, content: HandWrittenContent): void {
  if ("deleted" in content) encoding.writeVarUint(encoder, content.deleted);
  else if ("words" in content) encoding.writeVarString(encoder, content.words);
  else if ("mark" in content) {
    encoding.writeVarString(encoder, content.mark[0]);
    encoding.writeVarString(encoder, JSON.stringify(content.mark[1]));
  } else if ("value" in content) {
    encoding.writeVarUint(encoder, 1);
    encoding.writeAny(encoder, content.value as Parameters<typeof encoding.writeAny>[1]);
  } else if ("text" in content) encoding.writeVarUint(encoder, 6);
  else if ("node" in content) {
    encoding.writeVarUint(encoder, 3);
    encoding.writeVarString(encoder, content.node);
  }
}

function writeId(encoder: encoding.Encoder, [client, clock]: Id): void {
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, clock);
}
