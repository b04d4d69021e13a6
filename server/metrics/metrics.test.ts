import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createMetrics } from "./metrics.ts";

const OPERATING = readFileSync(new URL("../../docs/OPERATING.md", import.meta.url), "utf8");

/** Names of what is exposed, after its HELP lines. */
const namesIn = (body: string): string[] => [...body.matchAll(/^# HELP (\S+) /gm)].map(([, name = ""]) => name);

describe("createMetrics", () => {
  it("exposes what docs/OPERATING.md says, and nothing of ours that it does not", async () => {
    const metrics = createMetrics();
    metrics.sync.busUp(true);
    const ours = namesIn((await metrics.exposition()).body).filter((name) => name.startsWith("glossa_"));
    const table = OPERATING.split("\n")
      .filter((line) => line.startsWith("| `glossa_"))
      .join("\n");
    const told = [...table.matchAll(/`(glossa_\w+)`/g)].map(([, name = ""]) => name);
    expect(ours.toSorted()).toEqual(told.toSorted());
    const used = [...OPERATING.matchAll(/\b(?:glossa|nodejs)_\w+/g)].map(([name]) => name.replace(/_bucket$/, ""));
    const all = namesIn((await metrics.exposition()).body);
    expect(used.filter((name) => !all.includes(name) && name !== "nodejs_")).toEqual([]);
  });

  it("asks for the database at each scrape", async () => {
    const metrics = createMetrics();
    let isUp = true;
    const seen = async () => /^glossa_database_up (\d)$/m.exec((await metrics.exposition()).body)?.[1];
    expect(await seen()).toBe("0");
    metrics.watchDatabase(async () => isUp);
    expect(await seen()).toBe("1");
    isUp = false;
    expect(await seen()).toBe("0");
  });

  it("counts in a registry of its own", async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    one.databaseRestarted();
    expect((await one.exposition()).body).toMatch(/^glossa_embedded_database_restarts_total 1$/m);
    expect((await other.exposition()).body).toMatch(/^glossa_embedded_database_restarts_total 0$/m);
  });
});
