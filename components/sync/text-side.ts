/**
 * The text of an open bulletin: the copy that is in use, the one that takes its place after a refusal, what of it is
 * kept in this browser, and what earlier pages left behind there.
 */

import type { TextMarker } from "../../domain/annotation/command.ts";
import { CLOSE, type Notice } from "../../domain/protocol/protocol.ts";
import { readTextMap, type TextMap, TextReader } from "../../domain/ydoc/text-map.ts";
import type { PresentPerson, RefusedChange } from "./bulletin-session.ts";
import { coalesce } from "./coalesce.ts";
import type { KeptDatabase, KeptSpan, KeptUpdate } from "./kept-database.ts";
import { KeptText } from "./kept-text.ts";
import { type Leftover, LeftoverText, leftoversOf } from "./leftover-text.ts";
import { isSamePeople, presentPeople } from "./presence.ts";
import type { SyncEvent } from "./saved-state.ts";
import { TextCopy } from "./text-copy.ts";
import { wordsStanding, wordsWithin } from "./typed-words.ts";

export interface TextSideEvents {
  onHappened(event: SyncEvent): void;
  /** There is other text to be drawn, or other people. */
  onText(): void;
  onPeople(): void;
  onNotice(notice: Notice): void;
  /** Whether the server takes text from this person; with each connection. */
  onTakesText(takesText: boolean): void;
  /** Refused text, in place of what is kept of it; `isOwn`: written on this page. */
  onRefused(change: RefusedChange, spans: readonly KeptSpan[], isOwn: boolean): void;
  /** What is kept should be looked through: there is a connection, or another copy in use. */
  onLook(): void;
  /** Commands that waited for text need wait no longer. */
  onHandedIn(): void;
  /** All that was written here is in the browser's storage. */
  onKept(): void;
}

interface Surroundings {
  address: string;
  database: KeptDatabase;
  /** The person's id. */
  me: string;
}

/** After these the server has read something that it can't take, and would not take again. */
const UNREADABLE: readonly number[] = [CLOSE.malformed.code, CLOSE.tooLarge.code];

const GAP = { code: "gap", text: "The text that this was written on never reached the server." };

export class TextSide {
  readonly #events: TextSideEvents;
  #around: Surroundings | null = null;
  #copy = new TextCopy();
  /** After a refusal: the fresh copy that takes over once it is loaded, and why. */
  #replacement: { copy: TextCopy; refusal: RefusedChange["refusal"] } | null = null;
  #kept: KeptText | null = null;
  #leftovers = new LeftoverText();
  #map: TextMap;
  #present: readonly PresentPerson[] = [];
  #undo: (() => void)[] = [];

  constructor(events: TextSideEvents) {
    this.#events = events;
    this.#map = readTextMap(this.#copy.doc);
  }

  get copy(): TextCopy {
    return this.#copy;
  }

  get map(): TextMap {
    return this.#map;
  }

  get present(): readonly PresentPerson[] {
    return this.#present;
  }

  /** Whether the end of this page would lose nothing of the text. */
  get isKept(): boolean {
    return this.#kept?.isKept ?? true;
  }

  storeAgain(): void {
    this.#kept?.storeAgain();
  }

  /** Copies of this page. */
  get replicas(): string[] {
    return this.#copies.map(({ replica }) => replica);
  }

  get #copies(): TextCopy[] {
    return this.#replacement ? [this.#copy, this.#replacement.copy] : [this.#copy];
  }

  /** Connects; to be undone by `close`, after which it can be opened again. */
  open(around: Surroundings): void {
    this.#around = around;
    this.#leftovers = new LeftoverText();
    this.#keep(around);
    this.#connect(this.#copy, around);
  }

  close(): void {
    for (const step of this.#undo) step();
    this.#undo = [];
    for (const copy of this.#copies) copy.disconnect();
    this.#kept?.close();
    this.#replacement = null;
  }

  pause(): void {
    for (const copy of this.#copies) copy.pause();
  }

  resume(): void {
    for (const copy of this.#copies) copy.resume();
  }

  /** Whether the text that a command was made on is still to be handed in. */
  isTextWaiting({ replica }: TextMarker): boolean {
    if (replica === this.#copy.replica) return this.#replacement !== null;
    return this.#leftovers.isMissing(replica);
  }

  /** What the storage holds of copies that are not this page's. */
  found(updates: readonly KeptUpdate[]): void {
    this.#leftovers.found(leftoversOf(updates));
    this.#leftoversMoved();
    // Not into the text that is here: what another tab has handed in since is not kept, and may not be here yet.
    if (this.#leftovers.isWaiting) this.#copy.ask();
  }

  #keep({ database }: Surroundings): void {
    this.#kept = new KeptText(database, this.#copy, this.#events.onKept);
  }

  #connect(copy: TextCopy, { address, me }: Surroundings): void {
    const isCurrent = (): boolean => this.#copy === copy;
    const reader = new TextReader(copy.doc);
    const readText = coalesce(() => {
      if (!isCurrent()) return;
      this.#map = reader.read();
      this.#events.onText();
    });
    const onPresence = (): void => {
      if (!isCurrent()) return;
      const present = presentPeople(copy.awareness, me);
      if (isSamePeople(present, this.#present)) return;
      this.#present = present;
      this.#events.onPeople();
    };
    copy.doc.on("update", readText.schedule);
    copy.awareness.on("change", onPresence);
    this.#undo.push(() => {
      readText.cancel();
      reader.close();
      copy.doc.off("update", readText.schedule);
      copy.awareness.off("change", onPresence);
    });
    copy.connect(address, {
      onNotice: this.#events.onNotice,
      onOnline: (isOnline) => {
        this.#events.onHappened({ type: "online", room: "text", isOnline });
        if (isOnline && isCurrent()) this.#events.onLook();
      },
      onHandedOver: this.#events.onTakesText,
      onLoaded: () => {
        if (this.#replacement?.copy === copy) this.#replace();
        if (!isCurrent()) return;
        this.#map = reader.read();
        onPresence();
        if (this.#leftovers.isWaiting) this.#handIn();
        this.#events.onHappened({ type: "loaded", room: "text" });
      },
      onWritten: (written) => {
        if (isCurrent()) this.#kept?.written(written);
      },
      onChanged: (marker) => isCurrent() && this.#events.onHappened({ type: "text-changed", marker }),
      onSaved: (marker) => {
        if (!isCurrent()) return;
        this.#kept?.acknowledged(marker);
        this.#leftoversSaved();
        this.#events.onHappened({ type: "text-saved", marker });
      },
      onRefused: (code, text) => isCurrent() && this.#refuse({ code, text }),
      onClosed: (code) => {
        const isToBlame = isCurrent() && UNREADABLE.includes(code) && copy.wasHandedOver && this.#isUnsaved;
        if (isToBlame) this.#refuse({ code: "unreadable", text: "The server could not read this change." });
        else this.#events.onHappened({ type: "closed", code });
      },
    });
  }

  get #isUnsaved(): boolean {
    return this.#copy.written.length > 0 || this.#leftovers.underWay.length > 0;
  }

  #handIn(): void {
    for (const gap of this.#leftovers.handIn(this.#copy)) {
      this.#events.onRefused(
        { key: gap.replica, refusal: GAP, words: wordsWithin(gap.updates), command: null },
        [gap],
        false,
      );
    }
    this.#leftoversSaved();
    this.#leftoversMoved();
    if (this.#leftovers.isWaiting) this.#copy.ask();
  }

  #leftoversSaved(): void {
    const saved = this.#leftovers.saved(this.#copy);
    if (saved.length === 0) return;
    this.#around?.database.dropText(saved).catch(() => {
      // They stay, and the next page hands them in once more: nothing is twice in the text for that.
    });
    if (this.#leftovers.isWaiting) this.#copy.ask();
    this.#leftoversMoved();
  }

  #leftoversMoved(): void {
    this.#events.onHappened({ type: "leftovers", hasLeftovers: this.#leftovers.isLeft });
    this.#events.onHandedIn();
  }

  /** Everything typed after a refused update would be refused too: the server's text is fetched anew. */
  #refuse(refusal: RefusedChange["refusal"]): void {
    if (this.#replacement || !this.#around) return;
    this.#copy.disconnect();
    const copy = new TextCopy();
    this.#replacement = { copy, refusal };
    this.#connect(copy, this.#around);
  }

  #replace(): void {
    if (!this.#replacement || !this.#around) return;
    const { copy, refusal } = this.#replacement;
    const { doc, replica, written } = this.#copy;
    const leftovers: readonly Leftover[] = this.#leftovers.underWay;
    const lost = [...written.map(({ update }) => update), ...leftovers.flatMap(({ updates }) => updates)];
    const words = wordsStanding(doc, lost, copy.doc);
    const isOwn = written.length > 0 || leftovers.length === 0;
    const spans = [...leftovers, ...(this.#kept ? [this.#kept.giveUp()] : [])];
    this.#replacement = null;
    this.#copy = copy;
    this.#keep(this.#around);
    this.#leftovers.forget();
    this.#events.onHappened({ type: "text-dropped" });
    const key = isOwn ? replica : (leftovers[0]?.replica ?? replica);
    this.#events.onRefused({ key, refusal, words, command: null }, spans, isOwn);
    this.#leftoversMoved();
    this.#events.onLook();
  }
}
