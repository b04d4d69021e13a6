/** All who work on one bulletin at once, and what they know of it. */

import type { CommandAnswer, CommandEnvelope } from "../../domain/annotation/command.ts";
import { readTextMap } from "../../domain/ydoc/text-map.ts";
import type { Random } from "../support/random.ts";
import { Annotator } from "./annotator.ts";
import { News } from "./news.ts";
import { type Door, RoomClient } from "./room-client.ts";
import { type Kind, type Seen, seenIn } from "./states.ts";
import { ThreadLedger } from "./thread-ledger.ts";
import { WordLedger } from "./word-ledger.ts";
import { Writer } from "./writer.ts";
import { ourDesk, stockDesk, type WritingDesk } from "./writing-desk.ts";

const OUR_WRITERS = 3;
const STOCK_WRITERS = 2;
const ANNOTATORS = 2;
const READERS = 2;

/** Fields that a crew writes in, besides the common one. */
export const FIELDS = OUR_WRITERS + STOCK_WRITERS;

export interface Tokens {
  owner: string;
  editor: string;
  annotator: string;
  reader: string;
}

export interface Counts {
  edits: number;
  commands: number;
}

interface CrewOptions {
  url: string;
  bulletin: string;
  tokens: Tokens;
  /** Ids of tags in the vocabulary. */
  tags: readonly string[];
  random: () => Random;
  /** Added to: what the server acknowledged. */
  counts: Counts;
}

export class Crew {
  readonly news = new News();
  readonly words = new WordLedger();
  readonly threads = new ThreadLedger();
  private readonly options: CrewOptions;
  private readonly random: Random;
  private readonly rooms: { kind: Kind; client: RoomClient }[] = [];
  private readonly desks: WritingDesk[] = [];
  private readonly stocks: ReturnType<typeof stockDesk>[] = [];
  private readonly writers: Writer[] = [];
  private readonly annotators: Annotator[] = [];
  /** Who only reads, so what they hold came from the server. */
  private readonly readers: { kind: Kind; client: RoomClient }[] = [];
  private working: Promise<unknown> = Promise.resolve();
  private isResting = true;

  constructor(options: CrewOptions) {
    this.options = options;
    this.random = options.random();
    for (let left = READERS; left > 0; left--) {
      for (const kind of ["text", "annotations"] as const) {
        this.readers.push({ kind, client: this.enter(kind, options.tokens.reader) });
      }
    }
    let field = 0;
    for (let index = 0; index < OUR_WRITERS; index++) {
      const text = this.enter("text", index === 0 ? options.tokens.owner : options.tokens.editor);
      const desk = ourDesk(text, () => options.counts.edits++);
      this.desks.push(desk);
      const writer = this.hire(desk, ++field);
      if (index === 0) this.engage(text, options.tokens.owner, writer);
    }
    const watched = this.readers.find(({ kind }) => kind === "text");
    for (let left = STOCK_WRITERS; left > 0 && watched; left--) {
      const desk = stockDesk(this.door("text", options.tokens.editor), watched.client, this.news);
      this.stocks.push(desk);
      this.hire(desk, ++field);
    }
    for (let left = ANNOTATORS; left > 0; left--) {
      this.engage(this.enter("text", options.tokens.annotator), options.tokens.annotator, null);
    }
  }

  private door(room: Kind, token: string): Door {
    return { url: this.options.url, bulletin: this.options.bulletin, room, token };
  }

  private enter(kind: Kind, token: string): RoomClient {
    const client = new RoomClient(this.door(kind, token), this.news);
    this.rooms.push({ kind, client });
    return client;
  }

  private hire(desk: WritingDesk, field: number): Writer {
    const { words: ledger, news } = this;
    const writer = new Writer({ desk, field, ledger, random: this.options.random(), news });
    this.writers.push(writer);
    return writer;
  }

  private engage(text: RoomClient, token: string, writer: Writer | null): void {
    const { tags, counts } = this.options;
    const annotator = new Annotator({
      who: this.annotators.length,
      text,
      annotations: this.enter("annotations", token),
      writer,
      tags,
      ledger: this.threads,
      random: this.options.random(),
      news: this.news,
      post: (envelope) => this.post(token, envelope),
      onAnswered: () => counts.commands++,
    });
    this.annotators.push(annotator);
  }

  /** Null when no answer came, or none that says whether it was done. */
  private async post(token: string, envelope: CommandEnvelope): Promise<CommandAnswer | null> {
    const { url, bulletin } = this.options;
    try {
      const response = await fetch(`${url}/api/v1/bulletins/${bulletin}/commands`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify(envelope),
      });
      if (response.ok) return (await response.json()) as CommandAnswer;
      const text = await response.text();
      const code = ({ 404: "not-found", 409: "conflict", 422: "quote-not-found" } as const)[response.status];
      return code ? { key: envelope.key, ok: false, refusal: { code, text } } : null;
    } catch {
      return null;
    }
  }

  /** Begins to work, until `rest`. */
  work(): void {
    this.isResting = false;
    const isOver = (): boolean => this.isResting;
    const all = [...this.writers, ...this.annotators].map((each) => each.work(isOver));
    const working = Promise.all(all);
    working.catch((error: unknown) => this.news.fail(error instanceof Error ? error : new Error(String(error))));
    this.working = working;
  }

  /** Some sockets of readers read nothing any more, until `rest`. */
  stall(): void {
    for (const { client } of this.readers) if (this.random.below(2) === 0) client.stall();
  }

  /** When all have what they typed and commanded acknowledged, and read again. */
  async rest(): Promise<void> {
    this.isResting = true;
    for (const { client } of this.rooms) client.readOn();
    this.news.tell();
    await this.working;
    await this.news.until(
      () => `all to be acknowledged; ${this.unacknowledged()}`,
      () => this.desks.every((desk) => desk.waiting() === 0) && this.annotators.every(({ waiting }) => waiting === 0),
    );
  }

  private unacknowledged(): string {
    const edits = this.desks.map((desk) => desk.waiting());
    const offline = this.rooms.filter(({ client }) => !client.isSynced).length;
    const commands = this.annotators.map((each) => each.whatWaits());
    return `edits ${edits}; rooms without the server's state: ${offline}; commands ${JSON.stringify(commands)}`;
  }

  /** Resolves when so much more was acknowledged. */
  acknowledged(more: number): Promise<void> {
    const { counts } = this.options;
    const goal = counts.edits + counts.commands + more;
    return this.news.until(
      () => `${more} acknowledgements; ${this.unacknowledged()}`,
      () => counts.edits + counts.commands >= goal,
    );
  }

  /** What the readers hold when no more can come: every socket has been closed. */
  async seen(): Promise<Seen[]> {
    for (const { client } of this.readers) client.readOn();
    await this.news.until("the readers' sockets to be closed", () =>
      this.readers.every((each) => !each.client.isConnected),
    );
    return this.readers.map(({ client, kind }) => {
      if (kind === "text") this.words.shown(readTextMap(client.doc).text);
      return seenIn(client.doc, kind);
    });
  }

  /** Resolves when so many rooms more have been loaded by those who were sent away. */
  someBack(times: number): Promise<void> {
    const loads = (): number => this.rooms.reduce((sum, { client }) => sum + client.loads, 0);
    const goal = loads() + times;
    return this.news.until("clients to come back", () => loads() >= goal);
  }

  /** Every document of every client. */
  docs(kind: Kind) {
    const ours = this.rooms.filter((room) => room.kind === kind).map(({ client }) => client.doc);
    return kind === "text" ? [...ours, ...this.stocks.map(({ doc }) => doc)] : ours;
  }

  /** A client that has nothing yet. */
  async freshLook(url: string, kind: Kind): Promise<RoomClient> {
    const client = new RoomClient({ ...this.door(kind, this.options.tokens.reader), url }, this.news);
    await this.news.until(`a fresh load of the ${kind}`, () => client.isSynced);
    return client;
  }

  close(): void {
    this.isResting = true;
    this.news.fail(new Error("The crew has gone home."));
    for (const { client } of this.rooms) client.close();
    for (const stock of this.stocks) stock.close();
  }
}
