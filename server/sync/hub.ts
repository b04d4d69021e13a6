/** The rooms that are open in this process: loaded when asked for, unloaded when nobody needs them. */

import type { Logger } from "../log.ts";
import type { UpdateLog } from "./log.ts";
import type { SyncMetrics } from "./metrics.ts";
import { Room, RoomClosed } from "./room.ts";
import type { Written } from "./turn.ts";

/** How long an empty room stays loaded, in milliseconds: a reload of the page finds it again. */
const IDLE = 30_000;

/**
 * Of more empty rooms than this only those stay that were used just now, which is in milliseconds: who opens thousands of
 * bulletins, one after the other, finds none of them again.
 */
const IDLE_MAX = 200;
const JUST_NOW = 5000;

/** How often rooms are looked at for unloading, in milliseconds. */
const SWEEP = 1000;

/**
 * Entries after which a snapshot is made while the room is open, by default, and when it is unloaded. A load applies 5,000
 * in 30 ms; at 500, which a lively bulletin has every few seconds, snapshots took a good part of the server's time.
 */
const COMPACT_OPEN = 5000;
const COMPACT_UNLOADED = 50;

/** How often a room that is just being unloaded is asked for again. */
const TRIES_MAX = 20;

export interface HubOptions {
  log: UpdateLog;
  logger: Logger;
  metrics: SyncMetrics;
  /** Whether other nodes write to the log too. */
  isShared: boolean;
  /** Entries of an open room after which a snapshot is made. */
  compactAfter?: number | undefined;
  onLoaded(room: Room): void;
  onCommitted(room: Room, written: Written): void;
  onUnloaded(room: Room): void;
}

export class Hub {
  private readonly rooms = new Map<string, Promise<Room>>();
  private readonly loaded = new Map<string, Room>();
  private readonly options: HubOptions;
  private readonly timer: NodeJS.Timeout;

  constructor(options: HubOptions) {
    this.options = options;
    this.timer = setInterval(() => this.sweep(), SWEEP);
    this.timer.unref();
  }

  /** The document's room, loaded once however many ask. Throws NoSuchDocument. */
  room(id: string): Promise<Room> {
    const known = this.rooms.get(id);
    if (known) return known;
    const loading = Room.load({
      id,
      log: this.options.log,
      logger: this.options.logger,
      metrics: this.options.metrics,
      isShared: this.options.isShared,
      takesUpdates: id.endsWith("/text"),
      compactAfter: this.options.compactAfter ?? COMPACT_OPEN,
      onCommitted: this.options.onCommitted,
      onFailed: (room) => this.forget(room),
    });
    this.rooms.set(id, loading);
    loading.then(
      (room) => {
        this.loaded.set(id, room);
        this.options.onLoaded(room);
      },
      () => this.rooms.delete(id),
    );
    return loading;
  }

  /** Rooms whose documents are loaded now. */
  opened(): Room[] {
    return [...this.loaded.values()];
  }

  /** Like `room`, for documents that begin empty the first time they are opened. */
  async roomOrNew(id: string): Promise<Room> {
    if (!this.rooms.has(id)) await this.options.log.ensure(id);
    return this.room(id);
  }

  /** Uses the document's room; again on a fresh load when the room was unloaded meanwhile. */
  async with<T>(id: string, use: (room: Room) => Promise<T>): Promise<T> {
    for (let left = TRIES_MAX; ; left--) {
      try {
        return await use(await this.room(id));
      } catch (error) {
        if (!(error instanceof RoomClosed) || left <= 1) throw error;
      }
    }
  }

  private forget(room: Room): void {
    this.rooms.delete(room.id);
    this.loaded.delete(room.id);
    room.destroy();
    this.options.onUnloaded(room);
  }

  private sweep(): void {
    const now = Date.now();
    const empty = this.opened()
      .filter((room) => room.sockets.size === 0 && !room.isBusy)
      .sort((one, other) => one.idleSince - other.idleSince);
    const tooMany = empty.length - IDLE_MAX;
    empty.forEach((room, index) => {
      if (now - room.idleSince < (index < tooMany ? JUST_NOW : IDLE)) return;
      room.compactIfWorthwhile(COMPACT_UNLOADED);
      this.forget(room);
    });
  }

  /** Waits until all that was accepted is committed. */
  async settle(): Promise<void> {
    // One that fails meanwhile has told so, and holds nothing accepted any more.
    await Promise.allSettled(this.opened().map((room) => room.read(() => null)));
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
