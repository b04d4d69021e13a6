/**
 * What the sync side counts and measures of itself, in its own words; server/metrics makes Prometheus metrics of it. No
 * method throws, awaits or takes a text, a name or an id: each is cheap enough for the way of an update. Times are in
 * milliseconds (`performance.now()` differences), sizes in bytes.
 */

import type { RefusalCode } from "../../domain/annotation/command.ts";
import type { CloseName, RefusedCode, RoomName } from "../../domain/protocol/protocol.ts";

/** How a command was answered; `repeated`: by the receipt of an earlier one with its key. */
export type CommandOutcome = "done" | "repeated" | RefusalCode;

/** How a socket ended: closed by us, by its client (`left`), or cut off because pings stayed unanswered (`silent`). */
export type SocketEnd = CloseName | "left" | "silent";

/** What is so at this moment; sums and maxima are made of it when somebody asks for the metrics. */
export interface SyncGauges {
  /** The open rooms; `rowsSinceSnapshot`: entries of the log that a load would have to apply. */
  rooms: Iterable<{ kind: RoomName; rowsSinceSnapshot: number }>;
  /** The sockets that are in a room; `isStock`: sent no message of ours, so a plain y-websocket client. */
  sockets: Iterable<{ room: RoomName; isStock: boolean; bytesWaiting: number }>;
}

export interface SyncMetrics {
  /**
   * One commit. `lagsMs`: of each update and command in it, from its arrival to the end of the commit; `durationMs`: of
   * the log's append alone; `rows`: written to the log.
   */
  committed(commit: { lagsMs: readonly number[]; durationMs: number; rows: number }): void;
  updateAdmitted(): void;
  updateRefused(code: RefusedCode): void;
  commandAnswered(outcome: CommandOutcome): void;
  /** An accepted socket ended, also one that never got into a room. */
  socketClosed(end: SocketEnd): void;
  /** A frame of `bytes` that holds `updates` merged updates was handed to `sockets` sockets. */
  framed(frame: { updates: number; sockets: number; bytes: number }): void;
  /** A joiner or one who came back got the document's state (sync step 2). */
  stateSent(state: { isCached: boolean; bytes: number }): void;
  /** Presence frames handed to sockets, and those left out because a socket was behind. */
  presence(frames: { sent: number; dropped: number }): void;
  /** A reader that was too far behind got the state anew in place of the frames it missed. */
  resynced(): void;
  roomLoaded(load: { durationMs: number; rows: number }): void;
  /** A change could not be stored, so the room was dropped with its sockets. */
  roomFailed(): void;
  /** A snapshot took the place of `rows` entries. */
  compacted(compaction: { durationMs: number; rows: number }): void;
  compactionFailed(): void;
  /** Only where there is a bus: before the first call there is no such metric. */
  busUp(isUp: boolean): void;
  busHint(direction: "sent" | "received"): void;
  /** Entries that no hint had told of were read from the log. */
  gapRepaired(rows: number): void;
  /** Who is asked at each scrape; once, when the engine is made. */
  observe(read: () => SyncGauges): void;
}

const nothing = (): void => {};

/** For tests and the command line, where nobody asks. */
export const NO_METRICS: SyncMetrics = {
  committed: nothing,
  updateAdmitted: nothing,
  updateRefused: nothing,
  commandAnswered: nothing,
  socketClosed: nothing,
  framed: nothing,
  stateSent: nothing,
  presence: nothing,
  resynced: nothing,
  roomLoaded: nothing,
  roomFailed: nothing,
  compacted: nothing,
  compactionFailed: nothing,
  busUp: nothing,
  busHint: nothing,
  gapRepaired: nothing,
  observe: nothing,
};
