/** What the sign is drawn from, and when it is drawn anew: not at each key. */

import { NO_FACTS, nextFacts, type SyncEvent, type SyncFacts } from "./saved-state.ts";

/** How long nothing is typed before "saved" or "kept" is said, in milliseconds: else the sign would flicker at each key. */
const SAVED_DELAY = 200;

interface Surroundings {
  /** Whether all that is unsaved is in the browser's storage now. */
  isKept(): boolean;
  /** Draws now, or before the next frame. */
  draw(): void;
  drawSoon(): void;
}

export class SavedFacts {
  readonly #around: Surroundings;
  #now = NO_FACTS;
  #savedTimer: ReturnType<typeof setTimeout> | undefined;
  #keptTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  get now(): SyncFacts {
    return this.#now;
  }

  /** Draws nothing yet. */
  note(event: SyncEvent): void {
    this.#now = nextFacts(this.#now, event);
  }

  happened(event: SyncEvent): void {
    this.note(event);
    if (event.type === "text-saved") {
      clearTimeout(this.#savedTimer);
      this.#savedTimer = setTimeout(() => this.#around.draw(), SAVED_DELAY);
    } else if (event.type === "text-changed") {
      // Drawn, as unsaved, before the next frame.
      this.keptChanged();
    } else {
      this.#around.draw();
    }
  }

  /** What is not kept is said before the next frame; that it is, when it has been so for a moment. */
  keptChanged(): void {
    clearTimeout(this.#keptTimer);
    const isKept = this.#around.isKept();
    if (isKept === this.#now.isKept) return;
    if (isKept) {
      this.#keptTimer = setTimeout(() => this.happened({ type: "kept", isKept }), SAVED_DELAY);
    } else {
      this.note({ type: "kept", isKept });
      this.#around.drawSoon();
    }
  }

  healthChanged(canKeep: boolean): void {
    if (canKeep !== this.#now.canKeep) this.happened({ type: "health", canKeep });
  }

  close(): void {
    clearTimeout(this.#savedTimer);
    clearTimeout(this.#keptTimer);
  }
}
