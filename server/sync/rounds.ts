/** Runs one round of work at a time; what is asked for during one is done together in the next. */

export class Rounds {
  private readonly run: (users: ReadonlySet<string> | null) => Promise<void>;
  /** Users, or null for all. */
  private wanted: Set<string> | null = new Set();
  private running: Promise<void> = Promise.resolve();
  private next: Promise<void> | null = null;

  constructor(run: (users: ReadonlySet<string> | null) => Promise<void>) {
    this.run = run;
  }

  /** Settles when a round is over that began after this call. @param userId null: all */
  ask(userId: string | null): Promise<void> {
    if (userId === null) this.wanted = null;
    else this.wanted?.add(userId);
    if (this.next) return this.next;
    const begin = (): Promise<void> => {
      const users = this.wanted;
      this.wanted = new Set();
      this.running = this.next ?? Promise.resolve();
      this.next = null;
      return this.run(users);
    };
    // That an earlier round failed was said to those who asked for it.
    this.next = this.running.then(begin, begin);
    return this.next;
  }
}
