/** In a crowd of annotations, all that follows the text waits for a pause in typing. */

import type { TextMap } from "../../domain/ydoc/text-map.ts";

/** From how many annotations on. */
export const CROWD = 500;

/** How long a pause is, and the longest that is waited for one, in milliseconds. */
const PAUSE = 300;
const LONGEST = 6000;

/**
 * Which reading of the text the page is drawn from. With each key every passage behind it moves, and thousands are not to
 * be found, grouped, counted and compared for that: the editor moves its highlights by itself. So text and annotations stay
 * together as they were until typing pauses.
 */
export class RestingText {
  readonly #onPause: () => void;
  #newest: TextMap | null = null;
  /** When the text that is drawn was no longer the newest. */
  #since: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isPaused = false;

  /** @param onPause the newest is to be drawn */
  constructor(onPause: () => void) {
    this.#onPause = onPause;
  }

  /**
   * @param drawn what the page shows; null: nothing yet
   * @param mayRest whether nothing but the text has changed, and there is a crowd
   */
  choose(drawn: TextMap | null, newest: TextMap, mayRest: boolean): TextMap {
    if (drawn === null || drawn === newest || !mayRest || this.#isPaused) {
      this.close();
      return newest;
    }
    // What else there is to be drawn is no key.
    if (newest !== this.#newest) this.#wait();
    this.#newest = newest;
    return drawn;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#isPaused = false;
    this.#newest = null;
    this.#since = null;
  }

  #wait(): void {
    const now = performance.now();
    this.#since ??= now;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#isPaused = true;
        this.#onPause();
      },
      Math.max(0, Math.min(PAUSE, this.#since + LONGEST - now)),
    );
  }
}
