import { describe, expect, it } from "vitest";
import { quoteOf } from "../anchor/anchor.ts";
import { byQuote } from "../anchor/resolve.ts";
import { proposeFromSelectors } from "./propose-anchor.ts";

const TEXT = "🚢 first the port was open.\n\nThen, a long while after that, the port was closed.";
const FIRST = TEXT.indexOf("the port");
const SECOND = TEXT.lastIndexOf("the port");
const QUOTE = { exact: "the port", prefix: "", suffix: "" };
/** One character of the text takes two units. */
const codePoints = (start: number, end: number) => ({ start: start - 1, end: end - 1 });

function propose(selectors: Parameters<typeof proposeFromSelectors>[1]) {
  const proposed = proposeFromSelectors(TEXT, selectors);
  if (typeof proposed === "string") throw new Error(proposed);
  return { proposed, found: byQuote(TEXT, proposed, proposed.near ?? null) };
}

describe("proposeFromSelectors", () => {
  it("takes the quote of a position, counted in code points", () => {
    const { proposed, found } = propose({ quote: null, position: codePoints(SECOND, SECOND + 8) });
    expect(proposed).toMatchObject(quoteOf(TEXT, { start: SECOND, end: SECOND + 8 }));
    expect(found.range?.start).toBe(SECOND);
  });

  it("leaves twins without context in doubt", () => {
    expect(propose({ quote: QUOTE, position: null }).found.state).toBe("uncertain");
  });

  it("chooses among twins by their context", () => {
    const { found } = propose({ quote: { ...QUOTE, suffix: " was closed" }, position: null });
    expect(found).toMatchObject({ state: "moved", range: { start: SECOND } });
  });

  it("is sure of the twin that a position names", () => {
    const { found } = propose({ quote: QUOTE, position: codePoints(FIRST, FIRST + 8) });
    expect(found).toMatchObject({ state: "moved", range: { start: FIRST } });
  });

  it("trusts the words where the position holds others, and takes the nearest", () => {
    const { found } = propose({ quote: QUOTE, position: codePoints(SECOND + 4, SECOND + 12) });
    expect(found).toMatchObject({ state: "uncertain", range: { start: SECOND } });
    const unique = propose({ quote: { ...QUOTE, exact: "port was open" }, position: { start: 0, end: 900 } });
    expect(unique.found.state).toBe("moved");
  });

  it("trusts a context more than a position on the other twin", () => {
    const quote = { exact: "the port", prefix: "long while after that, ", suffix: " was closed." };
    const { found } = propose({ quote, position: codePoints(FIRST, FIRST + 8) });
    expect(found.range?.start).toBe(SECOND);
  });

  it("says what is not there", () => {
    expect(proposeFromSelectors(TEXT, { quote: { ...QUOTE, exact: "airport" }, position: null })).toBe("quote-absent");
    expect(proposeFromSelectors(TEXT, { quote: null, position: { start: 0, end: [...TEXT].length + 1 } })).toBe(
      "outside",
    );
    expect(proposeFromSelectors(TEXT, { quote: null, position: { start: 0, end: [...TEXT].length } })).not.toBe(
      "outside",
    );
  });
});
