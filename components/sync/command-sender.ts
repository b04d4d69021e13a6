/** Sends what waits in the outbox, as soon as order, text and connection allow, and again after every reconnect. */

import type { TextMarker } from "../../domain/annotation/command.ts";
import { commandMessage } from "./messages.ts";
import { envelopeOf, isVocabularyCommand, mayBeSent, type Outbox, type OutboxEntry } from "./outbox.ts";
import type { RoomConnection } from "./room-connection.ts";

type CommandRoom = "annotations" | "vocabulary";

/** Before a command is tried again that the server could not take just now, in milliseconds. */
const RETRY_DELAY = 3000;

const roomOf = ({ command }: OutboxEntry): CommandRoom => (isVocabularyCommand(command) ? "vocabulary" : "annotations");

interface Surroundings {
  /** The copy of the text that is in use. */
  replica(): string;
  /** Whether it is known what goes first. */
  mayBegin(): boolean;
  /** Whether the text that a command was made on is still to be handed in. */
  isTextWaiting(marker: TextMarker): boolean;
  /** A moment in the order of what arrives. */
  moment(): number;
}

export class CommandSender {
  readonly #outbox: Pick<Outbox, "entries">;
  readonly #rooms: Record<CommandRoom, Pick<RoomConnection, "send">>;
  readonly #around: Surroundings;
  /** Sent on the present connection and not answered. */
  readonly #underWay = new Map<string, CommandRoom>();
  readonly #sentAt = new Map<string, number>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(
    outbox: Pick<Outbox, "entries">,
    rooms: Record<CommandRoom, Pick<RoomConnection, "send">>,
    around: Surroundings,
  ) {
    this.#outbox = outbox;
    this.#rooms = rooms;
    this.#around = around;
  }

  send(): void {
    const { entries } = this.#outbox;
    const { replica, mayBegin, isTextWaiting, moment } = this.#around;
    if (!mayBegin()) return;
    this.#forgetAllBut(new Set(entries.map(({ key }) => key)));
    entries.forEach((entry, index) => {
      if (this.#underWay.has(entry.key) || !mayBeSent(entry, entries.slice(0, index))) return;
      if (entry.textMarker && isTextWaiting(entry.textMarker)) return;
      const room = roomOf(entry);
      if (!this.#rooms[room].send(commandMessage(envelopeOf(entry, replica())))) return;
      this.#underWay.set(entry.key, room);
      this.#sentAt.set(entry.key, moment());
    });
  }

  /** Another tab may have had the answer. */
  #forgetAllBut(waiting: ReadonlySet<string>): void {
    for (const key of [...this.#sentAt.keys()].filter((known) => !waiting.has(known))) {
      this.#underWay.delete(key);
      this.#sentAt.delete(key);
    }
  }

  connectionChanged(room: CommandRoom, isOnline: boolean): void {
    for (const [key, used] of this.#underWay) if (used === room) this.#underWay.delete(key);
    if (isOnline) this.send();
  }

  /** The moment at which a command was last sent. */
  sentAt(key: string): number {
    return this.#sentAt.get(key) ?? 0;
  }

  sendLater(key: string): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#underWay.delete(key);
      this.send();
    }, RETRY_DELAY);
    this.#timers.add(timer);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
