import { expect, test } from "vitest";
import { nextItem } from "./menu-keys.ts";

const items = ["Rename", "Recolour", "Delete"].map((textContent) => ({ textContent }));
const go = (from: number, key: string) => nextItem(items, items[from] ?? null, key)?.textContent ?? null;

test("arrows go round at both ends", () => {
  expect(go(0, "ArrowDown")).toBe("Recolour");
  expect(go(2, "ArrowDown")).toBe("Rename");
  expect(go(0, "ArrowUp")).toBe("Delete");
  expect(go(-1, "ArrowDown")).toBe("Rename");
  expect(go(-1, "ArrowUp")).toBe("Delete");
});

test("a letter finds the next item that starts with it, and comes round", () => {
  expect(go(0, "r")).toBe("Recolour");
  expect(go(1, "R")).toBe("Rename");
  expect(go(0, "d")).toBe("Delete");
  expect(go(0, "x")).toBeNull();
});

test("other keys are left to the browser, and an empty menu answers nothing", () => {
  expect(go(0, "Enter")).toBeNull();
  expect(go(0, " ")).toBeNull();
  expect(nextItem([], null, "ArrowDown")).toBeNull();
});
