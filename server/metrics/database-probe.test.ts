import { describe, expect, it } from "vitest";
import { createDatabaseProbe } from "./database-probe.ts";

function setUp(answer: () => Promise<unknown>, limitMs?: number) {
  const lines: string[] = [];
  const state = { answer, asked: 0 };
  const isUp = createDatabaseProbe({
    ask: () => {
      state.asked += 1;
      return state.answer();
    },
    logger: {
      info: (line: unknown) => void lines.push(`info ${String(line)}`),
      warn: (_: unknown, line?: unknown) => void lines.push(`warn ${String(line)}`),
    },
    ...(limitMs === undefined ? {} : { limitMs }),
  });
  return { state, isUp, lines };
}

const up = () => Promise.resolve(1);
const down = () => Promise.reject(new Error("connection refused"));

describe("createDatabaseProbe", () => {
  it("says how it is, and logs a change once", async () => {
    const { state, isUp, lines } = setUp(up);
    expect(await isUp()).toBe(true);
    state.answer = down;
    expect(await isUp()).toBe(false);
    expect(await isUp()).toBe(false);
    state.answer = up;
    expect(await isUp()).toBe(true);
    expect(lines).toEqual(["warn the database does not answer", "info the database answers again"]);
  });

  it("asks once for all who ask at once", async () => {
    const { state, isUp } = setUp(up);
    expect(await Promise.all([isUp(), isUp(), isUp()])).toEqual([true, true, true]);
    expect(state.asked).toBe(1);
  });

  it("gives up a query that hangs, and tries another next time", async () => {
    const { state, isUp } = setUp(() => new Promise(() => {}), 1);
    expect(await isUp()).toBe(false);
    state.answer = up;
    expect(await isUp()).toBe(true);
  });
});
