import { pino } from "pino";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LateLooks } from "./late-looks.ts";

let reviewed: number | Error;
let looked: string[];
let looks: LateLooks;

beforeEach(() => {
  vi.useFakeTimers();
  reviewed = 0;
  looked = [];
  looks = new LateLooks({
    logger: pino({ level: "silent" }),
    reviewedSeq: async () => {
      if (reviewed instanceof Error) throw reviewed;
      return reviewed;
    },
    look: (bulletinId) => void looked.push(bulletinId),
  });
});
afterEach(() => {
  looks.stop();
  vi.useRealTimers();
});

it("looks where the node that wrote has not, once it is quiet", async () => {
  for (let second = 0; second < 10; second++) {
    looks.changed("b", second);
    await vi.advanceTimersByTimeAsync(1000);
  }
  reviewed = 8;
  expect(looked).toEqual([]);
  await vi.advanceTimersByTimeAsync(8000);
  expect(looked).toEqual(["b"]);
});

it("does nothing where it was done, where nobody has it open any more, and when it can't know", async () => {
  reviewed = 5;
  looks.changed("done", 5);
  looks.changed("closed", 9);
  looks.forget("closed");
  await vi.advanceTimersByTimeAsync(8000);
  reviewed = new Error("The database can't be reached.");
  looks.changed("unknown", 9);
  await vi.advanceTimersByTimeAsync(8000);
  expect(looked).toEqual([]);
});
