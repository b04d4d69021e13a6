/** Sends what waits in the outbox, as soon as order and connection allow, and again after every reconnect. */

import { commandMessage } from "./messages.ts";
import { envelopeOf, isVocabularyCommand, mayBeSent, type Outbox, type OutboxEntry } from "./outbox.ts";
import type { RoomConnection } from "./room-connection.ts";

type CommandRoom = "annotations" | "vocabulary";

/** Before a command is tried again that the server could not take just now, in milliseconds. */
const RETRY_DELAY = 3000;

const roomOf = ({ command }: OutboxEntry): CommandRoom => (isVocabularyCommand(command) ? "vocabulary" : "annotations");

export class CommandSender {
  readonly #outbox: Pick<Outbox, "entries">;
  readonly #rooms: Record<CommandRoom, Pick<RoomConnection, "send">>;
  readonly #replica: () => string;
  readonly #moment: () => number;
  /** Sent on the present connection and not answered. */
  readonly #underWay = new Map<string, CommandRoom>();
  readonly #sentAt = new Map<string, number>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(
    outbox: Pick<Outbox, "entries">,
    rooms: Record<CommandRoom, Pick<RoomConnection, "send">>,
    { replica, moment }: { replica: () => string; moment: () => number },
  ) {
    this.#outbox = outbox;
    this.#rooms = rooms;
    this.#replica = replica;
    this.#moment = moment;
  }

  send(): void {
    const entries = this.#outbox.entries();
    entries.forEach((entry, index) => {
      if (this.#underWay.has(entry.key) || !mayBeSent(entry, entries.slice(0, index))) return;
      const room = roomOf(entry);
      if (!this.#rooms[room].send(commandMessage(envelopeOf(entry, this.#replica())))) return;
      this.#underWay.set(entry.key, room);
      this.#sentAt.set(entry.key, this.#moment());
    });
  }

  connectionChanged(room: CommandRoom, isOnline: boolean): void {
    for (const [key, used] of this.#underWay) if (used === room) this.#underWay.delete(key);
    if (isOnline) this.send();
  }

  /** The moment at which a command was last sent. */
  sentAt(key: string): number {
    return this.#sentAt.get(key) ?? 0;
  }

  /** Call it when the command has left the outbox: others may have waited for it. */
  answered(key: string): void {
    this.#underWay.delete(key);
    this.#sentAt.delete(key);
    this.send();
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
