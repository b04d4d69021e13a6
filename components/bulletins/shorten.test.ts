import { expect, test } from "vitest";
import { shorten } from "./shorten.ts";

test("keeps both ends, never splits a character, and leaves short words alone", () => {
  expect(shorten("short")).toBe("short");
  expect(shorten(`${"a".repeat(100)}${"b".repeat(100)}`, 23)).toBe(`${"a".repeat(10)} … ${"b".repeat(10)}`);
  expect(shorten("😀".repeat(30), 13)).toBe(`${"😀".repeat(5)} … ${"😀".repeat(5)}`);
});
