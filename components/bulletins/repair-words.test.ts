import { expect, test } from "vitest";
import { groupRepairs, summarise } from "./repair-words.ts";

const repair = (kind: string, accepted = true) => ({
  id: Math.random().toString(),
  kind,
  text: "",
  before: "",
  after: "",
  accepted,
});

test("counts what was done, in a fixed order, and leaves out fields and what was refused", () => {
  const repairs = [
    repair("link"),
    repair("running-header"),
    repair("link"),
    repair("run-in-heading"),
    repair("link", false),
    repair("title"),
  ];
  expect(summarise(repairs)).toBe("1 run-in heading, 1 running header removed, 2 links");
  expect(summarise([repair("link", false)])).toBe("");
});

test("a kind that is newer than this page is still listed, last", () => {
  expect(
    groupRepairs([repair("footnote"), repair("author"), repair("link"), repair("title")]).map((group) => group.heading),
  ).toEqual(["Title and author", "Links", "Other repairs"]);
});
