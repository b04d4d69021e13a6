/** The commands of one socket: one after the other, for a reply follows the annotation that it replies to. */

/** A client with a day's commands to send is read on as they are carried out. */
const WAITING_MAX = 32;

export class CommandQueue {
  private last: Promise<void> = Promise.resolve();
  private waiting = 0;
  private readonly onRoom: () => void;

  /** @param onRoom after each command, when there is room for another */
  constructor(onRoom: () => void) {
    this.onRoom = onRoom;
  }

  get isFull(): boolean {
    return this.waiting >= WAITING_MAX;
  }

  /** @param carryOut must not reject */
  add(carryOut: () => Promise<void>): void {
    this.waiting += 1;
    this.last = this.last.then(async () => {
      await carryOut();
      this.waiting -= 1;
      if (!this.isFull) this.onRoom();
    });
  }

  /** Settles when all that were added before are carried out. */
  settled(): Promise<void> {
    return this.last;
  }
}
