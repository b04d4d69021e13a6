import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Doc, XmlElement, XmlText } from "yjs";
import { readTextMap, type TextMap, textFragment } from "../../domain/ydoc/text-map.ts";
import { RestingText } from "./resting-text.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function reading(words: string): TextMap {
  const doc = new Doc();
  const paragraph = new XmlElement("paragraph");
  paragraph.insert(0, [new XmlText(words)]);
  textFragment(doc).insert(0, [paragraph]);
  return readTextMap(doc);
}

/** A page that draws what it is told. */
function page() {
  let newest = reading("");
  let drawn: TextMap | null = null;
  const draw = (mayRest: boolean): string => {
    drawn = resting.choose(drawn, newest, mayRest);
    return drawn.text;
  };
  const resting = new RestingText(() => void draw(true));
  draw(true);
  return {
    draw,
    type(words: string, mayRest = true): string {
      newest = reading(words);
      return draw(mayRest);
    },
    get shown(): string | undefined {
      return drawn?.text;
    },
  };
}

describe("RestingText", () => {
  it("keeps what is drawn until typing pauses", () => {
    const one = page();
    expect(one.type("a")).toBe("");
    vi.advanceTimersByTime(200);
    expect(one.type("ab")).toBe("");
    vi.advanceTimersByTime(200);
    // Somebody came: no key.
    expect(one.draw(true)).toBe("");
    vi.advanceTimersByTime(100);
    expect(one.shown).toBe("ab");
    expect(one.type("abc")).toBe("ab");
  });

  it("draws the newest after some seconds without a pause", () => {
    const one = page();
    let words = "";
    for (let key = 0; key < 59; key++) {
      words += "a";
      one.type(words);
      vi.advanceTimersByTime(100);
    }
    expect(one.shown).toBe("");
    vi.advanceTimersByTime(100);
    expect(one.shown).toBe(words);
  });

  it("draws the newest at once when more than the text has changed", () => {
    const one = page();
    one.type("a");
    expect(one.type("ab", false)).toBe("ab");
    vi.advanceTimersByTime(5000);
    expect(one.type("abc")).toBe("ab");
  });
});
