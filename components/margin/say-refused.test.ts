import { expect, it } from "vitest";
import type { AnnotationCommand } from "../../domain/annotation/command.ts";
import { quoteOfRefused, sayRefused } from "./say-refused.ts";

const onPassage: AnnotationCommand = {
  name: "create-annotation",
  annotation: "a1",
  kind: "claim",
  anchor: { quote: "the ice", prefix: "", suffix: "", start: null, end: null },
  comment: { id: "c1", text: "It melts." },
  tags: [],
};

it("says what could not be done, in the words of the page", () => {
  expect(sayRefused({ command: null })).toBe("Your change to the text could not be saved.");
  expect(sayRefused({ command: onPassage })).toBe("Your claim could not be posted.");
  expect(sayRefused({ command: { name: "create-tag", tag: "t1", label: "Ice", colour: "blue" } })).toBe(
    "The tag “Ice” could not be made.",
  );
});

it("knows which passage it was about", () => {
  expect(quoteOfRefused({ command: onPassage })).toBe("the ice");
  expect(quoteOfRefused({ command: { ...onPassage, anchor: null } })).toBeNull();
  expect(quoteOfRefused({ command: null })).toBeNull();
});
