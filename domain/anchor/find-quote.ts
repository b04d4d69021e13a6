/**
 * Where a quote stands in a text, and how well its surroundings fit. White space is compared loosely: a passage through
 * which somebody has broken its paragraph holds a blank line where a space, or nothing, stood, and is the same passage.
 */

import { CONTEXT_LENGTH, type Quote, type TextRange } from "./anchor.ts";
import { BareText, isSpace, withoutSpace } from "./bare-text.ts";

export interface QuoteMatch extends TextRange {
  /** From 0 (nothing of the context fits) to 1 (all of it); 1 when no context is known. */
  context: number;
}

/** More occurrences than this say nothing: the quote is no help ("the"). */
const MATCHES_MAX = 1000;

/** All occurrences of the quote, in the order of the text. */
export function findQuote(text: string, wanted: Quote): QuoteMatch[] {
  const searched = searchedText(text);
  const { at, ranges, length } = searched.places(wanted.quote);
  // A quote of white space alone has nothing else to be found by.
  if (length === 0) return ranges.map(({ start, end }) => ({ start, end, context: 0 }));
  const measure = contextFit(searched.bare, wanted);
  return ranges.map(({ start, end }, index) => {
    const from = at[index] ?? 0;
    return { start, end, context: measure(from, from + length) };
  });
}

/** The text without its white space; the same object while many quotes are looked for in one text. */
export const bareTextOf = (text: string): BareText => searchedText(text).bare;

/** How much of the known context stands around a range. */
export function contextAround(text: string, range: TextRange, wanted: Quote): number {
  const { bare } = searchedText(text);
  return contextFit(bare, wanted)(bare.indexAt(range.start), bare.indexAt(range.end));
}

/**
 * Whether the quote stands so that it or what counts as its context touches a range. If it does so neither before a change
 * of that range nor after it, the same is found before and after.
 */
export function isQuoteNear(text: string, quote: string, range: TextRange): boolean {
  const searched = searchedText(text);
  const { at, length, ranges } = searched.places(quote);
  if (ranges.length === 0) return false;
  // With more than are counted, or white space alone, any change may matter.
  if (length === 0 || ranges.length === MATCHES_MAX) return true;
  const from = searched.bare.indexAt(range.start) - CONTEXT_LENGTH - length;
  const to = searched.bare.indexAt(range.end) + CONTEXT_LENGTH;
  return at.some((place) => place >= from && place <= to);
}

/** What was found of a quote: where in the whole text, and where in the text without white space. */
interface Places {
  ranges: readonly TextRange[];
  at: readonly number[];
  /** Of the quote without white space. */
  length: number;
}

/** Found places that are remembered for a text at most. */
const REMEMBERED_MAX = 100_000;

class SearchedText {
  readonly text: string;
  readonly bare: BareText;
  private readonly found = new Map<string, Places>();
  private remembered = 0;

  constructor(text: string) {
    this.text = text;
    this.bare = new BareText(text);
  }

  places(quote: string): Places {
    const known = this.found.get(quote);
    if (known) return known;
    const places = this.look(quote);
    this.remembered += places.at.length + 1;
    if (this.remembered > REMEMBERED_MAX) {
      this.found.clear();
      this.remembered = places.at.length + 1;
    }
    this.found.set(quote, places);
    return places;
  }

  private look(quote: string): Places {
    const { text, bare } = this;
    const bareQuote = new BareText(quote);
    const { length } = bareQuote.text;
    const at: number[] = [];
    const ranges: TextRange[] = [];
    if (length === 0) return { ranges: spacesIn(text, quote), at, length };
    const trimmed = quote.trim();
    bare.grams.visit(bareQuote.text, (place) => {
      const isExact = text.startsWith(trimmed, bare.offsets[place]);
      if (!isExact && !hasSameGaps(bare, bareQuote, place)) return false;
      at.push(place);
      ranges.push(withOuterSpace(text, quote, bare, { start: place, end: place + length }));
      return at.length === MATCHES_MAX;
    });
    return { ranges, at, length };
  }
}

/** Thousands of anchors are looked for in one text, and in the one before it: these two are kept. */
let kept: SearchedText[] = [];

function searchedText(text: string): SearchedText {
  const known = kept.find((searched) => searched.text === text);
  if (known && known === kept[0]) return known;
  const searched = known ?? new SearchedText(text);
  const other = kept.find((each) => each !== searched);
  kept = other ? [searched, other] : [searched];
  return searched;
}

function spacesIn(text: string, quote: string): TextRange[] {
  const ranges: TextRange[] = [];
  if (quote === "") return ranges;
  for (let at = text.indexOf(quote); at >= 0 && ranges.length < MATCHES_MAX; at = text.indexOf(quote, at + 1)) {
    ranges.push({ start: at, end: at + quote.length });
  }
  return ranges;
}

/** "a part" is not "apart": space may be missing only where the other side breaks a block or a line. */
function hasSameGaps(bare: BareText, quote: BareText, at: number): boolean {
  for (let index = 1; index < quote.text.length; index++) {
    const wanted = quote.gapBefore(index);
    const found = bare.gapBefore(at + index);
    if (wanted !== found && wanted !== "break" && found !== "break") return false;
  }
  return true;
}

/** White space at the quote's ends belongs to the match where it stands in the text, too. */
function withOuterSpace(text: string, quote: string, bare: BareText, { start, end }: TextRange): TextRange {
  let leading = 0;
  while (isSpace(quote.charCodeAt(leading))) leading++;
  let trailing = quote.length;
  while (isSpace(quote.charCodeAt(trailing - 1))) trailing--;
  const first = bare.offsets[start] ?? 0;
  const last = (bare.offsets[end - 1] ?? 0) + 1;
  return {
    start: text.endsWith(quote.slice(0, leading), first) ? first - leading : first,
    end: text.startsWith(quote.slice(trailing), last) ? last + quote.length - trailing : last,
  };
}

/** Measures between indices of the bare text. */
function contextFit({ text }: BareText, wanted: Quote): (start: number, end: number) => number {
  const prefix = withoutSpace(wanted.prefix);
  const suffix = withoutSpace(wanted.suffix);
  const known = prefix.length + suffix.length;
  return (start, end) => {
    if (known === 0) return 1;
    let before = 0;
    while (
      before < prefix.length &&
      text.charCodeAt(start - 1 - before) === prefix.charCodeAt(prefix.length - 1 - before)
    )
      before++;
    let after = 0;
    while (after < suffix.length && text.charCodeAt(end + after) === suffix.charCodeAt(after)) after++;
    return (before + after) / known;
  };
}
