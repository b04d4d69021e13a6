/** Everything behind `useBulletinSession`, without React: rooms, outbox, and the snapshot that the page draws. */

import type { CommandAnswer } from "../../domain/annotation/command.ts";
import type { Actor } from "../../domain/permissions/permissions.ts";
import type { Notice } from "../../domain/protocol/protocol.ts";
import { AnnotationViews } from "./annotation-views.ts";
import type { BulletinSession } from "./bulletin-session.ts";
import { coalesce } from "./coalesce.ts";
import { CommandSender } from "./command-sender.ts";
import { KeptDatabase } from "./kept-database.ts";
import { type Command, Outbox } from "./outbox.ts";
import { outboxStore } from "./outbox-store.ts";
import { OwnRole } from "./own-role.ts";
import { followPage } from "./page-events.ts";
import { CROWD, RestingText } from "./resting-text.ts";
import { connectRoom } from "./room-connection.ts";
import { SavedFacts } from "./saved-facts.ts";
import { isUnsaved } from "./saved-state.ts";
import { ServerState } from "./server-state.ts";
import { isSameButText, nextSnapshot, type SessionParts } from "./session-view.ts";
import { SettledCommands } from "./settled-commands.ts";
import { openTabHints } from "./tab-hints.ts";
import { TextSide } from "./text-side.ts";
import { newId } from "./uuid.ts";

export interface SessionProps {
  bulletinId: string;
  workspaceId: string;
  me: Actor;
}

const syncAddress = (id: string): string => `${location.origin.replace(/^http/, "ws")}/sync/${id}`;

export class SessionStore {
  readonly #props: SessionProps;
  readonly #listeners = new Set<() => void>();
  readonly #me: OwnRole;
  #bulletin: BulletinSession["bulletin"] = null;
  readonly #facts = new SavedFacts({
    isKept: () => this.#isKept,
    draw: () => this.#publish(),
    drawSoon: () => this.#draw.schedule(),
  });
  readonly #text: TextSide;
  readonly #server = new ServerState();
  readonly #views = new AnnotationViews();
  #database: KeptDatabase | null = null;
  #outbox: Outbox | null = null;
  #sender: CommandSender | null = null;
  readonly #settled = new SettledCommands(() => this.#draw.schedule());
  #snapshot: BulletinSession;
  #drawn: SessionParts | null = null;
  #undo: (() => void | Promise<void>)[] = [];
  readonly #draw = coalesce(() => this.#publish());
  readonly #resting = new RestingText(() => this.#publish());
  #isEditorShown = false;

  constructor(props: SessionProps) {
    this.#props = props;
    this.#me = new OwnRole(props.me);
    this.#text = new TextSide({
      onNotice: (notice) => this.#notice(notice),
      onTakesText: (takesText) => {
        this.#me.seen(takesText);
        this.#draw.schedule();
      },
      onHappened: (event) => this.#facts.happened(event),
      onText: () => this.#publish(),
      onPeople: () => this.#draw.schedule(),
      onRefused: (change, spans, isOwn) => void this.#outbox?.refuseText(change, spans, isOwn),
      onLook: () => this.#look(),
      onHandedIn: () => this.#sender?.send(),
      onKept: () => this.#facts.keptChanged(),
    });
    const { doc, awareness } = this.#text.copy;
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
      retryRefused: (key) => this.#outbox?.giveAgain(key, new Date().toISOString()),
      present: [],
      editorShown: (isShown) => {
        this.#isEditorShown = isShown;
        this.#publish();
      },
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
    const database = new KeptDatabase(me.id, bulletinId, (canKeep) => this.#healthChanged(canKeep));
    const hints = openTabHints(me.id, bulletinId, () => this.#look());
    const outbox = new Outbox(outboxStore(database), {
      onChanged: () => this.#outboxChanged(),
      onStored: () => {
        hints.changed();
        this.#facts.keptChanged();
      },
      onSettledElsewhere: (entry) => this.#settled.add(entry, this.#sender?.sentAt(entry.key) ?? 0),
    });
    const annotations = this.#connect("annotations", bulletinId);
    const vocabulary = this.#connect("vocabulary", workspaceId);
    const text = this.#text;
    const sender = new CommandSender(
      outbox,
      { annotations, vocabulary },
      {
        replica: () => text.copy.replica,
        // What an earlier page left behind goes first, so it has to be known.
        mayBegin: () => this.#facts.now.isLookedUp,
        isTextWaiting: (marker) => text.isTextWaiting(marker),
        moment: () => this.#settled.now(),
      },
    );
    this.#database = database;
    this.#outbox = outbox;
    this.#sender = sender;
    this.#look();
    text.open({ address: syncAddress(bulletinId), database, me: me.id });
    // A dead socket is noticed by its silence only after half a minute; the browser often knows at once.
    const unfollow = followPage({
      onOffline() {
        for (const part of [annotations, vocabulary, text]) part.pause();
      },
      onOnline: () => {
        if (this.#facts.now.closed === null) for (const part of [annotations, vocabulary, text]) part.resume();
      },
      wouldLose: () => !this.#isKept && (isUnsaved(this.#facts.now) || outbox.refused.length > 0),
      // What is not sent yet is another tab's to send.
      onLeft: () => hints.changed(),
    });
    const unfollowServer = this.#server.follow({
      onAnnotation: (id) => this.#settled.arrived(id),
      onTags: () => this.#settled.tagsArrived(),
      onChanged: () => this.#draw.schedule(),
    });
    this.#undo.push(unfollow, unfollowServer, () => {
      for (const part of [annotations, vocabulary, text, sender, this.#settled, this.#facts, this.#resting])
        part.close();
      this.#draw.cancel();
      return database.close().then(() => {
        hints.changed();
        hints.close();
      });
    });
  }

  /** Resolves when all that is to be kept is on the disk. */
  async close(): Promise<void> {
    const steps = this.#undo;
    this.#undo = [];
    await Promise.all(steps.map((step) => step()));
  }

  #connect(room: "annotations" | "vocabulary", id: string) {
    return connectRoom(
      { address: syncAddress(id), room, doc: this.#server.docs[room], replica: newId(), awareness: null },
      {
        onNotice: (notice) => this.#notice(notice),
        onClosed: (code) => this.#facts.happened({ type: "closed", code }),
        onOnline: (isOnline) => {
          if (room === "annotations") this.#facts.happened({ type: "online", room, isOnline });
          this.#sender?.connectionChanged(room, isOnline);
        },
        onLoaded: () => room === "annotations" && this.#facts.happened({ type: "loaded", room }),
        onAnswer: (answer) => this.#answered(answer),
      },
    );
  }

  /** Looks through what is kept: of earlier pages, and of other tabs. */
  #look(): void {
    const database = this.#database;
    const outbox = this.#outbox;
    if (!database || !outbox) return;
    const isCurrent = (): boolean => this.#outbox === outbox && this.#undo.length > 0;
    database.readAll(this.#text.replicas).then(
      (kept) => {
        if (!isCurrent()) return;
        // The text first: commands that were made on it wait for it.
        this.#text.found(kept.text);
        this.#facts.note({ type: "looked-up" });
        outbox.reconcile(kept);
      },
      () => {
        // Nothing is known to be gone because it could not be read; and what was never read can't be waited for.
        if (!isCurrent() || this.#facts.now.isLookedUp) return;
        this.#text.found([]);
        this.#facts.note({ type: "looked-up" });
        this.#outboxChanged();
      },
    );
  }

  #send(command: Command): ReturnType<BulletinSession["send"]> {
    if (!this.#outbox) {
      const text = "The bulletin is still loading; try again in a moment.";
      return Promise.resolve({ ok: false, refusal: { code: "unavailable", text } });
    }
    const at = new Date().toISOString();
    return this.#outbox.add({ key: newId(), at, command, textMarker: this.#text.copy.marker() });
  }

  #answered(answer: CommandAnswer): void {
    if (!answer.ok && answer.refusal.code === "unavailable") return this.#sender?.sendLater(answer.key);
    const sentAt = this.#sender?.sentAt(answer.key) ?? 0;
    const entry = this.#outbox?.entries.find(({ key }) => key === answer.key);
    // Before it leaves the outbox, or it would not be drawn in between.
    if (entry && answer.ok) this.#settled.add(entry, sentAt);
    this.#outbox?.settle(answer);
  }

  #outboxChanged(): void {
    this.#sender?.send();
    this.#facts.keptChanged();
    this.#facts.happened({ type: "outbox", waiting: this.#outbox?.entries.length ?? 0 });
  }

  #healthChanged(canKeep: boolean): void {
    const isBack = canKeep && !this.#facts.now.canKeep;
    this.#facts.healthChanged(canKeep);
    if (!isBack) return;
    this.#text.storeAgain();
    this.#outbox?.storeAgain();
  }

  get #isKept(): boolean {
    return this.#text.isKept && (this.#outbox?.isKept ?? true);
  }

  #notice(notice: Notice): void {
    if (notice.type === "bulletin") {
      const { title, author, source, deleted } = notice;
      this.#bulletin = { title, author, source };
      return this.#facts.happened({ type: "deleted", isDeleted: deleted });
    }
    // The server asks for a writer's updates when a socket opens; who has just become one opens it anew.
    if (this.#me.told(notice.role)) {
      this.#text.pause();
      this.#text.resume();
    }
    this.#publish();
  }

  #publish(): void {
    const { copy, map, present } = this.#text;
    const parts: SessionParts = {
      me: this.#me.actor,
      bulletin: this.#bulletin,
      text: copy,
      textMap: map,
      facts: this.#facts.now,
      server: this.#server.annotations,
      revision: this.#server.revision,
      placing: this.#server.placing,
      tags: this.#server.tags,
      entries: this.#outbox?.entries ?? [],
      settled: this.#settled.entries(),
      refused: this.#outbox?.refused ?? [],
      present,
      views: this.#views,
    };
    const drawn = this.#drawn;
    const mayRest =
      this.#isEditorShown &&
      drawn?.text === copy &&
      this.#snapshot.text.isLoaded &&
      this.#snapshot.annotations.length > CROWD &&
      isSameButText(drawn, parts);
    parts.textMap = this.#resting.choose(drawn?.textMap ?? null, map, mayRest);
    // Where they sit now comes with the text that they sit in.
    if (drawn && parts.textMap !== map) parts.placing = drawn.placing;
    const next = nextSnapshot(this.#snapshot, parts, drawn);
    this.#drawn = parts;
    if (next === this.#snapshot) return;
    this.#snapshot = next;
    for (const listener of this.#listeners) listener();
  }
}
