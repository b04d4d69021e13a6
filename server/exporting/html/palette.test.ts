import { describe, expect, it } from "vitest";
import { DARK, LIGHT } from "./palette.ts";

const AA = 4.5;

/** [red, green, blue, opacity], each from 0 to 1. */
function channels(hex: string): [number, number, number, number] {
  const at = (index: number): number => Number.parseInt(hex.slice(index, index + 2), 16) / 255;
  return [at(1), at(3), at(5), hex.length > 7 ? at(7) : 1];
}

function over(top: string, ground: string): string {
  const [r, g, b, opacity] = channels(top);
  const [r2, g2, b2] = channels(ground);
  const mix = (a: number, c: number): string =>
    Math.round((a * opacity + c * (1 - opacity)) * 255)
      .toString(16)
      .padStart(2, "0");
  return `#${mix(r, r2)}${mix(g, g2)}${mix(b, b2)}`;
}

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const [r, g, b] = channels(hex).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

describe.each([
  ["light", LIGHT],
  ["dark", DARK],
])("the %s palette", (_, theme) => {
  it("has words that can be read on every ground", () => {
    for (const ground of [theme.paper, theme.raised, theme.target]) {
      for (const ink of [theme.ink, theme.soft, theme.faint, theme.accent]) {
        expect(contrast(ink, ground), `${ink} on ${ground}`).toBeGreaterThanOrEqual(AA);
      }
    }
  });

  it("has words that can be read under two washes, and numbers on paper", () => {
    for (const { wash, stroke } of Object.values(theme.kinds)) {
      const ground = over(wash, over(wash, theme.paper));
      expect(contrast(theme.ink, ground), `ink under ${wash}`).toBeGreaterThanOrEqual(AA);
      for (const paper of [theme.paper, theme.raised, theme.target]) {
        expect(contrast(stroke, paper), `${stroke} on ${paper}`).toBeGreaterThanOrEqual(AA);
      }
    }
  });

  it("has tags that can be read", () => {
    for (const { back, ink } of Object.values(theme.tags)) {
      expect(contrast(ink, back), `${ink} on ${back}`).toBeGreaterThanOrEqual(AA);
    }
  });
});
