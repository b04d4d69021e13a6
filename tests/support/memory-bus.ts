/** A bus between engines in one process, which delivers when it is told to, and loses, delays and reorders as it is told. */

import { decodeBusMessage, encodeBusMessage } from "../../server/bus/bus-codec.ts";
import { type Bus, type BusListener, type BusMessage, scopeOf } from "../../server/sync/bus.ts";
import type { Random } from "./random.ts";

/** Messages of one sender about one thing, to one receiver: within it they keep their order. */
interface Lane {
  to: MemoryBus;
  documentId: string | null;
  waiting: Uint8Array[];
}

export class MemoryNet {
  private readonly buses: MemoryBus[] = [];
  private readonly lanes = new Map<string, Lane>();

  join(node: string): MemoryBus {
    const bus = new MemoryBus(node, this);
    this.buses.push(bus);
    return bus;
  }

  send(from: MemoryBus, message: BusMessage): void {
    const documentId = scopeOf(message);
    const bytes = encodeBusMessage(from.node, message);
    for (const to of this.buses) {
      if (to === from || !to.hears(documentId)) continue;
      const name = `${from.node} ${to.node} ${documentId}`;
      const lane = this.lanes.get(name) ?? { to, documentId, waiting: [] };
      lane.waiting.push(bytes);
      this.lanes.set(name, lane);
    }
  }

  /** Delivers one message of any lane, or loses it, one time in `lossOf`; false when none waits. */
  step(random: Random, lossOf = Number.POSITIVE_INFINITY): boolean {
    const lanes = [...this.lanes.values()].filter(({ waiting }) => waiting.length > 0);
    const lane = lanes[random.below(lanes.length)];
    const bytes = lane?.waiting.shift();
    if (!lane || !bytes) return false;
    if (Number.isFinite(lossOf) && random.below(lossOf) === 0) return true;
    lane.to.receive(bytes, lane.documentId);
    return true;
  }

  /** How many it delivered. */
  deliverAll(random: Random): number {
    let count = 0;
    while (this.step(random)) count++;
    return count;
  }

  /** Nothing comes through any more; what is on its way is lost. */
  cut(): void {
    for (const { waiting } of this.lanes.values()) waiting.length = 0;
    for (const bus of this.buses) bus.turn(false);
  }

  mend(): void {
    for (const bus of this.buses) bus.turn(true);
  }
}

export class MemoryBus implements Bus {
  readonly node: string;
  isUp = true;
  private readonly net: MemoryNet;
  private readonly followed = new Set<string>();
  private listener: BusListener | null = null;
  private isClosed = false;

  constructor(node: string, net: MemoryNet) {
    this.node = node;
    this.net = net;
  }

  publish(message: BusMessage): void {
    if (this.isUp && !this.isClosed) this.net.send(this, message);
  }

  async follow(documentId: string): Promise<void> {
    this.followed.add(documentId);
  }

  unfollow(documentId: string): void {
    this.followed.delete(documentId);
  }

  listen(listener: BusListener): void {
    this.listener = listener;
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }

  hears(documentId: string | null): boolean {
    return this.isUp && !this.isClosed && (documentId === null || this.followed.has(documentId));
  }

  receive(bytes: Uint8Array, documentId: string | null): void {
    if (!this.hears(documentId)) return;
    const received = decodeBusMessage(bytes);
    if (received) this.listener?.message(received.from, received.message);
  }

  turn(isUp: boolean): void {
    if (this.isUp === isUp) return;
    this.isUp = isUp;
    this.listener?.up(isUp);
  }
}
