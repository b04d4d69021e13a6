/**
 * The embedded database: PGlite in a worker thread, reached through a message port by the driver that also serves
 * PostgreSQL. When it breaks or hangs it is started anew; its files survive a kill at any moment.
 */

import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { MessagePort } from "node:worker_threads";
import { EmbeddedThread } from "./embedded-thread.ts";
import { isDiskFull } from "./free-space.ts";
import { PortStream } from "./port-stream.ts";
import { DatabaseUnavailable } from "./unavailable.ts";

export interface EmbeddedOptions {
  /** Tells whoever runs the server, in one sentence. */
  report?: ((sentence: string) => void) | undefined;
  /** It ended by itself and works again. */
  onRestarted?: (() => void) | undefined;
  /** After how many milliseconds a statement is taken for one that never ends. */
  hangLimit?: number | undefined;
}

export interface EmbeddedServer {
  /** A connection, for `stream` of the driver. */
  stream(): Duplex;
  /** Why nothing can be stored now, in one sentence. */
  obstacle(): string | null;
  close(): Promise<void>;
}

/** The slowest statement that was seen, deleting 100,000 rows, took a second. */
const HANG_LIMIT = 30_000;

/** How often it is looked whether a statement hangs and whether the disk has room, in milliseconds. */
const LOOK_EVERY = 1000;

/** Between attempts to start it anew, in milliseconds. */
const RESTART_PAUSE = 1000;

const FULL = "The disk is full: nothing can be saved until there is room.";

/** Starts PGlite on `DATA_DIR/database`. Throws when the files can't be opened. */
export async function startEmbedded(dataDir: string, options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  const directory = join(dataDir, "database");
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const isFull = await isDiskFull(directory, false);
  try {
    return new Embedded(directory, await open(directory), isFull, options);
  } catch (error) {
    // PGlite's own words don't speak of the disk when it is full.
    throw isFull ? Object.assign(new Error("The disk is full.", { cause: error }), { code: "ENOSPC" }) : error;
  }
}

/** A new database's files are made in a thread of its own: it keeps the memory that took, 400 MB, until it ends. */
async function open(directory: string): Promise<EmbeddedThread> {
  const isNew = !existsSync(join(directory, "PG_VERSION"));
  const thread = await EmbeddedThread.start(directory);
  if (!isNew) return thread;
  await thread.close();
  return EmbeddedThread.start(directory);
}

class Embedded implements EmbeddedServer {
  private readonly directory: string;
  private readonly options: EmbeddedOptions;
  private readonly timer: NodeJS.Timeout;
  private thread: EmbeddedThread;
  /** While there is none that serves: the next one. */
  private next: Promise<EmbeddedThread> | null = null;
  private isFull: boolean;
  private isClosed = false;
  /** When the request was sent that is not answered yet. */
  private waitingSince: number | null = null;
  private lastReport = "";

  constructor(directory: string, thread: EmbeddedThread, isFull: boolean, options: EmbeddedOptions) {
    this.directory = directory;
    this.options = options;
    this.isFull = isFull;
    this.thread = thread;
    this.watch(thread);
    this.timer = setInterval(() => void this.look(), LOOK_EVERY).unref();
  }

  stream(): Duplex {
    return new PortStream({
      open: () => this.connect(),
      onTraffic: (direction) => {
        this.waitingSince = direction === "sent" ? Date.now() : null;
      },
    });
  }

  obstacle(): string | null {
    if (this.isFull) return FULL;
    return this.next ? "The embedded database is being started anew." : null;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.timer);
    const thread = this.next ? await this.next.catch(() => null) : this.thread;
    await thread?.close();
  }

  private async connect(): Promise<MessagePort> {
    // It may take hours until there is room; a start takes a second or two.
    if (this.next && this.isFull) throw new DatabaseUnavailable(FULL);
    return (this.next ? await this.next : this.thread).connect();
  }

  private watch(thread: EmbeddedThread): void {
    void thread.ended.then((reason) => {
      if (this.isClosed) return;
      this.waitingSince = null;
      this.report(`The embedded database stopped (${reason}). What was saved is safe; it is started anew.`);
      this.next = this.revive(thread);
      // Who asks for a connection is told.
      this.next.catch(() => {});
    });
  }

  private async revive(broken: EmbeddedThread): Promise<EmbeddedThread> {
    await broken.kill();
    for (;;) {
      await this.lookForRoom();
      if (!this.isFull) {
        try {
          this.thread = await EmbeddedThread.start(this.directory);
          this.next = null;
          this.watch(this.thread);
          this.options.onRestarted?.();
          this.report("The embedded database works again.");
          return this.thread;
        } catch (error) {
          this.report(`It can't be started: ${String(error)}.`);
        }
      }
      if (this.isClosed) throw new DatabaseUnavailable("The database is closed.");
      await delay(RESTART_PAUSE, undefined, { ref: false });
    }
  }

  private async look(): Promise<void> {
    const waited = this.waitingSince === null ? 0 : Date.now() - this.waitingSince;
    if (waited > (this.options.hangLimit ?? HANG_LIMIT)) {
      this.waitingSince = null;
      this.report(`The embedded database has not answered for ${Math.round(waited / 1000)} seconds.`);
      await this.thread.kill();
    }
    if (!this.next) await this.lookForRoom();
  }

  private async lookForRoom(): Promise<void> {
    const wasFull = this.isFull;
    try {
      this.isFull = await isDiskFull(this.directory, wasFull);
    } catch (error) {
      this.report(`The disk that holds ${this.directory} can't be looked at: ${String(error)}.`);
    }
    if (this.isFull === wasFull) return;
    this.report(
      this.isFull
        ? `The disk that holds ${this.directory} is full: nothing can be saved until there is room.`
        : "There is room on the disk again: changes are saved.",
    );
  }

  /** The same thing, found each second, is said once. */
  private report(sentence: string): void {
    if (sentence === this.lastReport) return;
    this.lastReport = sentence;
    this.options.report?.(sentence);
  }
}
