/**
 * Text markers across nodes. One browser's sockets may lead to several nodes: the text to one, commands to another. The
 * node that has a command asks all; the one that has the copy's text answers when it is committed there, and with which
 * sequence, so that the asker reads the text up to it before it decides.
 */

import type { Bus, BusMessage } from "./bus.ts";
import type { UpdateLog } from "./log.ts";
import type { Room } from "./room.ts";
import type { CopyMarker, MarkerPeers, TextMarkers } from "./text-markers.ts";

/** A question is forgotten after this long, in milliseconds; the asker's own patience is no longer. */
const REMEMBERED = 12_000;

type Reached = Extract<BusMessage, { kind: "marker-reached" }>;

export interface SharedMarkersOptions {
  bus: Bus;
  markers: TextMarkers;
  log: UpdateLog;
  /** Loaded ones by document. */
  rooms: ReadonlyMap<string, Room>;
}

export class SharedMarkers implements MarkerPeers {
  private readonly options: SharedMarkersOptions;
  /** What other nodes wait for, and until when it is remembered. */
  private readonly asked = new Map<string, { n: number; until: number }>();

  constructor(options: SharedMarkersOptions) {
    this.options = options;
    options.markers.peers = this;
  }

  get isUp(): boolean {
    return this.options.bus.isUp;
  }

  wanted({ documentId, userId, replica, n }: CopyMarker): void {
    this.options.bus.publish({ kind: "marker-wanted", documentId, userId, replica, n });
  }

  /** The bus may have lost the question or the answer. */
  askAgain(): void {
    for (const marker of this.options.markers.wanted()) this.wanted(marker);
  }

  advanced(marker: CopyMarker): void {
    const name = nameOf(marker);
    const asked = this.asked.get(name);
    if (!asked || marker.n < asked.n) return;
    this.asked.delete(name);
    this.answer(marker);
  }

  /** Another node waits for it. Rejects when the log can't be read. */
  async onWanted(marker: CopyMarker): Promise<void> {
    if (this.options.markers.has(marker)) return this.answer(marker);
    const n = Math.max(marker.n, this.asked.get(nameOf(marker))?.n ?? 0);
    this.asked.set(nameOf(marker), { n, until: performance.now() + REMEMBERED });
  }

  /** Another node has it. Rejects when the text can't be read up to it. */
  async onReached({ documentId, userId, replica, n, seq }: Reached): Promise<void> {
    const { markers, rooms } = this.options;
    const isWanted = markers.wanted().some((other) => nameOf(other) === nameOf({ documentId, userId, replica }));
    if (!isWanted) return;
    const room = rooms.get(documentId);
    if (room && room.seq < seq) await room.catchUp();
    markers.advance(documentId, userId, { replica, n });
  }

  forgetOld(): void {
    const now = performance.now();
    for (const [name, { until }] of this.asked) if (until < now) this.asked.delete(name);
  }

  private async answer({ documentId, userId, replica, n }: CopyMarker): Promise<void> {
    const { bus, log, rooms } = this.options;
    const seq = rooms.get(documentId)?.seq ?? (await log.heads([documentId])).get(documentId);
    // The document is gone.
    if (seq === undefined) return;
    bus.publish({ kind: "marker-reached", documentId, userId, replica, n, seq });
  }
}

const nameOf = ({ documentId, userId, replica }: Pick<CopyMarker, "documentId" | "userId" | "replica">): string =>
  `${documentId} ${userId} ${replica}`;
