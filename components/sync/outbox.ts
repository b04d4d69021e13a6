/** Commands in the order in which they were given, from the moment of the click until the server's answer. */

import type {
  AnnotationCommand,
  CommandAnswer,
  CommandEnvelope,
  TextMarker,
  VocabularyCommand,
} from "../../domain/annotation/command.ts";
import type { RefusedChange, SendResult } from "./bulletin-session.ts";
import type { Kept, KeptSpan } from "./kept-database.ts";
import type { OutboxStore } from "./outbox-store.ts";
import { newId } from "./uuid.ts";

export type Command = AnnotationCommand | VocabularyCommand;

export interface OutboxEntry {
  /** Idempotency key. */
  key: string;
  /** Grows with time, also over reloads. */
  order: number;
  /** When it was given, ISO 8601. */
  at: string;
  command: Command;
  textMarker: TextMarker | null;
}

export const isVocabularyCommand = (command: Command): command is VocabularyCommand => !("annotation" in command);

/** Two tabs may give one in the same millisecond. */
export const inOrder = (a: OutboxEntry, b: OutboxEntry): number => a.order - b.order || (a.key < b.key ? -1 : 1);

/** What would be lost with a refused command. */
export function wordsOf(command: Command): string | null {
  switch (command.name) {
    case "create-annotation":
      return command.comment?.text ?? null;
    case "add-comment":
    case "edit-comment":
      return command.text;
    default:
      return null;
  }
}

/** Commands on one annotation keep their order, as do those on tags; and a new tag has to exist before it is used. */
export function mayBeSent(entry: OutboxEntry, earlier: readonly OutboxEntry[]): boolean {
  const { command } = entry;
  return earlier.every((other) => {
    if (isVocabularyCommand(other.command)) {
      if (isVocabularyCommand(command)) return false;
      return !tagsOf(command).includes(other.command.tag);
    }
    return isVocabularyCommand(command) || other.command.annotation !== command.annotation;
  });
}

function tagsOf(command: AnnotationCommand): readonly string[] {
  if (command.name === "create-annotation") return command.tags;
  return command.name === "tag-annotation" ? [command.tag] : [];
}

/** The message for an entry. A marker of a text copy that is gone would be waited for in vain: its text has arrived. */
export const envelopeOf = ({ key, command, textMarker }: OutboxEntry, replica: string): CommandEnvelope => ({
  key,
  command,
  textMarker: textMarker?.replica === replica ? textMarker : null,
});

export interface OutboxEvents {
  onChanged(): void;
  /** What is stored has changed: other tabs may want to know. */
  onStored(): void;
  /** Another tab, or an earlier page, had its answer: the entry is gone from here, too. */
  onSettledElsewhere(entry: OutboxEntry): void;
}

/** Memory is what is drawn and sent; the store is what this page's end leaves, and what tabs share. */
export class Outbox {
  readonly #store: OutboxStore;
  readonly #events: OutboxEvents;
  #entries: readonly OutboxEntry[] = [];
  #refused: readonly RefusedChange[] = [];
  /** Those that the store has, and those that it could not take when it was asked. */
  readonly #stored = new WeakSet<OutboxEntry | RefusedChange>();
  readonly #failed = new Set<OutboxEntry>();
  /** Keys of entries and of refused changes that are done with: a reading of the store may have begun before. */
  readonly #settled = new Set<string>();
  readonly #dismissed = new Set<string>();
  readonly #waiters = new Map<string, (result: SendResult) => void>();

  constructor(store: OutboxStore, events: OutboxEvents) {
    this.#store = store;
    this.#events = events;
  }

  get entries(): readonly OutboxEntry[] {
    return this.#entries;
  }

  get refused(): readonly RefusedChange[] {
    return this.#refused;
  }

  /** Whether this page's end would lose nothing. */
  get isKept(): boolean {
    return [...this.#entries, ...this.#refused].every((one) => this.#stored.has(one));
  }

  add(given: Omit<OutboxEntry, "order">): Promise<SendResult> {
    const entry = this.#enter(given);
    this.storeAgain();
    this.#put(entry);
    this.#events.onChanged();
    return new Promise((resolve) => this.#waiters.set(entry.key, resolve));
  }

  /** Tries once more what could not be stored. */
  storeAgain(): void {
    for (const failed of [...this.#failed]) this.#put(failed);
  }

  /** The server's answer. */
  settle(answer: CommandAnswer): void {
    const entry = this.#entries.find(({ key }) => key === answer.key);
    if (!entry) return;
    this.#drop(entry);
    if (answer.ok) {
      this.#storing(this.#store.remove(entry.key));
    } else {
      const { key, command } = entry;
      const change = { key, refusal: answer.refusal, words: wordsOf(command), command };
      this.#refused = [...this.#refused, change];
      this.#storing(this.#store.refuse(change), change);
    }
    this.#answer(entry, answer.ok ? { ok: true } : { ok: false, refusal: answer.refusal });
    this.#events.onChanged();
  }

  /**
   * Keeps text that was refused, in place of the updates that held it. With `isOwn` it was written here; else another
   * tab, which has the same leftovers, may have been first.
   */
  async refuseText(change: RefusedChange, spans: readonly KeptSpan[], isOwn: boolean): Promise<void> {
    const storing = this.#store.refuseText(change, spans, isOwn);
    this.#storing(storing, change);
    if (!isOwn && !(await storing.catch(() => true))) return;
    this.#refused = [...this.#refused.filter(({ key }) => key !== change.key), change];
    this.#events.onChanged();
  }

  dismiss(key: string): void {
    this.#refused = this.#refused.filter((change) => change.key !== key);
    this.#dismissed.add(key);
    this.#storing(this.#store.dismiss(key));
    this.#events.onChanged();
  }

  /** Gives a refused command once more, under a key of its own: the server has answered the old one. */
  giveAgain(refusedKey: string, at: string): void {
    const change = this.#refused.find(({ key }) => key === refusedKey);
    if (!change?.command) return;
    this.#refused = this.#refused.filter((other) => other !== change);
    this.#dismissed.add(refusedKey);
    const entry = this.#enter({ key: newId(), at, command: change.command, textMarker: null });
    this.#storing(this.#store.giveAgain(refusedKey, entry), entry);
    this.#events.onChanged();
  }

  /** Takes over what the store holds: from an earlier page, or from another tab. */
  reconcile({ entries, refused }: Pick<Kept, "entries" | "refused">): void {
    const theirs = new Set(entries.map(({ key }) => key));
    const refusals = new Map(refused.map(({ key, refusal }) => [key, refusal]));
    // One that is not stored yet is missing because it is new; any other had its answer in another tab.
    for (const entry of this.#entries.filter((own) => !theirs.has(own.key) && this.#stored.has(own))) {
      this.#drop(entry);
      const refusal = refusals.get(entry.key);
      if (!refusal) this.#events.onSettledElsewhere(entry);
      this.#answer(entry, refusal ? { ok: false, refusal } : { ok: true });
    }
    const known = new Set(this.#entries.map(({ key }) => key));
    const others = entries.filter(({ key }) => !known.has(key) && !this.#settled.has(key));
    for (const entry of others) this.#stored.add(entry);
    this.#entries = [...this.#entries, ...others].sort(inOrder);

    const kept = refused
      .filter(({ key }) => !this.#dismissed.has(key))
      .map((change) => this.#refused.find(({ key }) => key === change.key) ?? change);
    for (const change of kept) this.#stored.add(change);
    const mine = this.#refused.filter((change) => !refusals.has(change.key) && !this.#stored.has(change));
    this.#refused = [...kept, ...mine];
    this.#events.onChanged();
  }

  #enter(given: Omit<OutboxEntry, "order">): OutboxEntry {
    const latest = this.#entries.at(-1)?.order ?? 0;
    // By the clock, so that what an earlier page left behind comes first; never backwards within a page.
    const entry = { ...given, order: Math.max(latest + 1, Date.parse(given.at)) };
    this.#entries = [...this.#entries, entry];
    return entry;
  }

  #put(entry: OutboxEntry): void {
    this.#failed.delete(entry);
    this.#storing(this.#store.put(entry), entry);
  }

  /** @param one what is in the store when `work` is done */
  #storing(work: Promise<unknown>, one?: OutboxEntry | RefusedChange): void {
    work.then(
      () => {
        if (one) this.#stored.add(one);
        this.#events.onStored();
      },
      () => {
        // What can't be stored lives in memory; the database tells so, and the page says it.
        if (one && "order" in one && this.#entries.includes(one)) this.#failed.add(one);
      },
    );
  }

  #drop(entry: OutboxEntry): void {
    this.#entries = this.#entries.filter((other) => other !== entry);
    this.#failed.delete(entry);
    this.#settled.add(entry.key);
  }

  #answer({ key }: OutboxEntry, result: SendResult): void {
    this.#waiters.get(key)?.(result);
    this.#waiters.delete(key);
  }
}
