/**
 * Somebody who annotates, replies, tags, resolves and takes back, by commands that wait in an outbox until they are
 * answered; now and then one that was answered long ago is sent again.
 */

import { randomUUID } from "node:crypto";
import { mayBeSent, type OutboxEntry } from "../../components/sync/outbox.ts";
import { quoteOf } from "../../domain/anchor/anchor.ts";
import { ANNOTATION_KINDS } from "../../domain/annotation/annotation.ts";
import type { AnnotationCommand, CommandAnswer, CommandEnvelope } from "../../domain/annotation/command.ts";
import { readTextMap } from "../../domain/ydoc/text-map.ts";
import type { Random } from "../support/random.ts";
import type { News } from "./news.ts";
import type { RoomClient } from "./room-client.ts";
import type { Expected, ThreadLedger } from "./thread-ledger.ts";
import type { Writer } from "./writer.ts";

/** Commands that an annotator may have under way. */
const WINDOW_MAX = 5;

/** Of its own; more are deleted than made then. */
const ANNOTATIONS_MAX = 25;

/** How many that were answered are remembered, to be sent again. */
const REPEATABLE_MAX = 400;

/** Before a command is sent again that the server could not take, in milliseconds. */
const TRY_AGAIN_AFTER = 250;

export interface AnnotatorParts {
  /** A number that nobody else has. */
  who: number;
  text: RoomClient;
  annotations: RoomClient;
  /** Of somebody who types as well: annotates what was just typed. */
  writer: Writer | null;
  tags: readonly string[];
  ledger: ThreadLedger;
  random: Random;
  news: News;
  /** Sends a command by HTTP; null when no answer came. */
  post(envelope: CommandEnvelope): Promise<CommandAnswer | null>;
  onAnswered(): void;
}

interface Entry extends OutboxEntry {
  command: AnnotationCommand;
  /** How often it was sent. */
  attempts: number;
}

export class Annotator {
  private readonly parts: AnnotatorParts;
  private outbox: Entry[] = [];
  private readonly repeatable: Entry[] = [];
  /** Keys that were sent on the present socket. */
  private readonly sent = new Set<string>();
  /** Keys of commands that were answered before and are sent again. */
  private readonly repeated = new Map<string, Entry>();
  private order = 0;

  constructor(parts: AnnotatorParts) {
    this.parts = parts;
    const { annotations } = parts;
    annotations.onAnswer = (answer) => this.answered(answer);
    annotations.onOpen = () => {
      this.sent.clear();
      this.send();
    };
  }

  /** Commands that are not answered. */
  get waiting(): number {
    return this.outbox.length + this.repeated.size;
  }

  /** For a failure: their names, and how often they were sent. */
  whatWaits(): string[] {
    return [...this.outbox, ...this.repeated.values()].map(({ command, attempts }) => `${command.name} (${attempts})`);
  }

  async work(isOver: () => boolean): Promise<void> {
    const { news, text, annotations, random } = this.parts;
    await news.until("both rooms to be loaded", () => text.isSynced && annotations.isSynced);
    while (!isOver()) {
      const window = 1 + random.below(WINDOW_MAX);
      while (this.waiting < window) this.next();
      await news.until(
        () => `a command to be answered; ${this.waiting} wait`,
        () => isOver() || this.waiting < window,
      );
    }
  }

  private next(): void {
    const { random } = this.parts;
    if (random.below(8) === 0 && this.repeatable.length > 0) return this.repeat();
    const command = this.choose();
    const key = randomUUID();
    const entry: Entry = {
      key,
      order: ++this.order,
      at: "",
      command,
      textMarker: this.parts.text.textMarker,
      attempts: 0,
    };
    this.parts.ledger.issued(key, this.parts.who, command);
    this.outbox.push(entry);
    if (random.below(8) === 0 && mayBeSent(entry, this.outbox.slice(0, -1))) void this.sendByHttp(entry);
    else this.send();
  }

  private choose(): AnnotationCommand {
    const { random, ledger, who } = this.parts;
    const free = ledger.all().filter(({ id }) => !this.outbox.some(({ command }) => command.annotation === id));
    const mine = free.filter(({ owner }) => owner === who);
    const one = <T>(list: readonly T[]): T | undefined => list[random.below(list.length)];
    const living = mine.filter(({ isDeleted }) => !isDeleted).length;
    const kind = random.below(20);
    if (kind < 6 && living < ANNOTATIONS_MAX) return this.create();
    if (kind < 11) {
      const any = one(free.filter(({ isDeleted }) => !isDeleted));
      if (any) return this.say(any);
    }
    const own = one(mine);
    return own ? this.change(own) : this.create();
  }

  private create(): AnnotationCommand {
    const { random, text, writer, tags } = this.parts;
    const map = readTextMap(text.doc);
    const word = writer?.newestWord() ?? null;
    const begin = word === null ? -1 : map.text.indexOf(word);
    const phrases = [...map.text.matchAll(/[A-Z][a-z]+ [a-z]+/g)];
    const phrase = phrases[random.below(phrases.length)];
    const start = begin >= 0 && random.below(2) === 0 ? begin : (phrase?.index ?? 0);
    const length = start === begin && word ? word.length : (phrase?.[0].length ?? 1);
    const range = { start, end: start + length };
    const positions = map.positionsOf(range);
    const tag = tags[random.below(tags.length * 2)];
    return {
      name: "create-annotation",
      annotation: randomUUID(),
      kind: ANNOTATION_KINDS[random.below(ANNOTATION_KINDS.length)] ?? "comment",
      anchor: positions && { ...quoteOf(map.text, range), ...positions },
      comment: random.below(2) === 0 ? { id: randomUUID(), text: `about ${randomUUID()}` } : null,
      tags: tag === undefined ? [] : [tag],
    };
  }

  /** A comment of one's own is added, changed or taken back; on anybody's annotation. */
  private say(on: Expected): AnnotationCommand {
    const { random, who } = this.parts;
    const mine = [...on.comments].filter(([, { by, text }]) => by === who && text !== null);
    const [comment] = mine[random.below(mine.length * 3)] ?? [];
    if (comment === undefined) {
      return { name: "add-comment", annotation: on.id, comment: randomUUID(), text: `reply ${randomUUID()}` };
    }
    if (random.below(3) === 0) return { name: "delete-comment", annotation: on.id, comment };
    return { name: "edit-comment", annotation: on.id, comment, text: `edited ${randomUUID()}` };
  }

  /** Always one that changes something: only those leave a receipt. */
  private change({ id: annotation, kind, tags, isResolved, isDeleted }: Expected): AnnotationCommand {
    const { random, tags: all } = this.parts;
    if (isDeleted) return { name: "restore-annotation", annotation };
    const tag = all[random.below(all.length)];
    switch (random.below(5)) {
      case 0:
        return { name: "delete-annotation", annotation };
      case 1:
        return isResolved
          ? { name: "reopen-thread", annotation }
          : { name: "resolve-thread", annotation, reason: random.below(2) === 0 ? "done" : null };
      case 2: {
        const others = ANNOTATION_KINDS.filter((other) => other !== kind);
        return { name: "change-kind", annotation, kind: others[random.below(others.length)] ?? "claim" };
      }
      default:
        if (tag === undefined) return { name: "delete-annotation", annotation };
        return tags.includes(tag)
          ? { name: "untag-annotation", annotation, tag }
          : { name: "tag-annotation", annotation, tag };
    }
  }

  /** One that was carried out long ago: the first answer is given again, and nothing is done. */
  private repeat(): void {
    const entry = this.repeatable[this.parts.random.below(this.repeatable.length)];
    if (!entry || this.repeated.has(entry.key)) return;
    this.repeated.set(entry.key, entry);
    this.send();
  }

  private send(): void {
    for (const entry of [...this.outbox, ...this.repeated.values()]) {
      const place = this.outbox.indexOf(entry);
      if (this.sent.has(entry.key) || !mayBeSent(entry, this.outbox.slice(0, Math.max(0, place)))) continue;
      if (!this.parts.annotations.command(this.envelope(entry))) continue;
      this.sent.add(entry.key);
      entry.attempts += 1;
    }
  }

  private envelope({ key, command, textMarker }: Entry): CommandEnvelope {
    const isPresent = textMarker?.replica === this.parts.text.replica;
    return { key, command, textMarker: isPresent ? textMarker : null };
  }

  private async sendByHttp(entry: Entry): Promise<void> {
    this.sent.add(entry.key);
    entry.attempts += 1;
    const answer = await this.parts.post(this.envelope(entry));
    if (answer) return this.answered(answer);
    this.sent.delete(entry.key);
    this.send();
  }

  private answered(answer: CommandAnswer): void {
    const { news, ledger, onAnswered } = this.parts;
    if (!answer.ok && answer.refusal.code === "unavailable") return this.tryLater(answer.key);
    const entry = this.outbox.find(({ key }) => key === answer.key);
    this.outbox = this.outbox.filter((other) => other !== entry);
    this.sent.delete(answer.key);
    const isRepeat = this.repeated.delete(answer.key);
    if (entry && answer.ok) {
      ledger.done(answer.key);
      this.repeatable.push(entry);
      if (this.repeatable.length > REPEATABLE_MAX) this.repeatable.shift();
      onAnswered();
    } else if (entry && !answer.ok) {
      ledger.refused(answer.key, entry.attempts > 1);
      if (!this.mayBeRefused(entry, answer.refusal.code)) this.complain(entry, answer);
    } else if (isRepeat && !answer.ok) {
      news.fail(new Error(`A command that was carried out is refused when repeated: ${JSON.stringify(answer)}`));
    }
    this.send();
    news.tell();
  }

  private complain({ command }: Entry, answer: CommandAnswer): void {
    this.parts.news.fail(
      new Error(
        `A command was refused, which may mean that it was carried out twice: ${JSON.stringify({ command, answer })}`,
      ),
    );
  }

  /** Words may be taken out before they are annotated, and an annotation deleted before somebody replies to it. */
  private mayBeRefused({ command }: Entry, code: string): boolean {
    if (command.name === "create-annotation") return code === "quote-not-found";
    const isForeign = this.parts.ledger.get(command.annotation)?.owner !== this.parts.who;
    return isForeign && code === "not-found";
  }

  private tryLater(key: string): void {
    setTimeout(() => {
      this.sent.delete(key);
      this.send();
    }, TRY_AGAIN_AFTER);
  }
}
