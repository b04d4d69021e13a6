import { expect, test } from "vitest";
import { initialsOf, personColour } from "./avatar.tsx";

test.each([
  ["Ada Lovelace", "AL"],
  ["  ada  king  lovelace ", "AL"],
  ["Plato", "P"],
  ["김 철수", "김철"],
  ["", ""],
])("initials of %j", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test("a person keeps a colour, and people spread over the colours", () => {
  expect(personColour("a")).toBe(personColour("a"));
  const colours = new Set(Array.from({ length: 64 }, (_, index) => personColour(`person-${index}`)));
  expect(colours.size).toBe(8);
});
