/**
 * Who is in a text room, with carets. A client speaks for one Yjs client id; its name comes from the session, whatever
 * it says, and what it says of others is dropped (a stock client echoes everybody's presence back).
 */

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { TAG_COLOURS } from "../../domain/vocabulary/vocabulary.ts";
import type { Connection } from "./connection.ts";

/** A caret is two positions; more is no caret. */
const CURSOR_MAX_LENGTH = 2000;

/** Presence of many is gathered this long, in milliseconds, into one frame. */
const WINDOW = 30;

interface Entry {
  clock: number;
  /** JSON; "null" when gone. */
  state: string;
  owner: Connection;
}

/** One that leaves keeps its clock, and so does one that was gone for a moment. */
function isNewer(entry: Entry, clock: number, json: string): boolean {
  if (clock !== entry.clock) return clock > entry.clock;
  return (entry.state === "null") !== (json === "null");
}

export class Presence {
  private readonly entries = new Map<number, Entry>();
  private readonly changed = new Set<number>();
  private readonly sockets: ReadonlySet<Connection>;
  private timer: NodeJS.Timeout | null = null;

  constructor(sockets: ReadonlySet<Connection>) {
    this.sockets = sockets;
  }

  /** Throws when the bytes are no awareness update. */
  receive(from: Connection, update: Uint8Array): void {
    const decoder = decoding.createDecoder(update);
    const count = decoding.readVarUint(decoder);
    for (let index = 0; index < count; index++) {
      const client = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      this.set(from, client, clock, decoding.readVarString(decoder), count === 1);
    }
  }

  private set(from: Connection, client: number, clock: number, json: string, isAlone: boolean): void {
    const entry = this.entries.get(client);
    if (entry ? entry.owner.actor.id !== from.actor.id : !isAlone || this.clientOf(from) !== null) return;
    if (entry && entry.owner !== from && !isAlone) return;
    if (entry ? !isNewer(entry, clock, json) : json === "null") return;
    this.entries.set(client, { clock, state: signedState(from, json), owner: from });
    this.announce(client);
  }

  private clientOf(connection: Connection): number | null {
    for (const [client, { owner }] of this.entries) if (owner === connection) return client;
    return null;
  }

  /** All who are here, to one who joined. */
  sendAll(to: Connection): void {
    const present = [...this.entries.keys()].filter((client) => this.entries.get(client)?.state !== "null");
    if (present.length > 0) to.sendPresence(this.encode(present));
  }

  leave(connection: Connection): void {
    for (const [client, entry] of this.entries) {
      if (entry.owner !== connection) continue;
      // The same clock: a higher one would make others ignore the client when it is back with its own.
      this.entries.set(client, { ...entry, state: "null" });
      this.announce(client);
    }
  }

  private announce(client: number): void {
    this.changed.add(client);
    this.timer ??= setTimeout(() => this.flush(), WINDOW);
  }

  private flush(): void {
    this.timer = null;
    const clients = [...this.changed];
    this.changed.clear();
    const frame = this.encode(clients);
    for (const socket of this.sockets) socket.sendPresence(frame);
    for (const client of clients) if (this.entries.get(client)?.state === "null") this.entries.delete(client);
  }

  private encode(clients: number[]): Uint8Array {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, clients.length);
    for (const client of clients) {
      const entry = this.entries.get(client);
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, entry?.clock ?? 0);
      encoding.writeVarString(encoder, entry?.state ?? "null");
    }
    return encoding.toUint8Array(encoder);
  }

  destroy(): void {
    if (this.timer) clearTimeout(this.timer);
  }
}

/** The caret as sent, signed with the session's person. */
function signedState(from: Connection, json: string): string {
  const state: unknown = JSON.parse(json);
  if (state === null || typeof state !== "object") return "null";
  const cursor = "cursor" in state && JSON.stringify(state.cursor).length <= CURSOR_MAX_LENGTH ? state.cursor : null;
  const { id, name } = from.actor;
  return JSON.stringify({ user: { id, name, colour: colourOf(id) }, cursor });
}

/** The same person has the same colour on every screen. */
export function colourOf(userId: string): string {
  let sum = 0;
  for (const char of userId) sum = (sum * 31 + char.charCodeAt(0)) >>> 0;
  return TAG_COLOURS[sum % TAG_COLOURS.length] ?? "slate";
}
