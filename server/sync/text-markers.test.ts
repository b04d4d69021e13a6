import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { TextMarkers } from "./text-markers.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("text markers", () => {
  const at = (n: number) => ({ replica: "r", n });

  it("are reached when the text of the same copy by the same person is committed", async () => {
    const markers = new TextMarkers();
    const waiting = markers.reached("b/text", "u1", at(2), 1000);
    const foreign = markers.reached("b/text", "u2", at(2), 1000);
    const elsewhere = markers.reached("c/text", "u1", at(2), 1000);
    markers.advance("b/text", "u1", at(1));
    markers.advance("b/text", "u1", { replica: "other", n: 9 });
    markers.advance("b/text", "u1", at(3));
    expect(await waiting).toBe(true);
    expect(await markers.reached("b/text", "u1", at(3), 0)).toBe(true);
    // Never back.
    markers.advance("b/text", "u1", at(1));
    expect(await markers.reached("b/text", "u1", at(3), 0)).toBe(true);
    vi.advanceTimersByTime(1000);
    expect(await foreign).toBe(false);
    expect(await elsewhere).toBe(false);
  });

  it("keep the copies that are in use when there are too many", async () => {
    const markers = new TextMarkers();
    markers.advance("b/text", "u1", at(1));
    for (let other = 0; other < 15_000; other++) markers.advance("b/text", "u2", { replica: String(other), n: 1 });
    markers.advance("b/text", "u1", at(2));
    for (let other = 15_000; other < 30_000; other++) markers.advance("b/text", "u2", { replica: String(other), n: 1 });
    expect(await markers.reached("b/text", "u1", at(2), 0)).toBe(true);
  });
});
