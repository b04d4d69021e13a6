import { describe, expect, it } from "vitest";
import { findQuote } from "./find-quote.ts";

const found = (text: string, quote: string): string[] =>
  findQuote(text, { quote, prefix: "", suffix: "" }).map(({ start, end }) => text.slice(start, end));

describe("a quote is found", () => {
  it.each<[string, string, string, string[]]>([
    ["to the character", "one two three", "two", ["two"]],
    ["as often as it stands", "aXaXa", "aXa", ["aXa", "aXa"]],
    ["through a paragraph's break", "one\n\ntwo three", "one two", ["one\n\ntwo"]],
    ["through a break within a word", "one tw\n\no three", "one two", ["one tw\n\no"]],
    ["where paragraphs were joined", "one.Two", "one.\n\nTwo", ["one.Two"]],
    ["where paragraphs were joined with a space", "one. Two", "one.\n\nTwo", ["one. Two"]],
    ["with more white space", "one  two", "one two", ["one  two"]],
    ["with its outer white space", "a  one  b", " one ", [" one "]],
    ["without outer white space that is gone", "a.one.b", " one ", ["one"]],
    ["not where a space is missing", "the apart", "a part", []],
    ["not where a space was put in", "a part", "apart", []],
    ["in other scripts", "\u{1F6A2} 制裁\n\n制裁", "制裁 制裁", ["制裁\n\n制裁"]],
  ])("%s", (_, text, quote, expected) => {
    expect(found(text, quote)).toEqual(expected);
  });

  it("finds white space by itself, and nothing by nothing", () => {
    expect(found("a\n\nb", "\n\n")).toEqual(["\n\n"]);
    expect(found("abc", "")).toEqual([]);
  });

  it("weighs the context, whatever its white space", () => {
    const fits = (prefix: string, suffix: string): number | undefined =>
      findQuote("End of one.\n\nTwo three. Four", { quote: "Two three", prefix, suffix })[0]?.context;
    expect(fits("", "")).toBe(1);
    expect(fits("of one.\n\n", ". Four")).toBe(1);
    expect(fits("of one. ", ".\n\nFour")).toBe(1);
    expect(fits("of none.", "")).toBeLessThan(1);
    expect(fits("xxxx", "")).toBe(0);
  });

  it("stops at a thousand, and is quick about it", () => {
    expect(found("ab ".repeat(100_000), "ab")).toHaveLength(1000);
  });
});
