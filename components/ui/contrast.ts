/** Colour arithmetic for the check of the tokens' contrast; nothing of it reaches a browser. */

/** Gamma-encoded sRGB and opacity, each from 0 to 1. */
export interface Colour {
  r: number;
  g: number;
  b: number;
  alpha: number;
}

/** The colour tokens of a style sheet, `--name: light-dark(oklch(…), oklch(…))`, as one theme shows them. */
export function readTokens(css: string, theme: "light" | "dark"): Map<string, Colour> {
  const tokens = new Map<string, Colour>();
  for (const [, name, light, dark] of css.matchAll(/--([\w-]+): light-dark\(oklch\(([^)]*)\), oklch\(([^)]*)\)\);/g)) {
    if (name && light && dark) tokens.set(name, fromOklch(theme === "light" ? light : dark));
  }
  return tokens;
}

/** `L C H` or `L C H / A` (CSS Color 4, section 8.4), by the matrices of its sample code; clipped to sRGB. */
function fromOklch(value: string): Colour {
  const [coordinates = "", alpha = "1"] = value.split("/");
  const [lightness = 0, chroma = 0, hue = 0] = coordinates.trim().split(/\s+/).map(Number);
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return {
    r: encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    g: encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    b: encode(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
    alpha: Number(alpha),
  };
}

function encode(linear: number): number {
  const value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.min(1, Math.max(0, value));
}

/** WCAG 2.2, "contrast ratio". Opacity is not looked at. */
export function contrast(one: Colour, other: Colour): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** WCAG 2.2, "relative luminance". */
function luminance({ r, g, b }: Colour): number {
  const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}
