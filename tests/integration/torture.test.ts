/**
 * Everybody writes, reads and commands while servers are killed, databases restarted and disks filled, at random moments.
 * What was acknowledged, or shown to anybody, is there afterwards, once; and all agree on it.
 *
 * GLOSSA_ROUNDS: rounds of each test; GLOSSA_SEED repeats the random choices of one:
 * GLOSSA_ROUNDS=100 npx vitest run tests/integration/torture.test.ts -t "embedded"
 */

import { afterAll, beforeAll, describe, expect, onTestFailed, test } from "vitest";
import { readAnnotations } from "../../domain/ydoc/annotations-doc.ts";
import { api, tokensByRole } from "../support/members.ts";
import { hasPostgres, startPostgres, type TestPostgres } from "../support/postgres.ts";
import { seededRandom } from "../support/random.ts";
import { hasRedis, startRedis, type TestRedis } from "../support/redis.ts";
import type { ServerOptions } from "../support/server.ts";
import { hasSmallDisks, mountSmallDisk, type SmallDisk } from "../support/small-disk.ts";
import { RawClient } from "../support/sync-client.ts";
import { busRestarts, databaseRestarts, diskFills, killSome } from "../torture/outages.ts";
import { rowFaults } from "../torture/rows.ts";
import { importMarkdown, type Site, startSite } from "../torture/site.ts";
import { expectNoFaults, killAll, type Trouble, torture } from "../torture/torture.ts";

const GIVEN = process.env.GLOSSA_ROUNDS;
const roundsOr = (few: number): number => (GIVEN === undefined ? few : Number(GIVEN));
/** A round takes some seconds, most of them for a server to start. */
const timeFor = (rounds: number): number => 120_000 + rounds * 60_000;

/** An empty embedded database takes about 60 MB, its log of changes some more. */
const DISK_MEGABYTES = 400;

interface Variant {
  rounds: number;
  nodes: ServerOptions[];
  trouble: Trouble;
  /** Whether something that the server needs goes away. */
  outages?: true;
  database(site: Site): { dataDir: string } | { url: string };
}

async function run({ rounds, nodes, trouble, outages, database }: Variant): Promise<void> {
  const random = seededRandom();
  const name = expect.getState().currentTestName?.replaceAll(" > ", " ");
  // Also when it takes too long.
  onTestFailed(() => {
    const command = `GLOSSA_SEED=${random.seed} GLOSSA_ROUNDS=${rounds} npx vitest run tests/integration/torture.test.ts`;
    process.stderr.write(`Run it again with ${command} -t "${name}"\n`);
  });
  const site = await startSite(nodes);
  try {
    const server = site.any();
    const tokens = await tokensByRole(server);
    const tags = await makeTags(site, tokens.editor);
    const counts = await torture({ site, tokens, tags, rounds, random: () => random.fork(), trouble });
    expect(counts.edits + counts.commands).toBeGreaterThan(rounds);
    const where = database(site);
    for (const code of await site.stop()) expect(code).toBe(0);
    const { faults, rows } = await rowFaults(where);
    expect(faults).toEqual([]);
    expectNoFaults(site.output(), outages ? "outages" : "kills");
    process.stderr.write(`${name}: ${JSON.stringify({ ...counts, rows, lost: 0 })}\n`);
  } finally {
    await site.stop();
  }
}

/** A tag that the vocabulary lacks is added to it by whoever uses it. */
async function makeTags(site: Site, token: string): Promise<string[]> {
  const bulletin = await importMarkdown(site.any(), token, "A text to tag.");
  const target = { selector: { type: "TextQuoteSelector", exact: "A text" } };
  const body = ["Trade", "Law", "Ports"].map((value) => ({ type: "TextualBody", value, purpose: "tagging" }));
  await api(site.any(), token, `/bulletins/${bulletin}/annotations`, {
    method: "POST",
    body: JSON.stringify({ body, target }),
  });
  const client = RawClient.connect(site.any().url, bulletin, "annotations", token);
  await client.synced();
  const ids = readAnnotations(client.doc).flatMap(({ tags }) => tags);
  client.close();
  return ids;
}

describe("nothing acknowledged is lost, and nothing done twice", () => {
  test(
    "when the server on the embedded database is killed",
    () =>
      run({
        rounds: roundsOr(10),
        nodes: [{}],
        trouble: killAll,
        database: (site) => ({ dataDir: site.any().dataDir }),
      }),
    timeFor(roundsOr(10)),
  );

  describe.skipIf(!hasPostgres())("on PostgreSQL", () => {
    let postgres: TestPostgres;
    beforeAll(async () => {
      postgres = await startPostgres();
    });
    afterAll(() => postgres?.stop());

    test(
      "when the server is killed",
      () =>
        run({
          rounds: roundsOr(10),
          nodes: [{ env: { DATABASE_URL: postgres.url } }],
          trouble: killAll,
          database: () => ({ url: postgres.url }),
        }),
      timeFor(roundsOr(10)),
    );
  });

  describe.skipIf(!hasPostgres())("when PostgreSQL is restarted", () => {
    let postgres: TestPostgres;
    beforeAll(async () => {
      postgres = await startPostgres();
    });
    afterAll(() => postgres?.stop());

    test(
      "and the server lives on",
      () =>
        run({
          rounds: roundsOr(2),
          nodes: [{ env: { DATABASE_URL: postgres.url } }],
          trouble: databaseRestarts(postgres),
          outages: true,
          database: () => ({ url: postgres.url }),
        }),
      timeFor(roundsOr(2)),
    );
  });

  describe.skipIf(!hasPostgres() || !hasRedis())("on two nodes", () => {
    let postgres: TestPostgres;
    let redis: TestRedis;
    beforeAll(async () => {
      [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    });
    afterAll(async () => {
      await postgres?.stop();
      await redis?.stop();
    });

    const twoNodes = (database: string): Pick<Variant, "nodes" | "database"> => {
      const url = postgres.createDatabase(database);
      const node = { env: { DATABASE_URL: url, REDIS_URL: redis.url, AUTH_SECRET: "the same on each of the nodes" } };
      return { nodes: [node, node], database: () => ({ url }) };
    };

    test(
      "when one or both are killed",
      () => run({ ...twoNodes("killed"), rounds: roundsOr(2), trouble: killSome }),
      timeFor(roundsOr(2)),
    );

    test(
      "when Redis is restarted",
      () => run({ ...twoNodes("restarted"), rounds: roundsOr(2), trouble: busRestarts(redis) }),
      timeFor(roundsOr(2)),
    );
  });

  describe.skipIf(!hasSmallDisks())("when the disk is full", () => {
    let disk: SmallDisk;
    beforeAll(() => {
      disk = mountSmallDisk(DISK_MEGABYTES);
    });
    afterAll(() => disk?.remove());

    test(
      "and has room again",
      () =>
        run({
          rounds: roundsOr(2),
          nodes: [{ dataDir: disk.path }],
          trouble: diskFills(disk),
          outages: true,
          database: () => ({ dataDir: disk.path }),
        }),
      timeFor(roundsOr(2)),
    );
  });
});
