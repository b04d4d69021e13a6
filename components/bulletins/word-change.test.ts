import { expect, test } from "vitest";
import { wordChange } from "./word-change.ts";

test("a joined paragraph loses a sign of its own and keeps the rest", () => {
  expect(wordChange("the queue was\n\nlong enough to see", "the queue was long enough to see")).toEqual({
    start: "the queue was ",
    removed: "¶ ",
    added: "",
    end: "long enough to see",
  });
});

test("where little is kept, both wordings are given whole", () => {
  expect(wordChange("[port records](https://example.org)", "port records")).toEqual({
    start: "",
    removed: "[port records](https://example.org)",
    added: "port records",
    end: "",
  });
  expect(wordChange("HEADER 14", "")).toEqual({ start: "", removed: "HEADER 14", added: "", end: "" });
});

test("long kept words are cut where they are far from the change", () => {
  const long = "word ".repeat(40);
  const change = wordChange(`${long}old ${long}`, `${long}new ${long}`);
  expect(change).toMatchObject({ removed: "old", added: "new" });
  expect(change.start).toHaveLength(61);
  expect(change.end).toHaveLength(61);
});
