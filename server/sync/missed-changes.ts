/**
 * Finds the rooms that lack what other nodes have written, by asking the log for the heads of all at once: where a hint
 * was lost, and for as long as there is no bus.
 */

import type { Logger } from "../log.ts";
import type { UpdateLog } from "./log.ts";
import type { Room } from "./room.ts";

export interface MissedChangesOptions {
  log: UpdateLog;
  logger: Logger;
  /** Loaded ones by document. */
  rooms: ReadonlyMap<string, Room>;
  /** A room is behind what the log holds. */
  onBehind(room: Room, head: number): void;
}

export class MissedChanges {
  private readonly options: MissedChangesOptions;
  private isLooking = false;
  private hasComplained = false;
  /** Rooms to be looked at soon. */
  private readonly fresh = new Set<Room>();

  constructor(options: MissedChangesOptions) {
    this.options = options;
  }

  /**
   * Looks at all rooms; those that are behind and still are `patience` milliseconds later, when a hint would have come,
   * read what they lack. Does nothing while it is looking already. Never rejects.
   */
  async look(patience: number): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    await this.lookAt([...this.options.rooms.values()], patience);
    this.isLooking = false;
  }

  /** A room may have missed what was written since it was loaded; rooms named in one tick share a query. */
  lookSoon(room: Room): void {
    if (this.fresh.size === 0) {
      setImmediate(() => {
        const rooms = [...this.fresh];
        this.fresh.clear();
        void this.lookAt(rooms, 0);
      });
    }
    this.fresh.add(room);
  }

  private async lookAt(rooms: Room[], patience: number): Promise<void> {
    if (rooms.length === 0) return;
    try {
      const heads = await this.options.log.heads(rooms.map(({ id }) => id));
      const isBehind = (room: Room): boolean => !room.isClosed && room.seq < (heads.get(room.id) ?? 0);
      const behind = rooms.filter(isBehind);
      if (behind.length > 0 && patience > 0) await new Promise((resolve) => setTimeout(resolve, patience).unref());
      await Promise.all(
        behind.filter(isBehind).map((room) => {
          this.options.onBehind(room, heads.get(room.id) ?? 0);
          // A room that fails or is unloaded meanwhile says so itself, and is loaded anew when it is needed.
          return room.catchUp().catch(() => {});
        }),
      );
      this.hasComplained = false;
    } catch (error) {
      if (!this.hasComplained) this.options.logger.warn({ err: error }, "the heads of the log could not be read");
      this.hasComplained = true;
    }
  }
}
