/** Rooms, presence, markers and re-anchoring, wired together: what sockets and use cases work with. */

import type * as Y from "yjs";
import type { CommandAnswer } from "../../domain/annotation/command.ts";
import type { Notice } from "../../domain/protocol/protocol.ts";
import type { BulletinNode } from "../../domain/schema/document.ts";
import { readBulletin } from "../../domain/ydoc/text-doc.ts";
import { type TextMap, TextReader } from "../../domain/ydoc/text-map.ts";
import type { Logger } from "../log.ts";
import type { Connection } from "./connection.ts";
import { annotationsId, partsOf, roomNameOf, textId } from "./document-ids.ts";
import { Hub } from "./hub.ts";
import type { UpdateLog } from "./log.ts";
import type { SyncGauges, SyncMetrics } from "./metrics.ts";
import { Presence } from "./presence.ts";
import { ReAnchoring } from "./re-anchoring.ts";
import type { Room } from "./room.ts";
import { TextMarkers } from "./text-markers.ts";
import type { Written } from "./turn.ts";

export interface EngineOptions {
  log: UpdateLog;
  logger: Logger;
  metrics: SyncMetrics;
  /** Whether other nodes write to the log too. */
  isShared: boolean;
  /** Changes of an open document after which a snapshot is made. */
  snapshotAfter?: number | undefined;
  /** Carries out a command that came over a socket of this document; never rejects. */
  command(connection: Connection, documentId: string, envelope: unknown): Promise<CommandAnswer>;
  /** The text as it is once it is quiet, for search. */
  onQuiet(bulletinId: string, text: string, seq: number): Promise<void>;
}

/** Other nodes on the same log, and what they are to be told; cluster.ts. */
export interface Peers {
  loaded(room: Room): void;
  unloaded(room: Room): void;
  committed(room: Room, written: Written): void;
  /** The first socket here enters a text room; what changes there of this node's people; the last one leaves. */
  presenceOpened(documentId: string, presence: Presence): void;
  presenceChanged(documentId: string, update: Uint8Array): void;
  presenceClosed(documentId: string): void;
  notified(bulletinId: string, notice: Notice): void;
}

export class Engine {
  readonly hub: Hub;
  readonly log: UpdateLog;
  readonly metrics: SyncMetrics;
  /** Null on a single node. */
  peers: Peers | null = null;
  readonly markers = new TextMarkers();
  readonly reAnchoring: ReAnchoring;
  readonly connections = new Set<Connection>();
  private readonly presences = new Map<string, Presence>();
  private readonly textReaders = new WeakMap<Y.Doc, TextReader>();
  private readonly options: EngineOptions;

  constructor(options: EngineOptions) {
    this.options = options;
    this.log = options.log;
    this.metrics = options.metrics;
    this.hub = new Hub({
      log: options.log,
      logger: options.logger,
      metrics: options.metrics,
      isShared: options.isShared,
      compactAfter: options.snapshotAfter,
      onLoaded: (room) => this.onLoaded(room),
      onCommitted: (room, written) => this.onCommitted(room, written),
      onUnloaded: (room) => this.onUnloaded(room),
    });
    this.metrics.observe(() => this.gauges());
    const { logger, isShared, onQuiet } = options;
    const text = (bulletinId: string) => this.text(bulletinId);
    this.reAnchoring = new ReAnchoring({ hub: this.hub, logger, isShared, text, onQuiet });
  }

  /** The stored text and where everything lies in it, as one state. */
  text(bulletinId: string): Promise<{ map: TextMap; seq: number }> {
    return this.hub.with(textId(bulletinId), (room) => room.read((doc, seq) => ({ map: this.mapOf(doc), seq })));
  }

  /** The same with the document's nodes. */
  textAndDocument(bulletinId: string): Promise<{ map: TextMap; seq: number; document: BulletinNode }> {
    return this.current(textId(bulletinId), (doc, seq) => ({
      map: this.mapOf(doc),
      seq,
      document: readBulletin(doc),
    }));
  }

  /** Reads what is stored now, by any node: who got one's acknowledgement may ask another. */
  current<T>(documentId: string, view: (doc: Y.Doc, seq: number) => T): Promise<T> {
    return this.hub.with(documentId, async (room) => (await this.caughtUp(room)).read(view));
  }

  /** The document's room with all that any node has stored: who comes from another node finds what was seen there. */
  currentRoom(documentId: string): Promise<Room> {
    return this.hub.with(documentId, (room) => this.caughtUp(room));
  }

  private async caughtUp(room: Room): Promise<Room> {
    if (this.options.isShared) await room.catchUp();
    return room;
  }

  private mapOf(doc: Y.Doc): TextMap {
    const reader = this.textReaders.get(doc) ?? new TextReader(doc);
    this.textReaders.set(doc, reader);
    return reader.read();
  }

  /** A kill between a text commit and its re-anchoring leaves anchors to be looked at. */
  private onLoaded(room: Room): void {
    const { owner, kind } = partsOf(room.id);
    if (kind === "annotations") this.reAnchoring.schedule(owner);
    this.peers?.loaded(room);
  }

  private onCommitted(room: Room, written: Written): void {
    const { owner, kind } = partsOf(room.id);
    if (kind === "text") this.reAnchoring.schedule(owner);
    this.peers?.committed(room, written);
  }

  private onUnloaded(room: Room): void {
    const { owner, kind } = partsOf(room.id);
    if (kind === "annotations") this.reAnchoring.forget(owner);
    if (kind === "text") this.reAnchoring.forgetText(owner);
    this.peers?.unloaded(room);
  }

  private gauges(): SyncGauges {
    const rooms = this.hub.opened();
    return {
      rooms: rooms.map(({ id, rowsSinceSnapshot }) => ({ kind: roomNameOf(id), rowsSinceSnapshot })),
      sockets: rooms.flatMap(({ id, sockets }) =>
        [...sockets].map(({ isStock, bytesWaiting }) => ({ room: roomNameOf(id), isStock, bytesWaiting })),
      ),
    };
  }

  command(connection: Connection, documentId: string, envelope: unknown): Promise<CommandAnswer> {
    return this.options.command(connection, documentId, envelope);
  }

  enter(room: Room, connection: Connection): void {
    room.sockets.add(connection);
    this.connections.add(connection);
    if (partsOf(room.id).kind === "text") this.presence(room).sendAll(connection);
  }

  leave(room: Room, connection: Connection): void {
    room.sockets.delete(connection);
    this.connections.delete(connection);
    room.idleSince = Date.now();
    const presence = this.presences.get(room.id);
    presence?.leave(connection);
    if (presence && room.sockets.size === 0) {
      presence.destroy();
      this.presences.delete(room.id);
      this.peers?.presenceClosed(room.id);
    }
  }

  presence(room: Room): Presence {
    const known = this.presences.get(room.id);
    if (known) return known;
    const presence = new Presence(room.sockets, {
      metrics: this.metrics,
      onLocalChange: (update) => this.peers?.presenceChanged(room.id, update),
    });
    this.presences.set(room.id, presence);
    this.peers?.presenceOpened(room.id, presence);
    return presence;
  }

  /** Tells all who have the bulletin open, on any node. */
  notify(bulletinId: string, notice: Notice): void {
    this.notifyHere(bulletinId, notice);
    this.peers?.notified(bulletinId, notice);
  }

  /** Tells those of this node; once each, on the annotations room. */
  notifyHere(bulletinId: string, notice: Notice): void {
    const room = this.hub.opened().find(({ id }) => id === annotationsId(bulletinId));
    for (const socket of room?.sockets ?? []) socket.notify(notice);
  }

  /** Commits what was accepted and closes all sockets. */
  async drain(): Promise<void> {
    this.reAnchoring.stop();
    await this.hub.settle();
    for (const connection of [...this.connections]) connection.close("shuttingDown");
    await this.hub.settle();
    this.hub.stop();
    for (const presence of this.presences.values()) presence.destroy();
  }
}
