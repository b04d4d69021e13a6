/** Somebody who types: in a field of their own and in the common one, online and offline, in tabs that are closed. */

import { randomUUID } from "node:crypto";
import type { Random } from "../support/random.ts";
import { COMMON_FIELD, format, restructure, STRUCTURE_EDITS, takeOut, typeWord } from "./field.ts";
import type { News } from "./news.ts";
import type { WordLedger } from "./word-ledger.ts";
import type { WritingDesk } from "./writing-desk.ts";

/** Edits that a writer may have under way: by turns one after the other, and many at once. */
const WINDOW_MAX = 12;

/** So many words, and more are taken out than typed. */
const WORDS_MAX = 60;

export class Writer {
  private readonly desk: WritingDesk;
  private readonly field: number;
  private readonly ledger: WordLedger;
  private readonly random: Random;
  private readonly news: News;
  /** Words that stand, and in which field. */
  private readonly mine = new Map<string, number>();

  constructor(at: { desk: WritingDesk; field: number; ledger: WordLedger; random: Random; news: News }) {
    this.desk = at.desk;
    this.field = at.field;
    this.ledger = at.ledger;
    this.random = at.random;
    this.news = at.news;
  }

  /** A word that stands in the text, to be annotated; null when there is none. */
  newestWord(): string | null {
    return [...this.mine.keys()].at(-1) ?? null;
  }

  /** Types until `isOver`. */
  async work(isOver: () => boolean): Promise<void> {
    const { desk, random, news } = this;
    await news.until("the text to be loaded", () => desk.isLoaded);
    while (!isOver()) {
      const window = 1 + random.below(WINDOW_MAX);
      for (let left = 1 + random.below(window); left > 0; left--) this.edit();
      const isLeaving = random.below(30) === 0;
      if (isLeaving) this.workOffline();
      const waiting = desk.waiting();
      await news.until(
        () => `an edit to be acknowledged; ${desk.waiting()} wait`,
        () => isOver() || desk.waiting() < Math.max(1, Math.min(window, waiting)),
      );
    }
  }

  private workOffline(): void {
    this.desk.goOffline();
    for (let left = this.random.below(6); left > 0; left--) this.edit();
    if (this.random.below(2) === 0) this.desk.reopen();
    else this.desk.goOnline();
  }

  private edit(): void {
    const { random, desk } = this;
    const kind = random.below(20);
    if (kind < 10 && this.mine.size < WORDS_MAX) this.type();
    else if (kind < 15) this.takeOutOne();
    else if (kind < 17) desk.edit(() => format(desk.doc, this.anyField(), random));
    else {
      const edit = STRUCTURE_EDITS[random.below(STRUCTURE_EDITS.length)] ?? "split";
      desk.edit(() => restructure(desk.doc, this.field, edit, random));
    }
  }

  private type(): void {
    const { desk, ledger } = this;
    const word = `w${randomUUID().slice(0, 8)}`;
    const field = this.anyField();
    this.mine.set(word, field);
    ledger.typed(word);
    desk.edit(
      () => {
        if (!typeWord(desk.doc, field, word, this.random)) throw new Error(`Field ${field} has no text.`);
      },
      () => ledger.acknowledge(word, true),
    );
  }

  private takeOutOne(): void {
    const { desk, ledger } = this;
    const [word, field] = [...this.mine][this.random.below(this.mine.size)] ?? [];
    if (word === undefined || field === undefined) return;
    this.mine.delete(word);
    ledger.takenOut(word);
    desk.edit(
      () => takeOut(desk.doc, field, word),
      () => ledger.acknowledge(word, false),
    );
  }

  private anyField(): number {
    return this.random.below(2) === 0 ? COMMON_FIELD : this.field;
  }
}
