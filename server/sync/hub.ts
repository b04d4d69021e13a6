/** The rooms that are open in this process: loaded when asked for, unloaded when nobody needs them. */

import type { Logger } from "../log.ts";
import { HeadMoved, type UpdateLog } from "./log.ts";
import { Room, RoomClosed } from "./room.ts";

/** How long an empty room stays loaded, in milliseconds: a reload of the page finds it again. */
const IDLE = 30_000;

/** How often rooms are looked at for unloading, in milliseconds. */
const SWEEP = 10_000;

/** Entries after which a snapshot is made while the room is open, and when it is unloaded. */
const COMPACT_OPEN = 500;
const COMPACT_UNLOADED = 50;

/** How often a decision is made again when others keep writing first. */
const DECISIONS_MAX = 20;

export interface HubOptions {
  log: UpdateLog;
  logger: Logger;
  onLoaded(room: Room): void;
  onCommitted(room: Room): void;
  onUnloaded(room: Room): void;
}

export class Hub {
  private readonly rooms = new Map<string, Promise<Room>>();
  private readonly options: HubOptions;
  private readonly timer: NodeJS.Timeout;

  constructor(options: HubOptions) {
    this.options = options;
    this.timer = setInterval(() => void this.sweep(), SWEEP);
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
      takesUpdates: id.endsWith("/text"),
      compactAfter: COMPACT_OPEN,
      onCommitted: this.options.onCommitted,
      onFailed: (room) => this.forget(room),
    });
    this.rooms.set(id, loading);
    loading.then(this.options.onLoaded, () => this.rooms.delete(id));
    return loading;
  }

  /** Like `room`, for documents that begin empty the first time they are opened. */
  async roomOrNew(id: string): Promise<Room> {
    if (!this.rooms.has(id)) await this.options.log.ensure(id);
    return this.room(id);
  }

  /**
   * Uses the document's room; again on a fresh load when the room was unloaded meanwhile or another process wrote
   * first, so `use` has to decide anew each time.
   */
  async with<T>(id: string, use: (room: Room) => Promise<T>): Promise<T> {
    for (let left = DECISIONS_MAX; ; left--) {
      try {
        return await use(await this.room(id));
      } catch (error) {
        const isStale = error instanceof RoomClosed || error instanceof HeadMoved;
        if (!isStale || left <= 1) throw error;
      }
    }
  }

  /** Rooms that are loaded now. */
  async open(): Promise<Room[]> {
    const settled = await Promise.allSettled(this.rooms.values());
    return settled.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  }

  private forget(room: Room): void {
    this.rooms.delete(room.id);
    room.destroy();
    this.options.onUnloaded(room);
  }

  private async sweep(): Promise<void> {
    for (const room of await this.open()) {
      // One that failed meanwhile has a successor under its name.
      if (room.isClosed || room.sockets.size > 0 || room.isBusy || Date.now() - room.idleSince < IDLE) continue;
      room.compactIfWorthwhile(COMPACT_UNLOADED);
      this.forget(room);
    }
  }

  /** Waits until all that was accepted is committed. */
  async settle(): Promise<void> {
    await Promise.all((await this.open()).map((room) => room.read(() => null).catch(() => null)));
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
