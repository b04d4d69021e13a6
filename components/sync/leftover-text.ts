/**
 * Text that earlier pages of this browser wrote and that the server has not acknowledged: whether it fits into the
 * server's text, copy by copy. It is tried in a scratch document, for what leaves a gap would poison the real one.
 */

import { applyUpdate, Doc, encodeStateAsUpdate, transact } from "yjs";
import type { KeptSpan, KeptUpdate } from "./kept-database.ts";
import type { TextCopy } from "./text-copy.ts";

/** What one copy left behind. */
export interface Leftover extends KeptSpan {
  updates: Uint8Array[];
}

/** @param updates each copy's in its order */
export function leftoversOf(updates: readonly KeptUpdate[]): Leftover[] {
  const leftovers = new Map<string, Leftover>();
  for (const { replica, n, update } of updates) {
    const known = leftovers.get(replica);
    if (known) {
      known.updates.push(update);
      known.upTo = n;
    } else {
      leftovers.set(replica, { replica, upTo: n, updates: [update] });
    }
  }
  return [...leftovers.values()];
}

/** A later page may have written on what an earlier one left behind, so they are tried together first. */
export function sortOut(doc: Doc, leftovers: readonly Leftover[]): { fitting: Leftover[]; gaps: Leftover[] } {
  const fitting: Leftover[] = [];
  let gaps = [...leftovers];
  if (fits(doc, gaps)) return { fitting: gaps, gaps: [] };
  for (;;) {
    const next = gaps.find((leftover) => fits(doc, [...fitting, leftover]));
    if (!next) return { fitting, gaps };
    fitting.push(next);
    gaps = gaps.filter((leftover) => leftover !== next);
  }
}

function fits(doc: Doc, leftovers: readonly Leftover[]): boolean {
  const scratch = new Doc();
  try {
    applyUpdate(scratch, encodeStateAsUpdate(doc));
    takeIn(scratch, leftovers, null);
    return scratch.store.pendingStructs === null && scratch.store.pendingDs === null;
  } catch {
    // Kept bytes that are no update: they fit nowhere.
    return false;
  } finally {
    scratch.destroy();
  }
}

/** As one update, and like one from elsewhere: it is not this page's typing, and not this page's to undo. */
export function takeIn(doc: Doc, leftovers: readonly Leftover[], origin: unknown): void {
  const apply = (): void => {
    for (const { updates } of leftovers) for (const update of updates) applyUpdate(doc, update, origin);
  };
  transact(doc, apply, origin, false);
}

/** Their way into the text: found in the browser's storage, taken in by a copy, acknowledged by the server. */
export class LeftoverText {
  #found: Leftover[] | null = null;
  /** Copies whose text did not fit when it was tried. */
  readonly #suspects = new Set<string>();
  #underWay: { leftovers: Leftover[]; marker: number } | null = null;

  /** Something waits, or is under way. */
  get isLeft(): boolean {
    return this.#underWay !== null || (this.#found?.length ?? 0) > 0;
  }

  get isWaiting(): boolean {
    return this.#underWay === null && (this.#found?.length ?? 0) > 0;
  }

  get underWay(): readonly Leftover[] {
    return this.#underWay?.leftovers ?? [];
  }

  /** Whether text of this copy may still be missing on the server. */
  isMissing(replica: string): boolean {
    if (this.#found === null) return true;
    return [...this.#found, ...this.underWay].some((leftover) => leftover.replica === replica);
  }

  /** What the storage holds now. */
  found(leftovers: Leftover[]): void {
    const isNews = ({ replica, upTo }: Leftover): boolean =>
      !this.underWay.some((known) => known.replica === replica && known.upTo >= upTo);
    this.#found = leftovers.filter(isNews);
  }

  /** The copy that they would have gone into is dropped; they are looked for anew. */
  forget(): void {
    this.#found = null;
    this.#underWay = null;
  }

  /**
   * Returns those that do not fit, nor did when they were tried before. The copy should hold what the server had when
   * they were found; if it does not, they wait for the next time.
   */
  handIn(copy: Pick<TextCopy, "doc" | "takeIn">): Leftover[] {
    const { fitting, gaps } = sortOut(copy.doc, this.#found ?? []);
    if (fitting.length > 0) this.#underWay = { leftovers: fitting, marker: copy.takeIn(fitting) };
    this.#found = gaps.filter(({ replica }) => !this.#suspects.has(replica));
    const hopeless = gaps.filter(({ replica }) => this.#suspects.has(replica));
    for (const { replica } of gaps) this.#suspects.add(replica);
    return hopeless;
  }

  /** Returns those that are saved now, and no longer under way. */
  saved(copy: Pick<TextCopy, "isSaved">): Leftover[] {
    if (!this.#underWay || !copy.isSaved(this.#underWay.marker)) return [];
    const { leftovers } = this.#underWay;
    this.#underWay = null;
    return leftovers;
  }
}
