/**
 * The bus over a Redis-compatible server's pub/sub: one connection that publishes, one that is subscribed. Pub/sub
 * delivers at most once, so a connection that was away has lost messages; who uses the bus reads the log then.
 *
 * Whether it works is measured by what counts: a beat that this node publishes has to come back to it. That finds a
 * refused subscription and a network that swallows packets as well as a server that is not there.
 */

import { createHash, randomUUID } from "node:crypto";
import { Redis, type RedisOptions } from "ioredis";
import type { Logger } from "../log.ts";
import { type Bus, type BusListener, type BusMessage, scopeOf } from "../sync/bus.ts";
import { decodeBusMessage, encodeBusMessage } from "./bus-codec.ts";
import { redisAddress, redisOptions } from "./redis-url.ts";

/** How often a beat is sent, in milliseconds. */
const BEAT = 1000;

/** So many beats without one that came back, and the bus counts as down. Counted, so that a busy process is not misled. */
const MISSED_MAX = 4;

/** Messages that wait for the server to take them, in bytes; further ones are left out, for the log has them. */
const WAITING_MAX_BYTES = 16 * 1024 * 1024;

/** Longest pause between two tries to connect, in milliseconds. */
const RETRY_MAX = 1000;

const NO_ANSWER = "it does not answer";

/** A command without an answer for so long has failed, in milliseconds. */
const COMMAND_LIMIT = 5000;

export interface RedisBusOptions {
  url: string;
  /** What all nodes of one installation share and no two installations do; its hash names the channels. */
  installation: string;
  logger: Logger;
}

export class RedisBus implements Bus {
  readonly node = randomUUID();
  private readonly logger: Logger;
  private readonly address: string;
  private readonly prefix: string;
  private readonly publisher: Redis;
  private readonly subscriber: Redis;
  private readonly followed = new Set<string>();
  private readonly beat: NodeJS.Timeout;
  private listener: BusListener | null = null;
  private isSubscribed = false;
  /** Beats since one came back. */
  private missed = 0;
  private waitingBytes = 0;
  private up = false;
  private hasComplained = false;
  private isClosed = false;
  private problem = NO_ANSWER;

  constructor({ url, installation, logger }: RedisBusOptions) {
    this.logger = logger;
    this.address = redisAddress(url);
    this.prefix = `glossa:${createHash("sha256").update(installation).digest("hex").slice(0, 24)}`;
    const options: RedisOptions = {
      ...redisOptions(url),
      // Every compatible server and proxy speaks it; version 3 would save one of the two connections.
      protocol: 2,
      connectionName: `glossa-${this.node.slice(0, 8)}`,
      disableClientInfo: true,
      // INFO is more than a user who may only publish and subscribe is allowed.
      enableReadyCheck: false,
      // What could not be sent at once is of no use later.
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      // Done here, all at once, before the first beat.
      autoResubscribe: false,
      maxRetriesPerRequest: 0,
      commandTimeout: COMMAND_LIMIT,
      connectTimeout: COMMAND_LIMIT,
      retryStrategy: (times) => Math.random() * Math.min(50 * 2 ** times, RETRY_MAX),
    };
    this.publisher = this.watched(new Redis(options));
    this.subscriber = this.watched(new Redis(options));
    this.publisher.on("ready", () => this.sendBeat());
    this.subscriber.on("ready", () => void this.subscribeAll());
    this.subscriber.on("messageBuffer", (channel: Buffer, message: Buffer) => this.receive(String(channel), message));
    this.beat = setInterval(() => this.onBeat(), BEAT);
    this.beat.unref();
  }

  get isUp(): boolean {
    return this.up;
  }

  listen(listener: BusListener): void {
    this.listener = listener;
  }

  publish(message: BusMessage): void {
    const scope = scopeOf(message);
    const channel = scope === null ? this.commonChannel : this.documentChannel(scope);
    this.send(channel, encodeBusMessage(this.node, message));
  }

  async follow(documentId: string): Promise<void> {
    this.followed.add(documentId);
    if (!this.isSubscribed) return;
    await this.subscriber.subscribe(this.documentChannel(documentId)).catch(this.failed);
  }

  unfollow(documentId: string): void {
    this.followed.delete(documentId);
    if (!this.isSubscribed) return;
    this.subscriber.unsubscribe(this.documentChannel(documentId)).catch(this.failed);
  }

  /** What was published before is sent when the server answers. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.beat);
    await this.publisher.quit().catch(this.failed);
    this.publisher.disconnect();
    this.subscriber.disconnect();
  }

  private get commonChannel(): string {
    return `${this.prefix}:all`;
  }

  private get ownChannel(): string {
    return `${this.prefix}:node:${this.node}`;
  }

  private documentChannel(documentId: string): string {
    return `${this.prefix}:document:${documentId}`;
  }

  private watched(connection: Redis): Redis {
    connection.on("ready", () => {
      this.problem = NO_ANSWER;
    });
    connection.on("error", (error: Error) => {
      this.problem = reasonOf(error);
    });
    connection.on("close", () => this.down());
    return connection;
  }

  /** A command failed: whether the bus is down is for the beat to say, and the log is read then. */
  private readonly failed = (error: unknown): void => {
    if (error instanceof Error && error.name === "ReplyError") this.problem = error.message;
  };

  private async subscribeAll(): Promise<void> {
    const channels = [this.ownChannel, this.commonChannel, ...[...this.followed].map((id) => this.documentChannel(id))];
    // From here on `follow` sends its own: the server takes both in order.
    this.isSubscribed = true;
    await this.subscriber.subscribe(...channels).catch(this.failed);
    this.sendBeat();
  }

  private send(channel: string, bytes: Uint8Array): void {
    if (this.publisher.status !== "ready" || this.waitingBytes > WAITING_MAX_BYTES) return;
    this.waitingBytes += bytes.length;
    this.publisher
      .publish(channel, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
      .catch(this.failed)
      .finally(() => {
        this.waitingBytes -= bytes.length;
      });
  }

  private sendBeat(): void {
    this.send(this.ownChannel, Buffer.of(0));
  }

  private onBeat(): void {
    this.missed += 1;
    if (this.missed > MISSED_MAX) {
      this.missed = 0;
      this.down();
      // Connections that look alive and carry nothing.
      for (const connection of [this.publisher, this.subscriber]) {
        if (connection.status === "ready") connection.disconnect(true);
      }
    }
    this.sendBeat();
  }

  private receive(channel: string, bytes: Uint8Array): void {
    if (channel === this.ownChannel) return this.heard();
    try {
      const received = decodeBusMessage(bytes);
      if (received && received.from !== this.node) this.listener?.message(received.from, received.message);
    } catch (error) {
      this.logger.warn({ err: error, channel }, "a message of another node could not be read");
    }
  }

  private heard(): void {
    this.missed = 0;
    if (this.up || this.isClosed) return;
    this.up = true;
    if (this.hasComplained) this.logger.info({ bus: this.address }, "the bus between the nodes works again");
    this.hasComplained = false;
    this.listener?.up(true);
  }

  private down(): void {
    if (this.subscriber.status !== "ready") this.isSubscribed = false;
    if (this.isClosed) return;
    if (this.up) {
      this.up = false;
      this.listener?.up(false);
    }
    this.complain();
  }

  /** Once, until it works again. */
  private complain(): void {
    if (this.hasComplained) return;
    this.hasComplained = true;
    this.logger.warn(
      { bus: this.address, reason: this.problem },
      "the bus between the nodes is down; they read each other's changes from the database until it is back",
    );
  }
}

/** Of a host with several addresses that all refuse, Node gives an error without words. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && error.message === "" ? String(error.code) : error.message;
}
