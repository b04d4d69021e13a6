/** The bus over a real Redis: what comes through, and what it says while it does not. */

import { Writable } from "node:stream";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { RedisBus } from "../../server/bus/redis-bus.ts";
import type { BusMessage } from "../../server/sync/bus.ts";
import { hasRedis, startRedis, type TestRedis } from "../support/redis.ts";

/** A node that keeps what it hears. */
class Node {
  readonly bus: RedisBus;
  readonly heard: BusMessage[] = [];
  readonly said: string[] = [];
  private readonly watchers = new Set<() => void>();

  constructor(url: string, installation = "one") {
    const sink = new Writable({
      write: (line: Buffer, _encoding, done) => {
        const { level, msg } = JSON.parse(String(line));
        this.said.push(`${pino.levels.labels[level]}: ${msg}`);
        this.changed();
        done();
      },
    });
    this.bus = new RedisBus({ url, installation, logger: pino(sink) });
    this.bus.listen({
      message: (_, message) => {
        this.heard.push(message);
        this.changed();
      },
      up: () => this.changed(),
    });
  }

  private changed(): void {
    for (const look of [...this.watchers]) look();
  }

  until(isTrue: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!isTrue()) return;
        this.watchers.delete(look);
        resolve();
      };
      this.watchers.add(look);
      look();
    });
  }

  whenUp = (isUp = true): Promise<void> => this.until(() => this.bus.isUp === isUp);
}

const closed = (bulletinId: string): BusMessage => ({ kind: "bulletin-closed", bulletinId });
const asked = (documentId: string): BusMessage => ({ kind: "who-is-here", documentId });

describe.skipIf(!hasRedis())("the bus over Redis", () => {
  let redis: TestRedis;
  const nodes: Node[] = [];
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    await Promise.all(nodes.splice(0).map(({ bus }) => bus.close()));
  });
  afterAll(() => redis?.stop());

  function node(url = redis.url, installation = "one"): Node {
    const made = new Node(url, installation);
    nodes.push(made);
    return made;
  }

  test("carries messages to the other nodes of the installation, in order and to nobody else", async () => {
    const [one, other, stranger] = [node(), node(), node(redis.url, "another installation")];
    await Promise.all([one.whenUp(), other.whenUp(), stranger.whenUp()]);
    await other.bus.follow("a");
    await stranger.bus.follow("a");
    const sent = Array.from({ length: 50 }, (_, index): BusMessage => {
      const update = new Uint8Array(index * 100).fill(index);
      return { kind: "written", documentId: "a", after: index, seq: index + 1, update, claims: [] };
    });
    one.bus.publish(asked("not followed"));
    for (const message of sent) one.bus.publish(message);
    one.bus.publish(closed("the last"));
    await other.until(() => other.heard.length === 51);
    expect(other.heard.map((message) => JSON.stringify(message))).toEqual(
      [...sent, closed("the last")].map((message) => JSON.stringify(message)),
    );
    other.bus.unfollow("a");
    other.bus.publish(closed("back"));
    await one.until(() => one.heard.length === 1);
    one.bus.publish(asked("a"));
    one.bus.publish(closed("after that"));
    await other.until(() => other.heard.length === 52);
    expect(other.heard.at(-1)).toEqual(closed("after that"));
    expect(one.heard).toEqual([closed("back")]);
    expect(stranger.heard).toEqual([]);
    expect(one.said.concat(other.said)).toEqual([]);
  });

  test("says once when it is down and when it is back, with what was followed", async () => {
    const [one, other] = [node(), node()];
    await Promise.all([one.whenUp(), other.whenUp()]);
    await other.bus.follow("a");
    await redis.crash();
    await Promise.all([one.whenUp(false), other.whenUp(false)]);
    // Neither throws nor waits.
    one.bus.publish(asked("a"));
    await other.bus.follow("b");
    await redis.start();
    await Promise.all([one.whenUp(), other.whenUp()]);
    one.bus.publish(asked("a"));
    one.bus.publish(asked("b"));
    await other.until(() => other.heard.length === 2);
    expect(other.heard).toEqual([asked("a"), asked("b")]);
    expect(other.said).toEqual([
      expect.stringMatching(/^warn: the bus between the nodes is down/),
      "info: the bus between the nodes works again",
    ]);
  });

  test("finds connections that look alive and carry nothing", async () => {
    const one = node();
    await one.whenUp();
    redis.freeze();
    try {
      await one.whenUp(false);
    } finally {
      redis.thaw();
    }
    await one.whenUp();
    expect(one.said).toHaveLength(2);
  });

  test("starts without Redis, and says so", async () => {
    const late = await startRedis({ isDown: true });
    try {
      const one = node(late.url);
      await one.until(() => one.said.length === 1);
      expect(one.bus.isUp).toBe(false);
      await late.start();
      await one.whenUp();
    } finally {
      await late.stop();
    }
  });
});
