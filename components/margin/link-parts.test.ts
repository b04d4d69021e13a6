import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linkParts } from "./link-parts.ts";

const links = (words: string) => linkParts(words).flatMap(({ text, href }) => (href ? [[text, href]] : []));

describe("linkParts", () => {
  it("finds web addresses and mail addresses", () => {
    expect(links("See https://example.org/a?b=1#c or ask ada@example.org now")).toEqual([
      ["https://example.org/a?b=1#c", "https://example.org/a?b=1#c"],
      ["ada@example.org", "mailto:ada@example.org"],
    ]);
  });

  it("leaves closing punctuation outside and keeps a bracket that belongs to the address", () => {
    expect(links("(see https://example.org/a_(b)). Then https://example.org/x, and…")).toEqual([
      ["https://example.org/a_(b)", "https://example.org/a_(b)"],
      ["https://example.org/x", "https://example.org/x"],
    ]);
  });

  it("makes no link of other schemes", () => {
    expect(links("javascript:alert(1) data:text/html,x file:///etc/passwd")).toEqual([]);
  });

  it("keeps every character", () => {
    const words = fc
      .array(fc.constantFrom("https://a.b", "x@y.zz", ")", "(", ". ", " ", "\n", "word", "http://"))
      .map((p) => p.join(""));
    fc.assert(
      fc.property(words, (text) => {
        const joined = linkParts(text)
          .map((part) => part.text)
          .join("");
        expect(joined).toBe(text);
      }),
    );
  });
});
