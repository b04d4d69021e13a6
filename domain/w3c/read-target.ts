/** The target of a posted annotation: a passage by its words, by its position, or the whole bulletin. */

import { isObject, literal, many } from "./shapes.ts";

export interface W3cQuote {
  exact: string;
  /** Empty: unknown. */
  prefix: string;
  suffix: string;
}

/** A half-open range in code points. */
export interface W3cPosition {
  start: number;
  end: number;
}

export interface ReadTarget {
  quote: W3cQuote | null;
  position: W3cPosition | null;
  /** Sentences; when there are any, the rest says nothing. */
  problems: string[];
}

const problem = (sentence: string): ReadTarget => ({ quote: null, position: null, problems: [sentence] });

/** A target without a selector is the whole bulletin; which bulletin, the path says. */
export function readTarget(value: unknown): ReadTarget {
  const targets = many(value);
  const [target] = targets;
  if (targets.length === 0) return problem("An annotation needs a target.");
  if (targets.length > 1) return problem("An annotation has one target here: post one annotation for each passage.");
  if (typeof target === "string") return { quote: null, position: null, problems: [] };
  if (!isObject(target)) return problem("The target has to be an address or an object with a selector.");
  const selectors = many(target.selector).flatMap((selector) =>
    isObject(selector) && selector.type === "Choice" ? many(selector.items) : [selector],
  );
  return selectors.length === 0 ? { quote: null, position: null, problems: [] } : readSelectors(selectors);
}

function readSelectors(selectors: unknown[]): ReadTarget {
  let quote: W3cQuote | null = null;
  let position: W3cPosition | null = null;
  for (const selector of selectors.filter(isObject)) {
    const type = literal(selector.type ?? selector["@type"])?.replace(/^.*[:#]/, "");
    if (type === "TextQuoteSelector" && !quote) {
      const exact = literal(selector.exact);
      if (!exact) return problem("A TextQuoteSelector needs the words of the passage in “exact”.");
      quote = { exact, prefix: literal(selector.prefix) ?? "", suffix: literal(selector.suffix) ?? "" };
    }
    if (type === "TextPositionSelector" && !position) {
      const { start, end } = selector;
      if (!isPosition(start) || !isPosition(end) || start >= end) {
        return problem("A TextPositionSelector needs “start” and “end”, whole numbers with start before end.");
      }
      position = { start, end };
    }
  }
  return quote || position
    ? { quote, position, problems: [] }
    : problem("The target needs a TextQuoteSelector or a TextPositionSelector; other selectors are not understood.");
}

const isPosition = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
