/** Everything behind `useBulletinSession`, without React: rooms, outbox, and the snapshot that the page draws. */

import { Doc } from "yjs";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import type { CommandAnswer } from "../../domain/annotation/command.ts";
import { type Actor, canEditText } from "../../domain/permissions/permissions.ts";
import type { Notice } from "../../domain/protocol/protocol.ts";
import type { Tag } from "../../domain/vocabulary/vocabulary.ts";
import { observeAnnotations, readAnnotation } from "../../domain/ydoc/annotations-doc.ts";
import { readTextMap, type TextMap } from "../../domain/ydoc/text-map.ts";
import { observeTags, readTags } from "../../domain/ydoc/vocabulary-doc.ts";
import type { BulletinSession, PresentPerson } from "./bulletin-session.ts";
import { coalesce } from "./coalesce.ts";
import { CommandSender } from "./command-sender.ts";
import { lostWords } from "./lost-words.ts";
import { type Command, type Outbox, openOutbox } from "./outbox.ts";
import { openOutboxStore } from "./outbox-store.ts";
import { followPage } from "./page-events.ts";
import { isSamePeople, presentPeople } from "./presence.ts";
import { connectRoom, type RoomEvents } from "./room-connection.ts";
import { isUnsaved, NO_FACTS, nextFacts, type SyncEvent } from "./saved-state.ts";
import { nextSnapshot, type SessionParts } from "./session-view.ts";
import { SettledCommands } from "./settled-commands.ts";
import { TextCopy } from "./text-copy.ts";
import { newId } from "./uuid.ts";

export interface SessionProps {
  bulletinId: string;
  workspaceId: string;
  me: Actor;
}

/** How long nothing is typed before "saved" is said, in milliseconds: else the sign would flicker at each key. */
const SAVED_DELAY = 200;

const syncAddress = (id: string): string => `${location.origin.replace(/^http/, "ws")}/sync/${id}`;

export class SessionStore {
  readonly #props: SessionProps;
  readonly #listeners = new Set<() => void>();
  #me: Actor;
  #bulletin: BulletinSession["bulletin"] = null;
  #facts = NO_FACTS;
  #text = new TextCopy();
  /** After a refusal: the fresh copy that takes over once it is loaded, and why. */
  #replacement: { copy: TextCopy; code: string; text: string } | null = null;
  #textMap: TextMap;
  readonly #annotationsDoc = new Doc();
  readonly #vocabularyDoc = new Doc();
  readonly #server = new Map<string, Annotation>();
  #revision = 0;
  #tags: readonly Tag[] = [];
  #present: readonly PresentPerson[] = [];
  #outbox: Outbox | null = null;
  #sender: CommandSender | null = null;
  readonly #settled = new SettledCommands(() => this.#draw.schedule());
  #snapshot: BulletinSession;
  #drawn: SessionParts | null = null;
  #savedTimer: ReturnType<typeof setTimeout> | undefined;
  #undo: (() => void)[] = [];
  readonly #draw = coalesce(() => this.#publish());

  constructor(props: SessionProps) {
    this.#props = props;
    this.#me = props.me;
    const { doc, awareness } = this.#text;
    this.#textMap = readTextMap(doc);
    this.#snapshot = {
      me: props.me,
      bulletin: null,
      text: { doc, awareness, isLoaded: false, plain: "" },
      annotations: [],
      areAnnotationsLoaded: false,
      tags: [],
      saved: { state: "loading" },
      refused: [],
      dismissRefused: (key) => this.#outbox?.dismiss(key),
      present: [],
      send: (command) => this.#send(command),
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): BulletinSession => this.#snapshot;

  /** Connects; to be undone by `close`, after which it can be opened again. */
  open(): void {
    const { bulletinId, workspaceId, me } = this.#props;
    const outbox = openOutbox(openOutboxStore(me.id, bulletinId), () => this.#outboxChanged());
    const annotations = this.#connect("annotations", bulletinId, this.#annotationsDoc);
    const vocabulary = this.#connect("vocabulary", workspaceId, this.#vocabularyDoc);
    const sender = new CommandSender(
      outbox,
      { annotations, vocabulary },
      { replica: () => this.#text.replica, moment: () => this.#settled.now() },
    );
    this.#outbox = outbox;
    this.#sender = sender;
    this.#connectText(this.#text);
    // A dead socket is noticed by its silence only after half a minute; the browser often knows at once.
    const all = () => [annotations, vocabulary, this.#text, ...(this.#replacement ? [this.#replacement.copy] : [])];
    const unfollow = followPage({
      onOffline() {
        for (const room of all()) room.pause();
      },
      onOnline: () => {
        if (this.#facts.closed === null) for (const room of all()) room.resume();
      },
      isUnsaved: () => isUnsaved(this.#facts),
    });
    this.#undo.push(unfollow, ...this.#observe(), () => {
      for (const part of [annotations, vocabulary, sender, outbox]) part.close();
      this.#text.disconnect();
      this.#replacement?.copy.disconnect();
      this.#replacement = null;
      this.#draw.cancel();
      clearTimeout(this.#savedTimer);
    });
  }

  close(): void {
    for (const step of this.#undo) step();
    this.#undo = [];
  }

  #connect(room: "annotations" | "vocabulary", id: string, doc: Doc) {
    return connectRoom(
      { address: syncAddress(id), room, doc, replica: newId(), awareness: null },
      {
        ...this.#common,
        onOnline: (isOnline) => {
          if (room === "annotations") this.#happened({ type: "online", room, isOnline });
          this.#sender?.connectionChanged(room, isOnline);
        },
        onLoaded: () => room === "annotations" && this.#happened({ type: "loaded", room }),
        onAnswer: (answer) => this.#answered(answer),
      },
    );
  }

  readonly #common: Pick<RoomEvents, "onNotice" | "onClosed"> = {
    onNotice: (notice) => this.#notice(notice),
    onClosed: (code) => this.#happened({ type: "closed", code }),
  };

  #observe(): (() => void)[] {
    const onAnnotations = (ids: Set<string>): void => {
      for (const id of ids) {
        const annotation = readAnnotation(this.#annotationsDoc, id);
        if (annotation) this.#server.set(id, annotation);
        this.#settled.arrived(id);
      }
      this.#revision++;
      this.#draw.schedule();
    };
    const onTags = (): void => {
      this.#tags = readTags(this.#vocabularyDoc);
      this.#settled.tagsArrived();
      this.#draw.schedule();
    };
    return [observeAnnotations(this.#annotationsDoc, onAnnotations), observeTags(this.#vocabularyDoc, onTags)];
  }

  #connectText(copy: TextCopy): void {
    const isCurrent = (): boolean => this.#text === copy;
    const readText = coalesce(() => {
      if (!isCurrent()) return;
      this.#textMap = readTextMap(copy.doc);
      this.#publish();
    });
    const onPresence = (): void => {
      if (!isCurrent()) return;
      const present = presentPeople(copy.awareness, this.#me.id);
      if (isSamePeople(present, this.#present)) return;
      this.#present = present;
      this.#draw.schedule();
    };
    copy.doc.on("update", readText.schedule);
    copy.awareness.on("change", onPresence);
    copy.connect(syncAddress(this.#props.bulletinId), {
      ...this.#common,
      onOnline: (isOnline) => this.#happened({ type: "online", room: "text", isOnline }),
      onLoaded: () => {
        if (this.#replacement?.copy === copy) this.#replaceText();
        if (!isCurrent()) return;
        this.#textMap = readTextMap(copy.doc);
        onPresence();
        this.#happened({ type: "loaded", room: "text" });
      },
      onChanged: (marker) => isCurrent() && this.#happened({ type: "text-changed", marker }),
      onSaved: (marker) => isCurrent() && this.#happened({ type: "text-saved", marker }),
      onRefused: (code, text) => isCurrent() && this.#textRefused(code, text),
    });
    this.#undo.push(() => {
      readText.cancel();
      copy.doc.off("update", readText.schedule);
      copy.awareness.off("change", onPresence);
    });
  }

  /** Everything typed after a refused update would be refused too: the server's text is fetched anew. */
  #textRefused(code: string, text: string): void {
    if (this.#replacement) return;
    this.#text.disconnect();
    const copy = new TextCopy();
    this.#replacement = { copy, code, text };
    this.#connectText(copy);
  }

  #replaceText(): void {
    if (!this.#replacement) return;
    const { copy, code, text } = this.#replacement;
    const local = readTextMap(this.#text.doc).text;
    this.#replacement = null;
    this.#text = copy;
    this.#textMap = readTextMap(copy.doc);
    this.#facts = nextFacts(this.#facts, { type: "text-dropped" });
    this.#outbox?.refuse({ key: newId(), refusal: { code, text }, words: lostWords(this.#textMap.text, local) });
  }

  #send(command: Command): ReturnType<BulletinSession["send"]> {
    if (!this.#outbox) {
      const text = "The bulletin is still loading; try again in a moment.";
      return Promise.resolve({ ok: false, refusal: { code: "unavailable", text } });
    }
    const at = new Date().toISOString();
    return this.#outbox.add({ key: newId(), at, command, textMarker: this.#text.marker() });
  }

  #answered(answer: CommandAnswer): void {
    if (!answer.ok && answer.refusal.code === "unavailable") return this.#sender?.sendLater(answer.key);
    const sentAt = this.#sender?.sentAt(answer.key) ?? 0;
    const entry = this.#outbox?.entries().find(({ key }) => key === answer.key);
    // Before it leaves the outbox, or it would not be drawn in between.
    if (entry && answer.ok) this.#settled.add(entry, sentAt);
    this.#outbox?.settle(answer);
    this.#sender?.answered(answer.key);
  }

  #outboxChanged(): void {
    this.#sender?.send();
    this.#happened({ type: "outbox", waiting: this.#outbox?.entries().length ?? 0 });
  }

  #notice(notice: Notice): void {
    if (notice.type === "bulletin") {
      const { title, author, source, deleted } = notice;
      this.#bulletin = { title, author, source };
      return this.#happened({ type: "deleted", isDeleted: deleted });
    }
    const couldEdit = canEditText(this.#me);
    if (notice.role !== this.#me.role) this.#me = { ...this.#me, role: notice.role };
    // The server asks for a writer's updates when a socket opens; who has just become one opens it anew.
    if (!couldEdit && canEditText(this.#me)) {
      this.#text.pause();
      this.#text.resume();
    }
    this.#publish();
  }

  #happened(event: SyncEvent): void {
    this.#facts = nextFacts(this.#facts, event);
    if (event.type === "text-saved") {
      clearTimeout(this.#savedTimer);
      this.#savedTimer = setTimeout(() => this.#publish(), SAVED_DELAY);
    } else if (event.type !== "text-changed") {
      this.#publish();
    }
    // A changed text is drawn, as unsaved, before the next frame.
  }

  #publish(): void {
    const parts: SessionParts = {
      me: this.#me,
      bulletin: this.#bulletin,
      text: this.#text,
      textMap: this.#textMap,
      facts: this.#facts,
      server: this.#server,
      revision: this.#revision,
      tags: this.#tags,
      entries: this.#outbox?.entries() ?? [],
      settled: this.#settled.entries(),
      refused: this.#outbox?.refused() ?? [],
      present: this.#present,
    };
    const next = nextSnapshot(this.#snapshot, parts, this.#drawn);
    this.#drawn = parts;
    if (next === this.#snapshot) return;
    this.#snapshot = next;
    for (const listener of this.#listeners) listener();
  }
}
