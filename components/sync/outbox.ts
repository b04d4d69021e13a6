/** Commands in the order in which they were given, from the moment of the click until the server's answer. */

import type {
  AnnotationCommand,
  CommandAnswer,
  CommandEnvelope,
  Refusal,
  TextMarker,
  VocabularyCommand,
} from "../../domain/annotation/command.ts";
import type { RefusedChange } from "./bulletin-session.ts";
import type { OutboxStore } from "./outbox-store.ts";

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

export type SendResult = { ok: true } | { ok: false; refusal: Refusal };

export interface Outbox {
  entries(): readonly OutboxEntry[];
  refused(): readonly RefusedChange[];
  add(entry: Omit<OutboxEntry, "order">): Promise<SendResult>;
  /** The server's answer; returns the command that it answers, if it is still here. */
  settle(answer: CommandAnswer): OutboxEntry | null;
  /** Keeps what was refused outside of a command: text. */
  refuse(change: RefusedChange): void;
  dismiss(key: string): void;
  close(): void;
}

export const isVocabularyCommand = (command: Command): command is VocabularyCommand => !("annotation" in command);

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

/** The message for an entry. A marker of a text copy that is gone would be waited for in vain: then the quote counts. */
export const envelopeOf = ({ key, command, textMarker }: OutboxEntry, replica: string): CommandEnvelope => ({
  key,
  command,
  textMarker: textMarker?.replica === replica ? textMarker : null,
});

/** Reads what an earlier page left behind, and calls `onChange` after that and after every change. */
export function openOutbox(store: OutboxStore, onChange: () => void): Outbox {
  let entries: readonly OutboxEntry[] = [];
  let refused: readonly RefusedChange[] = [];
  let isClosed = false;
  const waiters = new Map<string, (result: SendResult) => void>();
  // Without a store (a browser that forbids it) commands live in memory; that is shown as unsaved either way.
  const ignoreFailure = (): void => {};

  store.read().then((kept) => {
    if (isClosed) return;
    const known = new Set(entries.map((entry) => entry.key));
    entries = [...kept.entries.filter((entry) => !known.has(entry.key)), ...entries];
    const knownRefused = new Set(refused.map((change) => change.key));
    refused = [...kept.refused.filter((change) => !knownRefused.has(change.key)), ...refused];
    onChange();
  }, ignoreFailure);

  return {
    entries: () => entries,
    refused: () => refused,
    add(given) {
      const latest = entries.at(-1)?.order ?? 0;
      // By the clock, so that what an earlier page left behind comes first; never backwards within a page.
      const entry: OutboxEntry = { ...given, order: Math.max(latest + 1, Date.parse(given.at)) };
      entries = [...entries, entry];
      store.put(entry).catch(ignoreFailure);
      onChange();
      return new Promise((resolve) => waiters.set(entry.key, resolve));
    },
    settle(answer) {
      const entry = entries.find(({ key }) => key === answer.key);
      if (!entry) return null;
      entries = entries.filter((other) => other !== entry);
      if (answer.ok) {
        store.remove(entry.key).catch(ignoreFailure);
      } else {
        const change = { key: entry.key, refusal: answer.refusal, words: wordsOf(entry.command) };
        refused = [...refused, change];
        store.refuse(change).catch(ignoreFailure);
      }
      const resolve = waiters.get(entry.key);
      waiters.delete(entry.key);
      onChange();
      resolve?.(answer.ok ? { ok: true } : { ok: false, refusal: answer.refusal });
      return entry;
    },
    refuse(change) {
      refused = [...refused, change];
      store.refuse(change).catch(ignoreFailure);
      onChange();
    },
    dismiss(key) {
      refused = refused.filter((change) => change.key !== key);
      store.dismiss(key).catch(ignoreFailure);
      onChange();
    },
    close() {
      isClosed = true;
      store.close();
    },
  };
}
