/**
 * The colours of the application (components/ui/styles/tokens.css) as plain sRGB, because an exported file is opened in
 * whatever browser there is, years from now. palette.test.ts computes their contrast.
 */

import type { AnnotationKind } from "../../../domain/annotation/annotation.ts";
import type { TagColour } from "../../../domain/vocabulary/vocabulary.ts";

interface Theme {
  paper: string;
  raised: string;
  ink: string;
  soft: string;
  faint: string;
  line: string;
  accent: string;
  target: string;
  /** Under the words of a passage (translucent, so that overlaps show as deeper), and of its underline and number. */
  kinds: Record<AnnotationKind, { wash: string; stroke: string }>;
  tags: Record<TagColour, { back: string; ink: string; dot: string }>;
}

export const LIGHT: Theme = {
  paper: "#fbfaf7",
  raised: "#fffefd",
  ink: "#241e1a",
  soft: "#4f4944",
  faint: "#655f59",
  line: "#e0ded8",
  accent: "#20477f",
  target: "#e2ecfa",
  kinds: {
    highlight: { wash: "#f3d26880", stroke: "#7d5d08" },
    comment: { wash: "#a0c8f46b", stroke: "#2063b0" },
    claim: { wash: "#ceb3f06b", stroke: "#6f3e9d" },
    question: { wash: "#95d8ba73", stroke: "#036f4f" },
    suggestion: { wash: "#faba9d6b", stroke: "#a54a24" },
  },
  tags: {
    amber: { back: "#fcebcc", ink: "#5b3f00", dot: "#dda734" },
    blue: { back: "#d9efff", ink: "#234671", dot: "#2769b7" },
    green: { back: "#d9f6dc", ink: "#1f5129", dot: "#3f9c53" },
    rose: { back: "#ffe1e7", ink: "#6a2f3c", dot: "#c45770" },
    violet: { back: "#f1e7ff", ink: "#4c396b", dot: "#654199" },
    teal: { back: "#cbf7f6", ink: "#005253", dot: "#00b8b9" },
    orange: { back: "#ffe5d3", ink: "#693517", dot: "#d6743d" },
    slate: { back: "#e8edf4", ink: "#3e4650", dot: "#566577" },
  },
};

export const DARK: Theme = {
  paper: "#191714",
  raised: "#211f1c",
  ink: "#e7e4df",
  soft: "#bebab3",
  faint: "#a5a19b",
  line: "#373330",
  accent: "#94c2f3",
  target: "#203147",
  kinds: {
    highlight: { wash: "#c2a14047", stroke: "#e2c162" },
    comment: { wash: "#4f8ac64c", stroke: "#85bcf5" },
    claim: { wash: "#9970c452", stroke: "#cba9f3" },
    question: { wash: "#459c7a4c", stroke: "#7cd2ae" },
    suggestion: { wash: "#c678544c", stroke: "#f2ab83" },
  },
  tags: {
    amber: { back: "#382c15", ink: "#f2dbb1", dot: "#f2c36a" },
    blue: { back: "#202f42", ink: "#c4e1ff", dot: "#5188cd" },
    green: { back: "#203322", ink: "#c4eac8", dot: "#73c07f" },
    rose: { back: "#3f252a", ink: "#ffced6", dot: "#dd7d90" },
    violet: { back: "#31293f", ink: "#e4d6ff", dot: "#8c6ebd" },
    teal: { back: "#113434", ink: "#b0ebea", dot: "#44d6d6" },
    orange: { back: "#3e281c", ink: "#ffd3bc", dot: "#ef996c" },
    slate: { back: "#2a2e33", ink: "#d8dfe8", dot: "#8693a5" },
  },
};

/** The theme as custom properties. */
export function customProperties(theme: Theme): string {
  const { kinds, tags, ...plain } = theme;
  return [
    ...Object.entries(plain).map(([name, value]) => `--${name}:${value};`),
    ...Object.entries(kinds).map(([kind, { wash, stroke }]) => `--${kind}-wash:${wash};--${kind}-stroke:${stroke};`),
    ...Object.entries(tags).map(([tag, c]) => `--${tag}-back:${c.back};--${tag}-ink:${c.ink};--${tag}-dot:${c.dot};`),
  ].join("");
}
