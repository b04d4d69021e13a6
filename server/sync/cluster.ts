/**
 * One of several nodes on one log: tells the others over the bus what it does, and takes in what they do. What counts is
 * in the database; the bus makes it quick. While the bus is down, and now and then for what it lost, the log is asked.
 */

import type { Notice } from "../../domain/protocol/protocol.ts";
import type { Logger } from "../log.ts";
import type { Bus, BusMessage } from "./bus.ts";
import { annotationsId, partsOf } from "./document-ids.ts";
import type { Engine, Peers } from "./engine.ts";
import { LateLooks } from "./late-looks.ts";
import { MissedChanges } from "./missed-changes.ts";
import type { Presence } from "./presence.ts";
import type { Room } from "./room.ts";
import { SharedMarkers } from "./shared-markers.ts";
import { SharedPresence } from "./shared-presence.ts";
import type { Written } from "./turn.ts";

/** How often a node looks after itself, in milliseconds; without a bus the log is asked as often. */
const TICK = 1000;

/** In ticks, while the bus works: how often the log is asked for what it lost, and all who are here are told of. */
const REPAIR = 5;
const RENEW = 10;

/** How long a hint may take, in milliseconds, before a room reads the log in its place. */
const HINT_PATIENCE = 500;

export interface ClusterOptions {
  bus: Bus;
  engine: Engine;
  logger: Logger;
  /** Open sockets. */
  access: {
    recheckUser(userId: string): Promise<void>;
    recheckAll(): Promise<void>;
    closeBulletin(bulletinId: string): void;
  };
  /** Sequence of the text on which a bulletin's anchors were last reviewed to the end. */
  reviewedSeq(bulletinId: string): Promise<number>;
}

export class Cluster implements Peers {
  private readonly options: ClusterOptions;
  private readonly rooms = new Map<string, Room>();
  /** Settled when hints of a loaded room come. */
  private readonly following = new Map<string, Promise<void>>();
  private readonly missed: MissedChanges;
  private readonly presence: SharedPresence;
  private readonly markers: SharedMarkers;
  private readonly lateLooks: LateLooks;
  private readonly timer: NodeJS.Timeout;
  private ticks = 0;
  private isRechecking = false;
  private leaving: Promise<void> | null = null;

  constructor(options: ClusterOptions) {
    const { bus, engine, logger, reviewedSeq } = options;
    const { rooms } = this;
    this.options = options;
    this.missed = new MissedChanges({
      log: engine.log,
      logger,
      rooms,
      onBehind: (room, head) => this.textChangedElsewhere(room.id, head),
    });
    this.presence = new SharedPresence(bus);
    this.markers = new SharedMarkers({ bus, markers: engine.markers, log: engine.log, rooms });
    this.lateLooks = new LateLooks({ logger, reviewedSeq, look: (id) => engine.reAnchoring.schedule(id) });
    engine.peers = this;
    engine.metrics.busUp(bus.isUp);
    bus.listen({ message: (from, message) => this.take(from, message), up: (isUp) => this.onUp(isUp) });
    this.timer = setInterval(() => this.tick(), TICK);
    this.timer.unref();
  }

  get isBusUp(): boolean {
    return this.options.bus.isUp;
  }

  loaded(room: Room): void {
    this.rooms.set(room.id, room);
    const following = this.options.bus.follow(room.id);
    this.following.set(room.id, following);
    // Hints of what was written between its loading and now went past it.
    void following.then(() => this.missed.lookSoon(room));
  }

  unloaded(room: Room): void {
    this.rooms.delete(room.id);
    this.following.delete(room.id);
    this.options.bus.unfollow(room.id);
    const { owner, kind } = partsOf(room.id);
    if (kind === "annotations") this.lateLooks.forget(owner);
  }

  committed(room: Room, written: Written): void {
    this.publish({ kind: "written", documentId: room.id, ...written });
    this.options.engine.metrics.busHint("sent");
  }

  presenceOpened(documentId: string, presence: Presence): void {
    // An answer that comes before this node follows the document goes past it.
    this.presence.opened(documentId, presence, this.following.get(documentId) ?? Promise.resolve());
  }

  presenceChanged(documentId: string, update: Uint8Array): void {
    this.presence.changed(documentId, update);
  }

  presenceClosed(documentId: string): void {
    this.presence.closed(documentId);
  }

  notified(bulletinId: string, notice: Notice): void {
    this.publish({ kind: "notice", bulletinId, notice });
  }

  accessChanged(userId: string): void {
    this.publish({ kind: "access-changed", userId });
  }

  bulletinClosed(bulletinId: string): void {
    this.publish({ kind: "bulletin-closed", bulletinId });
  }

  /** Says goodbye and leaves the bus. */
  leave(): Promise<void> {
    this.leaving ??= this.sayGoodbye();
    return this.leaving;
  }

  private async sayGoodbye(): Promise<void> {
    clearInterval(this.timer);
    this.lateLooks.stop();
    this.publish({ kind: "node-left" });
    await this.options.bus.close();
  }

  private publish(message: BusMessage): void {
    this.options.bus.publish(message);
  }

  private take(from: string, message: BusMessage): void {
    const { access, engine } = this.options;
    switch (message.kind) {
      case "written":
        return this.onWritten(message);
      case "presence":
        return this.presence.onPresence(from, message);
      case "who-is-here":
        return this.presence.onAsked(message.documentId);
      case "marker-wanted":
        return this.attempt(this.markers.onWanted(message));
      case "marker-reached":
        return this.attempt(this.markers.onReached(message));
      case "access-changed":
        return this.attempt(access.recheckUser(message.userId));
      case "notice":
        return engine.notifyHere(message.bulletinId, message.notice);
      case "bulletin-closed":
        return access.closeBulletin(message.bulletinId);
      case "node-left":
        return this.presence.onNodeLeft(from);
    }
  }

  private onWritten({ documentId, ...written }: Extract<BusMessage, { kind: "written" }>): void {
    const room = this.rooms.get(documentId);
    if (!room) return;
    this.options.engine.metrics.busHint("received");
    room.hint(written);
    this.textChangedElsewhere(documentId, written.seq);
  }

  private textChangedElsewhere(documentId: string, seq: number): void {
    const { owner, kind } = partsOf(documentId);
    if (kind === "text" && this.rooms.has(annotationsId(owner))) this.lateLooks.changed(owner, seq);
  }

  private onUp(isUp: boolean): void {
    this.options.engine.metrics.busUp(isUp);
    if (!isUp) return;
    void this.missed.look(0);
    this.recheckAll();
    this.presence.meetAgain();
    this.markers.askAgain();
  }

  private tick(): void {
    this.ticks += 1;
    const { isUp } = this.options.bus;
    if (!isUp || this.ticks % REPAIR === 0) void this.missed.look(isUp ? HINT_PATIENCE : 0);
    // While it works the sync server's own rounds make up for a message that was lost.
    if (!isUp) this.recheckAll();
    if (isUp && this.ticks % RENEW === 0) this.presence.renew();
    this.presence.dropSilent();
    this.markers.askAgain();
    this.markers.forgetOld();
  }

  /** A change of access whose message was lost. */
  private recheckAll(): void {
    if (this.isRechecking) return;
    this.isRechecking = true;
    const done = this.options.access.recheckAll().finally(() => {
      this.isRechecking = false;
    });
    this.attempt(done);
  }

  /** What another node's message asks for; if it fails, the next look at the log or at the sockets makes up for it. */
  private attempt(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.options.logger.warn({ err: error }, "a message of another node could not be followed");
    });
  }
}
