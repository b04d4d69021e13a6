/**
 * Commands that the server has answered, but whose outcome has not come back as an update yet: without them a new
 * highlight would vanish between the answer and the update.
 */

import { isVocabularyCommand, type OutboxEntry } from "./outbox.ts";

/** After this long something else is wrong, and the server's state is shown as it is; in milliseconds. */
const LONGEST_WAIT = 3000;

export class SettledCommands {
  #entries: readonly OutboxEntry[] = [];
  /** When an update last touched an annotation; the tags are under "". */
  readonly #arrivals = new Map<string, number>();
  readonly #onExpired: () => void;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #clock = 0;

  constructor(onExpired: () => void) {
    this.#onExpired = onExpired;
  }

  entries(): readonly OutboxEntry[] {
    return this.#entries;
  }

  /** A moment in the order of what happens here; an update that arrives later is later than it. */
  now(): number {
    return this.#clock;
  }

  /** @param sentAt the moment ({@link now}) at which the command was sent */
  add(entry: OutboxEntry, sentAt: number): void {
    if ((this.#arrivals.get(subjectOf(entry)) ?? -1) > sentAt) return;
    this.#entries = [...this.#entries, entry];
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (this.#remove((other) => other === entry)) this.#onExpired();
    }, LONGEST_WAIT);
    this.#timers.add(timer);
  }

  arrived(annotation: string): void {
    this.#arrivals.set(annotation, ++this.#clock);
    this.#remove((entry) => subjectOf(entry) === annotation);
  }

  tagsArrived(): void {
    this.arrived("");
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #remove(isGone: (entry: OutboxEntry) => boolean): boolean {
    const left = this.#entries.filter((entry) => !isGone(entry));
    const isChanged = left.length !== this.#entries.length;
    if (isChanged) this.#entries = left;
    return isChanged;
  }
}

const subjectOf = ({ command }: OutboxEntry): string => (isVocabularyCommand(command) ? "" : command.annotation);
