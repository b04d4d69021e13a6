/**
 * Who is in a text room, with carets. A client speaks for one Yjs client id; its name comes from the session, whatever
 * it says, and what it says of others is dropped (a stock client echoes everybody's presence back). Changes are gathered
 * into one frame for all; the longer, the more sockets there are.
 */

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { z } from "zod";
import { MESSAGE } from "../../domain/protocol/protocol.ts";
import { TAG_COLOURS } from "../../domain/vocabulary/vocabulary.ts";
import type { Connection } from "./connection.ts";
import { framed } from "./frame.ts";
import { NO_METRICS, type SyncMetrics } from "./metrics.ts";

/** A caret is two positions; more is no caret. */
const CURSOR_MAX_LENGTH = 2000;

/** A state longer than this is not even read: its client is shown without a caret. */
const STATE_MAX_LENGTH = 20_000;

/**
 * Time between two frames, in milliseconds: for each socket as much, so that some 1,000 frames a second leave a room,
 * whatever happens in it; and within these limits. After a quiet time the first change goes out at once.
 */
const WINDOW_PER_SOCKET = 1;
const WINDOW_MIN = 30;
const WINDOW_MAX = 200;

/**
 * How long a state that is only renewed waits for a frame that goes out anyway, in milliseconds. A stock client renews
 * after 15 to 18 s, and forgets others after 30 s without news of them (y-protocols, `outdatedTimeout`).
 */
const RENEWALS_WAIT = 8000;

interface Entry {
  clock: number;
  /** JSON, signed; "null" when gone. */
  state: string;
  userId: string;
  /** Its socket, or the node that it is on. */
  owner: Connection | string;
  /** What the client last said, to know renewals. */
  said: string;
}

export interface PresenceOptions {
  metrics: SyncMetrics;
  /** What changed here, merged and signed, for other nodes: an awareness update. */
  onLocalChange(update: Uint8Array): void;
}

export class Presence {
  private readonly entries = new Map<number, Entry>();
  /** The client id that a socket speaks for. */
  private readonly clients = new Map<Connection, number>();
  private readonly changed = new Set<number>();
  private readonly renewed = new Set<number>();
  private readonly sockets: ReadonlySet<Connection>;
  private readonly options: PresenceOptions;
  private timer: { at: number; handle: NodeJS.Timeout } | null = null;
  private flushedAt = Number.NEGATIVE_INFINITY;
  /** The frame of all who are here, until somebody moves. */
  private all: Buffer | null = null;

  constructor(sockets: ReadonlySet<Connection>, options: Partial<PresenceOptions> = {}) {
    this.sockets = sockets;
    this.options = { metrics: NO_METRICS, onLocalChange: () => {}, ...options };
  }

  /** Throws when the bytes are no awareness update. */
  receive(from: Connection, update: Uint8Array): void {
    const decoder = decoding.createDecoder(update);
    const count = decoding.readVarUint(decoder);
    for (let index = 0; index < count; index++) {
      const client = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      if (this.mayMove(from, client, count === 1)) this.set(from, client, clock, decoding.readVarString(decoder));
      else skipString(decoder);
    }
  }

  /** Of others nothing is taken; and a socket's first word is of itself alone, else it is an echo. */
  private mayMove(from: Connection, client: number, isAlone: boolean): boolean {
    const own = this.clients.get(from);
    if (own === undefined ? !isAlone : own !== client) return false;
    const entry = this.entries.get(client);
    return !entry || entry.userId === from.actor.id;
  }

  private set(from: Connection, client: number, clock: number, json: string): void {
    // Of one that is too long nothing is kept.
    const said = json.length > STATE_MAX_LENGTH ? "{}" : json;
    const entry = this.entries.get(client);
    const state = entry?.said === said && entry.owner === from ? entry.state : signedState(from, said);
    if (!entry && state === "null") return;
    if (entry && clock < entry.clock) return;
    if (entry && clock === entry.clock && entry.owner === from && (state === "null") === (entry.state === "null"))
      return;
    // A client that comes back may have the clock it had; its old socket takes nothing with it when it ends.
    if (entry && entry.owner !== from && typeof entry.owner !== "string") this.clients.delete(entry.owner);
    this.clients.set(from, client);
    this.put(client, { clock, state, userId: from.actor.id, owner: from, said });
  }

  private put(client: number, entry: Entry): void {
    const before = this.entries.get(client);
    this.entries.set(client, entry);
    if (before?.state === entry.state && before.clock === entry.clock) return;
    this.all = null;
    // One that was told of with clock 0, an awareness as it is made, is known to nobody: y-protocols takes it for old.
    if (before?.state === entry.state && before.clock > 0) this.renewed.add(client);
    else this.changed.add(client);
    this.schedule();
  }

  /** All who are here, to one who joined. */
  sendAll(to: Connection): void {
    const present = [...this.entries.keys()].filter((client) => this.entries.get(client)?.state !== "null");
    if (present.length === 0) return;
    this.all ??= this.frame(this.encode(present));
    this.count(to.sendPresence(this.all) ? 1 : 0, 1);
  }

  leave(connection: Connection): void {
    const client = this.clients.get(connection);
    this.clients.delete(connection);
    if (client !== undefined) this.remove(client);
  }

  private remove(client: number): void {
    const entry = this.entries.get(client);
    if (!entry) return;
    // The same clock: a higher one would make others ignore the client when it is back with its own.
    if (entry.state !== "null") this.put(client, { ...entry, state: "null", said: "null" });
    else if (!this.changed.has(client)) this.entries.delete(client);
  }

  /** The presence of all sockets of this node, as an awareness update; null when there is none. */
  local(): Uint8Array | null {
    const present = [...this.entries].filter(([, { owner, state }]) => typeof owner !== "string" && state !== "null");
    return present.length > 0 ? this.encode(present.map(([client]) => client)) : null;
  }

  /**
   * What another node says of its own sockets, signed there; with `isAll` of all of them, so that others are gone. Throws
   * when the bytes are no awareness update.
   */
  takeRemote(node: string, update: Uint8Array, isAll = false): void {
    const told = new Set<number>();
    const decoder = decoding.createDecoder(update);
    for (let left = decoding.readVarUint(decoder); left > 0; left--) {
      const client = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      const state = decoding.readVarString(decoder);
      told.add(client);
      const entry = this.entries.get(client);
      // A client that moved on to another node has left the one it came from.
      if (state === "null" && entry?.owner !== node) continue;
      if (entry && (clock < entry.clock || (clock === entry.clock && entry.owner !== node))) continue;
      const userId = state === "null" ? entry?.userId : signerOf(state);
      if (userId === undefined || (entry && entry.userId !== userId)) continue;
      if (entry && typeof entry.owner !== "string") this.clients.delete(entry.owner);
      this.put(client, { clock, state, userId, owner: node, said: state });
    }
    if (!isAll) return;
    for (const [client, { owner }] of this.entries) if (owner === node && !told.has(client)) this.remove(client);
  }

  /** Another node stopped, or has nobody here any more. */
  dropNode(node: string): void {
    for (const [client, { owner }] of this.entries) if (owner === node) this.remove(client);
  }

  private schedule(): void {
    const now = performance.now();
    const window = Math.min(WINDOW_MAX, Math.max(WINDOW_MIN, this.sockets.size * WINDOW_PER_SOCKET));
    const at = this.changed.size > 0 ? Math.max(now, this.flushedAt + window) : now + RENEWALS_WAIT;
    if (this.timer && this.timer.at <= at) return;
    if (this.timer) clearTimeout(this.timer.handle);
    this.timer = { at, handle: setTimeout(() => this.flush(), at - now) };
  }

  private flush(): void {
    this.timer = null;
    this.flushedAt = performance.now();
    const clients = [...new Set([...this.changed, ...this.renewed])];
    this.changed.clear();
    this.renewed.clear();
    const [only] = clients;
    const sole = clients.length === 1 && only !== undefined ? this.entries.get(only)?.owner : null;
    const frame = this.frame(this.encode(clients));
    let sent = 0;
    let all = 0;
    for (const socket of this.sockets) {
      // To hear of nobody but itself is of no use to it.
      if (socket === sole) continue;
      all += 1;
      if (socket.sendPresence(frame)) sent += 1;
    }
    this.count(sent, all);
    const local = clients.filter((client) => typeof this.entries.get(client)?.owner === "object");
    if (local.length > 0) this.options.onLocalChange(this.encode(local));
    for (const client of clients) this.forgetGone(client);
  }

  /** One whose socket is still open keeps its place: nobody else speaks under its id. */
  private forgetGone(client: number): void {
    const entry = this.entries.get(client);
    if (entry?.state !== "null") return;
    if (typeof entry.owner === "string" || this.clients.get(entry.owner) !== client) this.entries.delete(client);
  }

  private count(sent: number, all: number): void {
    this.options.metrics.presence({ sent, dropped: all - sent });
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

  private frame(update: Uint8Array): Buffer {
    return framed(MESSAGE.awareness, (encoder) => encoding.writeVarUint8Array(encoder, update));
  }

  /** What is still to be told is told. */
  destroy(): void {
    if (!this.timer) return;
    clearTimeout(this.timer.handle);
    this.flush();
  }
}

function skipString(decoder: decoding.Decoder): void {
  decoding.readVarUint8Array(decoder);
}

/** The caret as sent, signed with the session's person. Throws when it is no JSON. */
function signedState(from: Connection, json: string): string {
  const { id, name } = from.actor;
  const user = { id, name, colour: colourOf(id) };
  const state: unknown = JSON.parse(json);
  if (state === null || typeof state !== "object") return "null";
  const cursor = "cursor" in state && JSON.stringify(state.cursor).length <= CURSOR_MAX_LENGTH ? state.cursor : null;
  return JSON.stringify({ user, cursor });
}

const signed = z.object({ user: z.object({ id: z.string() }) });

/** Whom a signed state names. */
function signerOf(json: string): string | undefined {
  return signed.safeParse(JSON.parse(json)).data?.user.id;
}

/** The same person has the same colour on every screen. */
export function colourOf(userId: string): string {
  let sum = 0;
  for (const char of userId) sum = (sum * 31 + char.charCodeAt(0)) >>> 0;
  return TAG_COLOURS[sum % TAG_COLOURS.length] ?? "slate";
}
