/** Something happened: who waits for a condition looks again. */

/** Nothing here takes that long; longer than this, in milliseconds, it hangs. */
const LIMIT = 90_000;

export class News {
  private readonly watchers = new Set<(failure: Error | null) => void>();
  private failure: Error | null = null;

  tell(): void {
    for (const look of [...this.watchers]) look(null);
  }

  /** What must never happen has happened: whoever waits, now or later, is told so. */
  fail(error: Error): void {
    this.failure ??= error;
    for (const look of [...this.watchers]) look(this.failure);
  }

  /** Resolves when `isTrue`. Rejects after a failure, and when it takes too long, with `what` as it is then. */
  async until(what: string | (() => string), isTrue: () => boolean): Promise<void> {
    if (this.failure) throw this.failure;
    if (isTrue()) return;
    const sentence = (): string => (typeof what === "string" ? what : what());
    await new Promise<void>((resolve, reject) => {
      const end = (settle: () => void): void => {
        clearTimeout(limit);
        this.watchers.delete(look);
        settle();
      };
      const look = (failure: Error | null): void => {
        try {
          if (failure) end(() => reject(failure));
          else if (isTrue()) end(resolve);
        } catch (error) {
          end(() => reject(error));
        }
      };
      const limit = setTimeout(() => end(() => reject(new Error(`Waited in vain: ${sentence()}`))), LIMIT);
      this.watchers.add(look);
    });
  }
}
