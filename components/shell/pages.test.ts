import { expect, test } from "vitest";
import { isCurrent } from "./pages.ts";

test("the list is current on its own pages alone, other pages also below themselves", () => {
  expect(isCurrent("/", "/")).toBe(true);
  expect(isCurrent("/", "/import")).toBe(true);
  expect(isCurrent("/", "/tags")).toBe(false);
  expect(isCurrent("/tags", "/tags/x")).toBe(true);
  expect(isCurrent("/tags", "/tagsx")).toBe(false);
});
