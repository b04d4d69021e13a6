/**
 * Where any three neighbouring characters stand in a text, so that thousands of quotes are found in it without reading it
 * once for each. What a quote holds three of that are nowhere in the text is not there; else its rarest three are tried.
 */

const GRAM = 3;
const BUCKETS = 1 << 15;
/** Of a long quote so many places are looked at for the rarest. */
const TRIED_MAX = 24;
const NONE = -1;

export class GramIndex {
  private readonly text: string;
  /** The first place of each bucket, and for each place the next one of its bucket. */
  private readonly first = new Int32Array(BUCKETS).fill(NONE);
  private readonly next: Int32Array;
  private readonly counts = new Uint32Array(BUCKETS);

  constructor(text: string) {
    this.text = text;
    this.next = new Int32Array(text.length);
    for (let at = text.length - GRAM; at >= 0; at--) {
      const bucket = bucketOf(text, at);
      this.next[at] = this.first[bucket] ?? NONE;
      this.first[bucket] = at;
      this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    }
  }

  /** All places where the words stand, in order, overlapping ones too, until `visit` says that it has enough. */
  visit(words: string, visit: (at: number) => boolean): void {
    const { text } = this;
    if (words.length < GRAM) {
      for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) if (visit(at)) return;
      return;
    }
    const within = this.rarest(words);
    const bucket = bucketOf(words, within);
    for (let place = this.first[bucket] ?? NONE; place !== NONE; place = this.next[place] ?? NONE) {
      const at = place - within;
      if (at >= 0 && text.startsWith(words, at) && visit(at)) return;
    }
  }

  private rarest(words: string): number {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let at = Math.min(TRIED_MAX, words.length) - GRAM; at >= 0 && least > 0; at--) {
      const count = this.counts[bucketOf(words, at)] ?? 0;
      if (count < least) {
        least = count;
        best = at;
      }
    }
    return best;
  }
}

const bucketOf = (text: string, at: number): number =>
  (Math.imul(text.charCodeAt(at), 0x9e37_79b1) ^
    Math.imul(text.charCodeAt(at + 1), 0x85eb_ca6b) ^
    Math.imul(text.charCodeAt(at + 2), 0xc2b2_ae35)) >>>
  17;
