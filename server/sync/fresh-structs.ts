/** What an update would add to a document, in an order in which Yjs can take it in; refuses what it could not. */

import * as Y from "yjs";
import { SEED_CLIENT } from "../../domain/ydoc/text-doc.ts";
import { TEXT_ROOT } from "../../domain/ydoc/text-map.ts";
import { gap, misshapen, Refused } from "./refused.ts";

export type Struct = Y.Item | Y.GC | Y.Skip;

/** A type, whatever it holds. */
export type AnyType = Pick<Y.AbstractType<unknown>, "_start" | "_map">;

/** A client's clock counts its characters. Snapshots (encoding V2) garble clocks that 32 bits don't hold. */
const CLOCK_MAX = 2 ** 31 - 1;

/** Yjs draws client ids from 32 bits. */
const CLIENT_MAX = 2 ** 32 - 1;

/** A program writes under one id a session; many at one place would take Yjs time in their square. */
const CLIENTS_MAX = 200;

export class FreshStructs {
  private readonly doc: Y.Doc;
  /** By client, in the order of clocks. */
  private readonly byClient = new Map<number, Struct[]>();
  /** Whether the document has one of the structs already, or its beginning. */
  overlaps = false;

  constructor(doc: Y.Doc, structs: readonly Struct[]) {
    this.doc = doc;
    for (const struct of structs) this.take(struct);
    if (this.byClient.size > CLIENTS_MAX) throw misshapen(`the writing of more than ${CLIENTS_MAX} programs at once`);
  }

  private take(struct: Struct): void {
    const { client, clock } = struct.id;
    const end = clock + struct.length;
    // One without a length would be taken in although its clock is known.
    if (struct.length < 1 || end > CLOCK_MAX || client > CLIENT_MAX) throw misshapen("a part of impossible size");
    const known = this.stateAfter(client);
    this.overlaps ||= clock < known;
    // A hole is none when the document has what stands there.
    if (end <= known) return;
    if (clock > known || struct instanceof Y.Skip) throw gap();
    if (client === SEED_CLIENT)
      throw new Refused("client-id-taken", "The change uses an id that belongs to the server.");
    const list = this.byClient.get(client);
    if (list) list.push(struct);
    else this.byClient.set(client, [struct]);
  }

  /** Those who wrote something new. */
  get clients(): number[] {
    return [...this.byClient.keys()];
  }

  /** The clock after which nothing of this client is known, with the update applied. */
  stateAfter(client: number): number {
    const last = this.byClient.get(client)?.at(-1);
    return last ? last.id.clock + last.length : Y.getState(this.doc.store, client);
  }

  /** By client: how many structs the document and the update have of it together. */
  structsOf(client: number): number {
    return (this.doc.store.clients.get(client)?.length ?? 0) + (this.byClient.get(client)?.length ?? 0);
  }

  /** What the update adds of a client, in the order of clocks. */
  addedBy(client: number): readonly Struct[] {
    return this.byClient.get(client) ?? [];
  }

  /** The type that an item of the document or of the update holds; the document's root for null. */
  typeOf(holder: Y.Item | null): AnyType | null {
    if (!holder) return this.doc.share.get(TEXT_ROOT) ?? null;
    return holder.content instanceof Y.ContentType ? holder.content.type : null;
  }

  /** Of the document or of the update; null when neither has it. */
  find(id: Y.ID): Struct | null {
    const isKnown = id.clock < Y.getState(this.doc.store, id.client);
    const structs = (isKnown ? this.doc.store.clients : this.byClient).get(id.client) ?? [];
    let low = 0;
    let high = structs.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const struct = structs[middle];
      if (!struct) return null;
      if (id.clock < struct.id.clock) high = middle - 1;
      else if (id.clock >= struct.id.clock + struct.length) low = middle + 1;
      else return struct;
    }
    return null;
  }

  /** Each after all that it builds on. Refuses a circle, which Yjs would keep waiting for ever. */
  inOrder(): Struct[] {
    const ordered: Struct[] = [];
    const reached = new Map<number, { index: number; clock: number }>();
    /** By client: who waits for one of its clocks. */
    const waiting = new Map<number, { client: number; clock: number }[]>();
    const queue = this.clients;
    const clockOf = (client: number): number => reached.get(client)?.clock ?? Y.getState(this.doc.store, client);
    for (let client = queue.pop(); client !== undefined; client = queue.pop()) {
      const structs = this.byClient.get(client) ?? [];
      let { index, clock } = reached.get(client) ?? { index: 0, clock: clockOf(client) };
      for (let struct = structs[index]; struct; struct = structs[index]) {
        const missing = dependencies(struct).find(
          (id) => id.clock >= (id.client === client ? clock : clockOf(id.client)),
        );
        if (missing) {
          if (missing.client === client || missing.clock >= this.stateAfter(missing.client)) throw gap();
          const others = waiting.get(missing.client) ?? [];
          others.push({ client, clock: missing.clock });
          waiting.set(missing.client, others);
          break;
        }
        ordered.push(struct);
        index++;
        clock = struct.id.clock + struct.length;
      }
      reached.set(client, { index, clock });
      const others = waiting.get(client) ?? [];
      const still = others.filter((other) => other.clock >= clock);
      if (still.length === others.length) continue;
      for (const other of others) if (other.clock < clock) queue.push(other.client);
      if (still.length > 0) waiting.set(client, still);
      else waiting.delete(client);
    }
    if (waiting.size > 0) throw gap();
    return ordered;
  }
}

function dependencies(struct: Struct): Y.ID[] {
  if (!(struct instanceof Y.Item)) return [];
  const parent: unknown = struct.parent;
  return [struct.origin, struct.rightOrigin, parent instanceof Y.ID ? parent : null].filter((id) => id !== null);
}
