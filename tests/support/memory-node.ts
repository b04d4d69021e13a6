/** An engine with its part in a cluster, without HTTP, sockets or a database. */

import { pino } from "pino";
import { Cluster } from "../../server/sync/cluster.ts";
import { Engine } from "../../server/sync/engine.ts";
import { NO_METRICS } from "../../server/sync/metrics.ts";
import type { Room } from "../../server/sync/room.ts";
import type { MemoryBus, MemoryNet } from "./memory-bus.ts";
import type { MemoryLog } from "./memory-log.ts";
import { TestSocket, type TestSocketOptions } from "./test-socket.ts";

export class MemoryNode {
  readonly bus: MemoryBus;
  readonly engine: Engine;
  readonly cluster: Cluster;
  /** What was asked of the open sockets. */
  readonly asked: string[] = [];

  constructor(name: string, net: MemoryNet, log: MemoryLog) {
    const logger = pino({ level: "silent" });
    this.bus = net.join(name);
    this.engine = new Engine({
      log,
      logger,
      metrics: NO_METRICS,
      isShared: true,
      command: async () => ({ key: "", ok: true }),
      onQuiet: async () => {},
    });
    this.cluster = new Cluster({
      bus: this.bus,
      engine: this.engine,
      logger,
      access: {
        recheckUser: async (userId) => void this.asked.push(`recheck ${userId}`),
        recheckAll: async () => void this.asked.push("recheck all"),
        closeBulletin: (bulletinId) => void this.asked.push(`close ${bulletinId}`),
      },
      reviewedSeq: async () => Number.MAX_SAFE_INTEGER,
    });
  }

  /** A socket in a room, as the sync server lets it in and sees it off. */
  async socket(documentId: string, options: TestSocketOptions = {}): Promise<TestSocket> {
    const room = await this.room(documentId);
    // It may fail at any time until the socket is in it.
    if (room.isClosed) return this.socket(documentId, options);
    const isText = documentId.endsWith("/text");
    const socket = new TestSocket(room, {
      closed: (connection) => this.engine.leave(room, connection),
      ...options,
      ...(isText && { presence: this.engine.presence(room) }),
    });
    this.engine.enter(room, socket.connection);
    return socket;
  }

  /** Takes a socket out of its room. */
  async leave(documentId: string, socket: TestSocket): Promise<void> {
    this.engine.leave(await this.room(documentId), socket.connection);
  }

  /** One that is not just being dropped. */
  async room(documentId: string): Promise<Room> {
    for (;;) {
      const room = await this.engine.hub.room(documentId);
      if (!room.isClosed) return room;
    }
  }

  async stop(): Promise<void> {
    await this.engine.drain();
    await this.cluster.leave();
  }
}
