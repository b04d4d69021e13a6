import { describe, expect, it } from "vitest";
import { nextIndex } from "./toolbar-keys.ts";

describe("nextIndex", () => {
  it("moves round", () => {
    expect(nextIndex(3, 2, "ArrowRight")).toBe(0);
    expect(nextIndex(3, 0, "ArrowLeft")).toBe(2);
    expect(nextIndex(3, 1, "End")).toBe(2);
    expect(nextIndex(3, 1, "a")).toBeNull();
  });
});
