import { expect, test } from "vitest";
import { isUnchanged, sayBefore, sayText } from "./fate-words.ts";

test("a comparison in words", () => {
  expect(sayText({ same: 24, changed: 7, moved: 1, added: 2, removed: 0 })).toBe(
    "7 paragraphs change, 1 moves, 2 come, 24 stay",
  );
  expect(sayText({ same: 0, changed: 1, moved: 0, added: 0, removed: 1 })).toBe("1 paragraph changes, 1 goes");
  expect(isUnchanged({ same: 3, changed: 0, moved: 0, added: 0, removed: 0 })).toBe(true);
  expect(isUnchanged({ same: 3, changed: 0, moved: 0, added: 0, removed: 1 })).toBe(false);
});

test("a loss that is no news is said to be none", () => {
  expect(sayBefore("detached", "detached")).toBe("was detached before");
  expect(sayBefore("detached", "moved")).toBe("was detached, found again");
  expect(sayBefore("anchored", "detached")).toBeNull();
  expect(sayBefore(null, "exact")).toBeNull();
});
