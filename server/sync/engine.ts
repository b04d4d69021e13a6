/** Rooms, presence, markers and re-anchoring, wired together: what sockets and use cases work with. */

import type * as Y from "yjs";
import type { CommandAnswer } from "../../domain/annotation/command.ts";
import type { Notice } from "../../domain/protocol/protocol.ts";
import type { BulletinNode } from "../../domain/schema/document.ts";
import { readBulletin } from "../../domain/ydoc/text-doc.ts";
import { readTextMap, type TextMap } from "../../domain/ydoc/text-map.ts";
import type { Logger } from "../log.ts";
import type { Connection } from "./connection.ts";
import { annotationsId, partsOf, textId } from "./document-ids.ts";
import { Hub } from "./hub.ts";
import type { UpdateLog } from "./log.ts";
import { Presence } from "./presence.ts";
import { ReAnchoring } from "./re-anchoring.ts";
import type { Room } from "./room.ts";
import { TextMarkers } from "./text-markers.ts";

export interface EngineOptions {
  log: UpdateLog;
  logger: Logger;
  /** Carries out a command that came over a socket of this document. */
  command(connection: Connection, documentId: string, envelope: unknown): Promise<CommandAnswer>;
  /** The text as it is once it is quiet, for search. */
  onQuiet(bulletinId: string, text: string, seq: number): Promise<void>;
}

export class Engine {
  readonly hub: Hub;
  readonly log: UpdateLog;
  readonly markers = new TextMarkers();
  readonly reAnchoring: ReAnchoring;
  readonly connections = new Set<Connection>();
  private readonly presences = new Map<string, Presence>();
  private readonly textMaps = new WeakMap<Y.Doc, { seq: number; map: TextMap }>();
  private readonly options: EngineOptions;

  constructor(options: EngineOptions) {
    this.options = options;
    this.log = options.log;
    this.hub = new Hub({
      log: options.log,
      logger: options.logger,
      onLoaded: (room) => this.onLoaded(room),
      onCommitted: (room) => this.onCommitted(room),
      onUnloaded: (room) => this.reAnchoring.forget(partsOf(room.id).owner),
    });
    this.reAnchoring = new ReAnchoring({ hub: this.hub, logger: options.logger, onQuiet: options.onQuiet });
  }

  /** The stored text and where everything lies in it, as one state. */
  text(bulletinId: string): Promise<{ map: TextMap; seq: number }> {
    return this.hub.with(textId(bulletinId), (room) => room.read((doc, seq) => ({ map: this.mapOf(doc, seq), seq })));
  }

  /** The same with the document's nodes. */
  textAndDocument(bulletinId: string): Promise<{ map: TextMap; seq: number; document: BulletinNode }> {
    return this.hub.with(textId(bulletinId), (room) =>
      room.read((doc, seq) => ({ map: this.mapOf(doc, seq), seq, document: readBulletin(doc) })),
    );
  }

  private mapOf(doc: Y.Doc, seq: number): TextMap {
    const known = this.textMaps.get(doc);
    if (known?.seq === seq) return known.map;
    const map = readTextMap(doc);
    this.textMaps.set(doc, { seq, map });
    return map;
  }

  /** A kill between a text commit and its re-anchoring leaves anchors to be looked at. */
  private onLoaded(room: Room): void {
    const { owner, kind } = partsOf(room.id);
    if (kind === "annotations") this.reAnchoring.schedule(owner);
  }

  private onCommitted(room: Room): void {
    const { owner, kind } = partsOf(room.id);
    if (kind === "text") this.reAnchoring.schedule(owner);
  }

  async command(connection: Connection, documentId: string, envelope: unknown): Promise<CommandAnswer> {
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
    }
  }

  presence(room: Room): Presence {
    const known = this.presences.get(room.id);
    if (known) return known;
    const presence = new Presence(room.sockets);
    this.presences.set(room.id, presence);
    return presence;
  }

  /** Tells all who have the bulletin open; once to each, on the annotations room. */
  async notify(bulletinId: string, notice: Notice): Promise<void> {
    for (const room of await this.hub.open()) {
      if (room.id !== annotationsId(bulletinId)) continue;
      for (const socket of room.sockets) socket.notify(notice);
    }
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
