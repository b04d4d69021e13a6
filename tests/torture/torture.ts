/** Rounds of work, trouble and reckoning; everything that is chosen at random comes from one seed. */

import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import { scrape } from "../support/metrics.ts";
import type { Random } from "../support/random.ts";
import { checkAfterKill, checkWhenQuiet } from "./checks.ts";
import { type Counts, Crew, FIELDS, type Tokens } from "./crew.ts";
import { fieldsInMarkdown } from "./field.ts";
import { importMarkdown, type Site } from "./site.ts";

/** A bulletin lasts so many rounds, then all move to a new one: what is deleted stays in its documents. */
const ROUNDS_A_BULLETIN = 10;

/** For so many acknowledgements, or a little more, it is waited for a snapshot to be made. */
const WAIT_FOR_COMPACTION = 300;

/** How long a server may take to see what is wrong with its database, or that it is right again, in milliseconds. */
const READY_LIMIT = 30_000;
const LOOK_EVERY = 50;

export interface Torture {
  site: Site;
  crew: Crew;
  tokens: Tokens;
  random: Random;
  counts: Counts & { rounds: number; kills: number };
}

/** Makes trouble while everybody works; gives what readers had seen before it, and the server may have to be started. */
export type Trouble = (torture: Torture) => Promise<void>;

export interface TortureOptions {
  site: Site;
  tokens: Tokens;
  tags: readonly string[];
  rounds: number;
  /** Its own stream of numbers for each who asks. */
  random: () => Random;
  trouble: Trouble;
}

export async function torture(options: TortureOptions): Promise<Torture["counts"]> {
  const { site, tokens, rounds } = options;
  const counts = { edits: 0, commands: 0, rounds: 0, kills: 0 };
  const random = options.random();
  let crew: Crew | null = null;
  let bulletin = "";
  try {
    for (let round = 0; round < rounds; round++) {
      if (round % ROUNDS_A_BULLETIN === 0) {
        crew?.close();
        bulletin = await importMarkdown(site.any(), tokens.editor, fieldsInMarkdown(FIELDS));
        crew = new Crew({ ...options, url: site.balancer.url, bulletin, counts });
      }
      if (!crew) break;
      crew.work();
      if (random.below(3) === 0) crew.stall();
      await options.trouble({ site, crew, tokens, random, counts });
      await crew.rest();
      const servers = site.servers.filter((server) => server !== null);
      await checkWhenQuiet(crew, servers, tokens.reader, bulletin);
      counts.rounds += 1;
    }
    return counts;
  } catch (error) {
    throw new Error(
      `In round ${counts.rounds + 1}, after ${JSON.stringify(counts)}; the servers wrote:\n${ofOutput(site.output())}`,
      { cause: error },
    );
  } finally {
    crew?.close();
  }
}

/** Kills all servers at a random moment, starts them, and looks at what they have before anybody comes back. */
export const killAll: Trouble = async (torture) => {
  const { site, crew, random } = torture;
  await randomMoment(torture);
  await killEach(torture);
  const seen = await crew.seen();
  while (random.below(4) === 0) await killAtBoot(torture);
  for (const index of site.servers.keys()) await site.start(index);
  await checkAfterKill(crew, site.any().url, seen);
  site.open();
  await crew.acknowledged(5);
};

async function killEach({ site, counts }: Torture): Promise<void> {
  counts.kills += site.servers.filter((server) => server !== null).length;
  await Promise.all([...site.servers.keys()].map((index) => site.kill(index)));
}

/** Again while it takes over what the last one left, or lets in the first who come back. */
async function killAtBoot(torture: Torture): Promise<void> {
  const { site, random } = torture;
  await site.start(0, { isEarly: true });
  if (random.below(2) === 0) {
    site.open();
    await site.balancer.sent(random.below(20_000));
  }
  await killEach(torture);
}

/** After so many acknowledgements, so many bytes, or just when a snapshot begins to be made. */
export async function randomMoment(torture: Torture): Promise<void> {
  const { crew, site, random } = torture;
  const kind = random.below(5);
  if (kind < 2) return crew.acknowledged(1 + random.below(150));
  if (kind < 4) return site.balancer.sent(1 + random.below(60_000));
  await compactionBegins(torture);
}

/**
 * Rows since the last snapshot are counted from 0 again as soon as the next one is asked for. Where that takes long it is
 * left to a later round: the rows stay.
 */
async function compactionBegins({ site, crew }: Torture): Promise<void> {
  let before = 0;
  for (let left = WAIT_FOR_COMPACTION; left > 0; left--) {
    const rows = (await scrape(site.any())).get("glossa_log_rows_since_snapshot_max");
    if (rows === undefined) throw new Error("The metrics name no rows since the last snapshot.");
    if (rows < before / 2) return;
    before = rows;
    await crew.acknowledged(1);
  }
}

/** Whether the server says that it can do its work. */
export async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/api/ready`);
  await answer.text();
  return answer.ok;
}

/** Asks until the answer is this one. */
export async function untilReady(url: string, wanted: boolean): Promise<void> {
  const until = Date.now() + READY_LIMIT;
  while ((await isReady(url)) !== wanted) {
    if (Date.now() > until) throw new Error(`${url}/api/ready does not become ${wanted}.`);
    await delay(LOOK_EVERY);
  }
}

/** What there is room for in a failure. */
function ofOutput(output: string): string {
  const lines = output.split("\n").map((line) => line.slice(0, 400));
  return lines.length <= 40 ? lines.join("\n") : [...lines.slice(0, 20), "…", ...lines.slice(-20)].join("\n");
}

/** What a server may write into its log while it is only killed, and while what it needs is gone. */
const WORST = { kills: 40, outages: 50 } as const;

/** Fails when a server's log tells of what must not happen. */
export function expectNoFaults(output: string, trouble: keyof typeof WORST): void {
  const faults = output.split("\n").filter((line) => {
    const level = /^{"level":(\d+)/.exec(line)?.[1];
    return level === undefined ? line.includes("unexpected error") : Number(level) > WORST[trouble];
  });
  expect(
    faults.map((line) => line.slice(0, 600)),
    "the servers' logs",
  ).toEqual([]);
}
