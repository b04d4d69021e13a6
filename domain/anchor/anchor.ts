/** How an annotation holds its passage: two positions in the text document, and the words themselves with context. */

export const ANCHOR_STATES = ["anchored", "moved", "uncertain", "detached"] as const;
export type AnchorState = (typeof ANCHOR_STATES)[number];

/** Characters of context kept on either side of a quote. */
export const CONTEXT_LENGTH = 32;

/** The words of a passage and up to {@link CONTEXT_LENGTH} characters on either side; empty context is unknown. */
export interface Quote {
  quote: string;
  prefix: string;
  suffix: string;
}

/** Encoded Yjs relative positions in base64, start with association 0 and end with −1, so that neither grows. */
export interface Positions {
  start: string | null;
  end: string | null;
}

/** Of a passage that has characters. */
export interface HeldPositions {
  start: string;
  end: string;
  /** Which characters it is made of, encoded, unless they were written in one go: then the two ends say so. */
  runs?: string | undefined;
}

/** Characters of a quote that stand in one piece in a text: at `before` in the quote, at `now` in the text. */
export interface Kept {
  before: number;
  now: number;
  length: number;
}

/** Null positions: the server finds the passage by its quote, of twins with the same context the one nearest `near`. */
export interface ProposedAnchor extends Quote, Positions {
  /** UTF-16 offset. */
  near?: number | undefined;
}

export interface Anchor extends Quote, Positions {
  state: AnchorState;
  /** As in {@link HeldPositions}: of the quote. */
  runs?: string | undefined;
  /** The words as they were when the annotation was made, when the text's have changed since. */
  original?: string | undefined;
}

/** A text in which passages can be found; domain/ydoc/text-map.ts makes it of a text document. */
export interface PassageIndex {
  text: string;
  /** UTF-16 offset of an encoded position; null when it leads nowhere. */
  offsetOf(position: string): number | null;
  /** Of the characters in a range; breaks at its ends have none. Null for a range without a character. */
  positionsOf(range: TextRange): HeldPositions | null;
  /** Which of the very characters of a quote are still there, in their order. Nobody knows of all when `runs` are missing. */
  keptOf(passage: Passage): Kept[];
}

/** What is known of a passage, as far as it was looked at. */
export type Passage = Quote & Positions & Pick<Anchor, "runs">;

/** Where the two positions lead, also when they have come together; null when either leads nowhere. */
export function rangeOf(index: PassageIndex, { start, end }: Positions): TextRange | null {
  const from = start === null ? null : index.offsetOf(start);
  const to = end === null ? null : index.offsetOf(end);
  return from === null || to === null ? null : { start: from, end: to };
}

export const isSamePlace = (a: Positions, b: Positions): boolean => a.start === b.start && a.end === b.end;

/** A half-open range of the bulletin's plain text, in UTF-16 code units. The API counts code points instead. */
export interface TextRange {
  start: number;
  end: number;
}

/** The quote of a range with its context, which begins and ends with whole characters. */
export function quoteOf(text: string, range: TextRange): Quote {
  const before = range.start - CONTEXT_LENGTH;
  const after = range.end + CONTEXT_LENGTH;
  return {
    quote: text.slice(range.start, range.end),
    prefix: text.slice(Math.max(0, isInPair(text, before) ? before + 1 : before), range.start),
    suffix: text.slice(range.end, isInPair(text, after) ? after - 1 : after),
  };
}

/** Between the two halves of a character; half a character can't be stored. */
export const isInPair = (text: string, offset: number): boolean =>
  /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(Math.max(0, offset - 1), Math.max(0, offset + 1)));
