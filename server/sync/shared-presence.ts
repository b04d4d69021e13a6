/**
 * Who is in a text room, across nodes. Each tells of its own sockets: what changed as it changes, and now and then all of
 * them, for the bus may lose a message. A node of which nothing is heard is taken to be dead, and its people are gone.
 */

import type { Bus, BusMessage } from "./bus.ts";
import type { Presence } from "./presence.ts";

/** A node that said nothing of a room for so long has nobody there any more, in milliseconds: two renewals and a half. */
const SILENCE = 25_000;

/** An awareness update of nobody. */
const NOBODY = new Uint8Array([0]);

export class SharedPresence {
  private readonly bus: Bus;
  /** Rooms in which this node has sockets. */
  private readonly open = new Map<string, Presence>();
  /** When each node last told of a room. */
  private readonly told = new Map<string, Map<string, number>>();

  constructor(bus: Bus) {
    this.bus = bus;
  }

  /** The first socket here entered a room. @param heard settles when answers are heard */
  opened(documentId: string, presence: Presence, heard: Promise<void>): void {
    this.open.set(documentId, presence);
    void heard.then(() => this.meet(documentId));
  }

  changed(documentId: string, update: Uint8Array): void {
    this.bus.publish({ kind: "presence", documentId, update, isAll: false });
  }

  /** The last socket here left a room. */
  closed(documentId: string): void {
    this.open.delete(documentId);
    this.told.delete(documentId);
    this.bus.publish({ kind: "presence", documentId, update: NOBODY, isAll: true });
  }

  /** Throws when the bytes are no awareness update. */
  onPresence(from: string, { documentId, update, isAll }: Extract<BusMessage, { kind: "presence" }>): void {
    const presence = this.open.get(documentId);
    if (!presence) return;
    const told = this.told.get(documentId) ?? new Map<string, number>();
    this.told.set(documentId, told);
    told.set(from, performance.now());
    presence.takeRemote(from, update, isAll);
  }

  onAsked(documentId: string): void {
    const update = this.open.get(documentId)?.local();
    if (update) this.bus.publish({ kind: "presence", documentId, update, isAll: true });
  }

  onNodeLeft(node: string): void {
    for (const [documentId, told] of this.told) {
      if (told.delete(node)) this.open.get(documentId)?.dropNode(node);
    }
  }

  /** Tells of all who are here. */
  renew(): void {
    for (const documentId of this.open.keys()) this.onAsked(documentId);
  }

  /** The bus is back. */
  meetAgain(): void {
    for (const documentId of this.open.keys()) this.meet(documentId);
  }

  /** Tells too: of two nodes that open a room at once, the first to listen asked when the other did not hear yet. */
  private meet(documentId: string): void {
    this.onAsked(documentId);
    this.bus.publish({ kind: "who-is-here", documentId });
  }

  dropSilent(): void {
    const since = performance.now() - SILENCE;
    for (const [documentId, told] of this.told) {
      for (const [node, at] of told) {
        if (at > since) continue;
        told.delete(node);
        this.open.get(documentId)?.dropNode(node);
      }
    }
  }
}
