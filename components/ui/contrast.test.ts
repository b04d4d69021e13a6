/** Computes the contrast (WCAG 2.2, 1.4.3 and 1.4.11) of the colour tokens that are used together, in both themes. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { TAG_COLOURS } from "../../domain/vocabulary/vocabulary.ts";
import { contrast, readTokens } from "./contrast.ts";

const css = readFileSync(new URL("./styles/tokens.css", import.meta.url), "utf8");
const TEXT = 4.5;
const CONTROL = 3;

const surfaces = ["paper", "raised", "sunken", "hover"];
const pairs: [string, string, number][] = [
  ...["ink", "ink-soft", "ink-faint", "accent", "danger"].flatMap((text) =>
    surfaces.map((surface): [string, string, number] => [text, surface, TEXT]),
  ),
  ...["line-strong", "focus"].flatMap((edge) => surfaces.map((on): [string, string, number] => [edge, on, CONTROL])),
  ["on-accent", "accent", TEXT],
  ["on-accent", "accent-hover", TEXT],
  ["on-danger", "danger", TEXT],
  ["on-danger", "danger-hover", TEXT],
  ["accent", "accent-soft", TEXT],
  ...["danger", "warning", "success"].flatMap((tone): [string, string, number][] => [
    [tone, `${tone}-soft`, TEXT],
    ["ink", `${tone}-soft`, TEXT],
    ["ink-soft", `${tone}-soft`, TEXT],
    [tone, "paper", TEXT],
  ]),
  ...TAG_COLOURS.map((colour): [string, string, number] => [`tag-${colour}-ink`, `tag-${colour}-bg`, TEXT]),
  ...["highlight", "comment", "claim", "question", "suggestion"].map((kind): [string, string, number] => [
    `kind-${kind}-stroke`,
    "paper",
    CONTROL,
  ]),
];

describe.each(["light", "dark"] as const)("%s", (theme) => {
  const tokens = readTokens(css, theme);
  test.each(pairs)("%s on %s reaches %f", (text, surface, least) => {
    const front = tokens.get(text);
    const back = tokens.get(surface);
    if (!front || !back) throw new Error(`no token ${front ? surface : text}`);
    expect(contrast(front, back)).toBeGreaterThanOrEqual(least);
  });

  test.each(["highlight", "comment", "claim", "question", "suggestion"])(
    "words stay legible on the wash of %s",
    (kind) => {
      const wash = tokens.get(`kind-${kind}-wash`);
      const paper = tokens.get("paper");
      const ink = tokens.get("ink");
      if (!wash || !paper || !ink) throw new Error("no token");
      expect(contrast(ink, over(wash, over(wash, paper)))).toBeGreaterThanOrEqual(TEXT);
    },
  );
});

type Colour = NonNullable<ReturnType<ReturnType<typeof readTokens>["get"]>>;

function over(front: Colour, back: Colour): Colour {
  const mix = (a: number, b: number) => a * front.alpha + b * (1 - front.alpha);
  return { r: mix(front.r, back.r), g: mix(front.g, back.g), b: mix(front.b, back.b), alpha: 1 };
}
