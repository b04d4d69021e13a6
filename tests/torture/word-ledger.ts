/** What was typed and taken out, and what of it the server has acknowledged. Each word is typed once in all. */

import { WORD } from "./field.ts";

interface Entry {
  /** As its writer sees it. */
  isThere: boolean;
  /** The server said that it has it, or showed it to somebody else. */
  isKept: boolean;
  /** The server said that it is taken out. */
  isGone: boolean;
}

export class WordLedger {
  private readonly entries = new Map<string, Entry>();

  typed(word: string): void {
    this.entries.set(word, { isThere: true, isKept: false, isGone: false });
  }

  takenOut(word: string): void {
    this.entry(word).isThere = false;
  }

  /** The server has acknowledged what was so when it was asked. */
  acknowledge(word: string, wasThere: boolean): void {
    const entry = this.entry(word);
    if (wasThere) entry.isKept = true;
    else entry.isGone = true;
  }

  /** What somebody else has seen. */
  shown(text: string): void {
    for (const word of wordsIn(text)) this.entry(word).isKept = true;
  }

  /**
   * What is wrong with a text that was read when not everybody had come back: what was acknowledged is lost, what was
   * taken out is there again, or something is there twice.
   */
  faultsAfterKill(text: string): string[] {
    return this.faults(text, (entry, count) => {
      if (entry.isGone && count > 0) return "was taken out, acknowledged, and is there again";
      return entry.isThere && entry.isKept && count === 0 ? "was acknowledged or shown, and is lost" : null;
    });
  }

  /** The same when everybody has handed in all. */
  faultsWhenQuiet(text: string): string[] {
    return this.faults(text, (entry, count) => {
      if (entry.isThere && count === 0) return "was typed, and is lost";
      return !entry.isThere && count > 0 ? "was taken out, and is there again" : null;
    });
  }

  private faults(text: string, faultOf: (entry: Entry, count: number) => string | null): string[] {
    const counts = new Map<string, number>();
    for (const word of wordsIn(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
    const faults: string[] = [];
    for (const [word, entry] of this.entries) {
      const count = counts.get(word) ?? 0;
      const fault = count > 1 ? `stands ${count} times` : faultOf(entry, count);
      if (fault) faults.push(`${word} ${fault}`);
    }
    for (const word of counts.keys()) if (!this.entries.has(word)) faults.push(`${word} was typed by nobody`);
    return faults;
  }

  private entry(word: string): Entry {
    const entry = this.entries.get(word);
    if (!entry) throw new Error(`The word ${word} was typed by nobody.`);
    return entry;
  }
}

const wordsIn = (text: string): string[] => text.match(WORD) ?? [];
