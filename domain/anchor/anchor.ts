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

/** What a client proposes: where it saw the words, as encoded Yjs relative positions in base64 (start assoc 0, end −1). */
export interface ProposedAnchor extends Quote {
  start: string | null;
  end: string | null;
}

export interface Anchor extends ProposedAnchor {
  state: AnchorState;
}

/** A half-open range of the bulletin's plain text, in UTF-16 code units. The API counts code points instead. */
export interface TextRange {
  start: number;
  end: number;
}

/** The quote of a range with its context. */
export function quoteOf(text: string, range: TextRange): Quote {
  return {
    quote: text.slice(range.start, range.end),
    prefix: text.slice(Math.max(0, range.start - CONTEXT_LENGTH), range.start),
    suffix: text.slice(range.end, range.end + CONTEXT_LENGTH),
  };
}
