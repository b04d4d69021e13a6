/** A bulletin on the real rooms, and the people who work on it. */

import { pino } from "pino";
import { vi } from "vitest";
import { proposeAnchor } from "../../components/editor/selection-anchor.ts";
import { trimRange } from "../../domain/anchor/trim-range.ts";
import type { BulletinNode } from "../../domain/schema/document.ts";
import { mapPositions } from "../../domain/schema/positions.ts";
import { seedUpdate } from "../../domain/ydoc/text-doc.ts";
import { readTextMap } from "../../domain/ydoc/text-map.ts";
import { carryOutAnnotation } from "../../server/commands/carry-out-annotation.ts";
import { createVocabulary } from "../../server/commands/vocabulary.ts";
import { Engine } from "../../server/sync/engine.ts";
import { NO_METRICS } from "../../server/sync/metrics.ts";
import { documentOf } from "../../server/sync/stored-state.ts";
import { MemoryLog } from "../support/memory-log.ts";
import { TestSocket } from "../support/test-socket.ts";
import { lettersOf } from "./letters.ts";
import { noteEdit, type Passage } from "./passage.ts";
import { perform, stretchIn } from "./perform.ts";
import { Person } from "./person.ts";
import type { Action, Step, Stretch } from "./steps.ts";
import { type Copy, copyOf, differencesOf, faultsIn, takeOver, wrongsIn } from "./views.ts";

const BULLETIN = "b";
const TEXT = "b/text";
const NOTES = "b/annotations";

/** Longer than the text takes to be quiet and looked at, in milliseconds. */
const QUIET = 5000;

/** Shorter than any wait of re-anchoring. */
const MOMENT = 50;

/** Taking others' changes in, an editor may write what the schema needs, which others take in. */
const EXCHANGES = 6;

export class World {
  readonly faults: string[] = [];
  private readonly log = new MemoryLog(TEXT, NOTES);
  private readonly engine: Engine;
  private readonly passages: Passage[] = [];
  private readonly people: Person[] = [];
  /** What the server shows: built of nothing but what it has sent. */
  private shown: { text: TestSocket; notes: TestSocket } | null = null;

  private constructor(document: BulletinNode) {
    this.log.write({ documentId: TEXT, entries: [{ bytes: seedUpdate(document), userId: null }], claims: [] });
    this.engine = new Engine({
      log: this.log,
      logger: pino({ level: "silent" }),
      metrics: NO_METRICS,
      isShared: false,
      command: async () => ({ key: "", ok: true }),
      onQuiet: async () => {},
    });
  }

  static async open(document: BulletinNode): Promise<World> {
    const world = new World(document);
    for (const [index, name] of ["Ann", "Bob", "Cleo"].entries()) {
      world.people.push(new Person(name, 10 + index, await world.sockets(name)));
    }
    world.shown = await world.sockets("a reader");
    return world;
  }

  private async sockets(user: string): Promise<{ text: TestSocket; notes: TestSocket }> {
    const joined = async (room: string): Promise<TestSocket> =>
      TestSocket.joined(await this.engine.hub.room(room), { user });
    return { text: await joined(TEXT), notes: await joined(NOTES) };
  }

  async close(): Promise<void> {
    await this.engine.drain();
    for (const { editor } of this.people) editor.destroy();
  }

  /** Marks a passage at the beginning of a run. */
  async annotate(stretch: Stretch): Promise<void> {
    const [person] = this.people;
    if (person) this.propose(person, stretch);
    await this.exchange();
    await this.exchange();
  }

  async step({ who, action, send, wait }: Step): Promise<void> {
    const person = this.people[who];
    if (!person) return;
    this.act(person, action);
    this.look(person, action.do);
    if (send === "own") await this.sendOf(person);
    if (send === "all") await this.exchange();
    if (wait > 0) await this.pass(wait);
    this.lookAtServer(action.do);
  }

  /** Everybody is back and has everything, and the text is quiet. */
  async quiet(): Promise<void> {
    for (const person of this.people) person.comeBack();
    for (let left = EXCHANGES; left > 0; left--) await this.exchange();
    await this.pass(QUIET);
    await this.exchange();
    this.lookAtServer("the end");
    const fresh = copyOf("a fresh load", { text: this.stored(TEXT), notes: this.stored(NOTES) });
    const refused = this.people.flatMap((person) => person.refused.map((line) => `${person.name}: ${line}`));
    this.faults.push(
      ...refused,
      ...differencesOf(fresh, this.people.map(copyOfPerson)),
      ...wrongsIn(fresh, this.passages),
    );
  }

  private act(person: Person, action: Action): void {
    switch (action.do) {
      case "annotate":
        return this.propose(person, action.over);
      case "go offline":
        return person.goOffline();
      case "come back":
        return person.comeBack();
      case "listen":
        return person.listen();
    }
    const before = person.text;
    person.beforeEdit();
    perform(person.editor, action, this.passages, person.clipboard);
    noteEdit(this.passages, before, person.text);
  }

  private propose(person: Person, stretch: Stretch): void {
    const { doc } = person.editor.state;
    const span = stretchIn(doc, stretch, this.passages);
    const found = span && mapPositions(doc).rangeOf(span);
    const map = readTextMap(person.editor.doc);
    const range = found && trimRange(map.text, found);
    if (!range) return;
    const id = `a${this.passages.length}`;
    const letters = lettersOf(person.text.slice(range.start, range.end));
    const passage: Passage = {
      id,
      own: new Set(letters),
      close: new Set(),
      openAt: new Set(),
      made: letters,
      quoted: letters,
      quotedBy: new Map(),
    };
    this.passages.push(passage);
    // What others have written already, and have not sent, is written into this passage.
    for (const other of this.people) noteEdit([passage], person.text, other.text);
    const anchor = proposeAnchor(map, range);
    person.annotate(async () => {
      const now = (): Date => new Date(0);
      await carryOutAnnotation(
        { engine: this.engine, vocabulary: createVocabulary(this.engine, now), now },
        { actor: { id: person.name, name: person.name, role: "editor" }, workspaceId: "w", bulletinId: BULLETIN },
        {
          key: id,
          command: { name: "create-annotation", annotation: id, kind: "highlight", anchor, comment: null, tags: [] },
          textMarker: null,
        },
      );
    });
  }

  private async sendOf(person: Person): Promise<void> {
    await person.send();
    await this.settle();
  }

  private async exchange(): Promise<void> {
    for (const person of this.people) await this.sendOf(person);
    for (const person of this.people) {
      person.listen();
      this.look(person, "listening");
    }
  }

  private async pass(milliseconds: number): Promise<void> {
    for (let left = milliseconds; left > 0; ) {
      // In small steps while something may wait for it; nothing does after some seconds.
      const some = milliseconds - left < QUIET ? Math.min(left, MOMENT) : left;
      vi.advanceTimersByTime(some);
      await this.settle();
      left -= some;
    }
  }

  /** Rooms work in microtasks; re-anchoring asks both of them, and decides. */
  private async settle(): Promise<void> {
    for (let left = 4; left > 0; left--) {
      for (const id of [TEXT, NOTES]) await this.engine.hub.with(id, (room) => room.read(() => null));
    }
  }

  private look(person: Person, after: string): void {
    for (const fault of faultsIn(copyOfPerson(person), this.passages)) this.faults.push(`${fault}, after ${after}`);
  }

  private lookAtServer(after: string): void {
    if (!this.shown) return;
    const { text, notes } = this.shown;
    const copy = copyOf("the server", { text: text.doc, notes: notes.doc });
    for (const fault of faultsIn(copy, this.passages)) this.faults.push(`${fault}, after ${after}`);
    takeOver(copy, this.people.map(copyOfPerson), this.passages);
  }

  private stored(documentId: string) {
    const batches = this.log.batches.filter((batch) => batch.documentId === documentId);
    return documentOf({ snapshot: null, entries: batches.flatMap(({ entries }) => entries.map(({ bytes }) => bytes)) });
  }
}

const copyOfPerson = ({ name, editor, notes, text }: Person): Copy => ({
  ...copyOf(name, { text: editor.doc, notes }),
  text,
});
