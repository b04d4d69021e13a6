/**
 * What nodes tell each other. The log is the truth and this a hint: a message that is lost costs latency (the gap is
 * read from the log), never data.
 */

import type { Notice } from "../../domain/protocol/protocol.ts";
import type { Claim } from "./log.ts";

export type BusMessage =
  /** Entries were committed. `update` is all of them merged; null when it is large: read it from the log. */
  | { kind: "written"; documentId: string; after: number; seq: number; update: Uint8Array | null; claims: Claim[] }
  /**
   * Presence of one node's own sockets in a text room, signed already: of all of them, or of those that changed. `isAll`
   * and empty: the node has none there.
   */
  | { kind: "presence"; documentId: string; update: Uint8Array; isAll: boolean }
  /** A node has just opened a room and does not know who is there. */
  | { kind: "who-is-here"; documentId: string }
  /** A command waits for a copy's marker, whose socket is on another node. */
  | { kind: "marker-wanted"; documentId: string; userId: string; replica: string; n: number }
  | { kind: "marker-reached"; documentId: string; userId: string; replica: string; n: number; seq: number }
  /** Somebody's account, session or role changed. */
  | { kind: "access-changed"; userId: string }
  | { kind: "notice"; bulletinId: string; notice: Notice }
  | { kind: "bulletin-closed"; bulletinId: string }
  /** A node stops; its presences go at once. */
  | { kind: "node-left" };

/**
 * The document that a node has to follow to get the message; null: every node gets it. Markers go to all, because the
 * node that has one may have no socket on the text any more.
 */
export function scopeOf(message: BusMessage): string | null {
  switch (message.kind) {
    case "written":
    case "presence":
    case "who-is-here":
      return message.documentId;
    default:
      return null;
  }
}

export interface BusListener {
  /** @param from the node that sent it; never this one */
  message(from: string, message: BusMessage): void;
  /** Whether messages get through; what was sent while they did not is lost. */
  up(isUp: boolean): void;
}

export interface Bus {
  /** This process's name on the bus. */
  readonly node: string;
  readonly isUp: boolean;
  /** Never throws, never waits; lost when the bus is down. Messages of one document arrive in order. */
  publish(message: BusMessage): void;
  /**
   * Messages about a document ({@link scopeOf}) come only while it is followed: from when this settles on, or from the next `up(true)` on
   * when the bus is down. Never rejects.
   */
  follow(documentId: string): Promise<void>;
  unfollow(documentId: string): void;
  listen(listener: BusListener): void;
  close(): Promise<void>;
}
