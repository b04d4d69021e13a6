import { expect, it } from "vitest";
import { countWords } from "./count-words.ts";

it("counts runs with a letter or digit, across marks and blocks", () => {
  const paragraph = (...texts: string[]) => ({
    type: "paragraph" as const,
    content: texts.map((text) => ({ type: "text" as const, text })),
  });
  expect(countWords({ type: "doc", content: [paragraph("One tw", "o — 3."), paragraph("four-five ’6")] })).toBe(5);
  expect(countWords({ type: "doc", content: [] })).toBe(0);
});
