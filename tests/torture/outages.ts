/** Trouble around servers that live on: what they need goes away and comes back. */

import { expect } from "vitest";
import type { TestPostgres } from "../support/postgres.ts";
import type { TestRedis } from "../support/redis.ts";
import type { SmallDisk } from "../support/small-disk.ts";
import { checkAfterKill } from "./checks.ts";
import type { Site } from "./site.ts";
import { killAll, randomMoment, type Torture, type Trouble, untilReady } from "./torture.ts";

/** After an outage so much has to be acknowledged again, without anybody's help. */
const GOING_ON = 30;

/** So many sockets are let in again while the disk is full. */
const FULL_FOR = 20;

/** Some small writes may still find room, in bytes. */
const LEFT_MAX = 64 * 1024;

/** PostgreSQL crashes and comes back; the servers find it again by themselves. */
export function databaseRestarts(postgres: TestPostgres): Trouble {
  return async (torture) => {
    const { site, crew, random } = torture;
    await randomMoment(torture);
    await postgres.crash();
    await untilReady(site.any().url, false);
    // By turns clients come back at once, or only when it was looked at what is stored.
    const isLookedAt = random.below(2) === 0;
    if (isLookedAt) {
      site.close();
      const seen = await crew.seen();
      await postgres.start();
      await untilReady(site.any().url, true);
      await checkAfterKill(crew, site.any().url, seen);
      site.open();
    } else {
      await postgres.start();
      await untilReady(site.any().url, true);
    }
    await crew.acknowledged(GOING_ON);
  };
}

/** The disk is full, and has room again; the server goes on by itself, or is killed or stopped meanwhile. */
export function diskFills(disk: SmallDisk): Trouble {
  return async (torture) => {
    const { site, crew, random } = torture;
    await randomMoment(torture);
    disk.fill(random.below(2) * random.below(LEFT_MAX));
    await untilReady(site.any().url, false);
    const kind = random.below(4);
    if (kind === 0) await crew.someBack(FULL_FOR);
    const isLookedAt = kind < 3;
    if (isLookedAt) site.close();
    const seen = isLookedAt ? await crew.seen() : null;
    if (kind === 1) {
      torture.counts.kills += 1;
      await site.kill(0);
      await startOnFullDisk(site);
    }
    if (kind === 2) await site.end(0);
    disk.free();
    if (site.servers[0] === null) await site.start(0);
    await untilReady(site.any().url, true);
    if (seen) await checkAfterKill(crew, site.any().url, seen);
    site.open();
    await crew.acknowledged(GOING_ON);
  };
}

/** One of several nodes is killed, its people go on at the others, and it comes back; now and then all are killed at once. */
export const killSome: Trouble = async (torture) => {
  const { site, crew, random } = torture;
  if (random.below(3) === 0) return killAll(torture);
  await randomMoment(torture);
  const index = await killOne(torture);
  if (random.below(2) === 0) {
    site.close();
    await checkAfterKill(crew, site.any().url, await crew.seen());
    site.open();
  }
  await crew.acknowledged(GOING_ON);
  await comeBack(torture, index);
};

async function killOne({ site, random, counts }: Torture): Promise<number> {
  const index = random.below(site.servers.length);
  counts.kills += 1;
  await site.kill(index);
  return index;
}

async function comeBack({ site, crew }: Torture, index: number): Promise<void> {
  await site.start(index);
  site.open();
  await crew.acknowledged(GOING_ON);
}

/** The bus dies or falls silent and comes back, and a node may be killed meanwhile: nobody notices more than a delay. */
export function busRestarts(redis: TestRedis): Trouble {
  return async (torture) => {
    const { crew, random } = torture;
    await randomMoment(torture);
    const isSilent = random.below(2) === 0;
    if (isSilent) redis.freeze();
    else await redis.crash();
    await crew.acknowledged(GOING_ON);
    const killed = random.below(3) === 0 ? await killOne(torture) : null;
    await crew.acknowledged(GOING_ON);
    if (isSilent) redis.thaw();
    else await redis.start();
    if (killed !== null) await comeBack(torture, killed);
    await crew.acknowledged(GOING_ON);
  };
}

/** Starts, or says what is missing: it depends on what it finds to be done. */
async function startOnFullDisk(site: Site): Promise<void> {
  try {
    await site.start(0);
  } catch (error) {
    expect(String(error)).toMatch(/The disk that holds \S+ is full\. Free some space and start again\./);
  }
}
