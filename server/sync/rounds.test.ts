import { describe, expect, it } from "vitest";
import { Rounds } from "./rounds.ts";

/** Rounds that last until they are let go. */
function held() {
  const begun: (string[] | null)[] = [];
  const ends: { go: () => void; fail: (error: Error) => void }[] = [];
  const rounds = new Rounds((users) => {
    begun.push(users && [...users]);
    return new Promise((go, fail) => void ends.push({ go, fail }));
  });
  const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return { rounds, begun, ends, tick };
}

describe("rounds", () => {
  it("gather what is asked for during one into the next", async () => {
    const { rounds, begun, ends, tick } = held();
    const first = rounds.ask("a");
    await tick();
    const others = [rounds.ask("a"), rounds.ask("b"), rounds.ask("a")];
    await tick();
    expect(begun).toEqual([["a"]]);
    ends[0]?.go();
    await first;
    await tick();
    expect(begun).toEqual([["a"], ["a", "b"]]);
    ends[1]?.go();
    await Promise.all(others);
    void rounds.ask(null);
    void rounds.ask("a");
    await tick();
    expect(begun).toEqual([["a"], ["a", "b"], null]);
  });

  it("that fail tell those who asked for them, and are followed by others", async () => {
    const { rounds, ends, tick } = held();
    const first = rounds.ask("a");
    await tick();
    const second = rounds.ask("b");
    ends[0]?.fail(new Error("The database is away."));
    await expect(first).rejects.toThrow("The database is away.");
    await tick();
    ends[1]?.go();
    await expect(second).resolves.toBeUndefined();
  });
});
