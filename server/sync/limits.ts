/**
 * How much a socket and its user may send. Nothing is lost by these limits and nobody is closed for them: whoever sends
 * faster is read from later. They are generous to every honest use, and keep one client from taking the server from others.
 */

export interface Rate {
  perSecond: number;
  /** What may come at once after a quiet time. */
  burst: number;
}

/** A program that types 400 updates a second, each with a marker and a caret, stays well below. */
const SOCKET_MESSAGES: Rate = { perSecond: 2000, burst: 10_000 };

/** Two messages of the largest size at once, so a 5 MB paste never waits; then as much as a good uplink brings. */
const SOCKET_BYTES: Rate = { perSecond: 4 * 1024 * 1024, burst: 32 * 1024 * 1024 };

/** One token may stand for a whole room: 500 sockets that all join at once, or 200 that each type ten times a second. */
const USER_MESSAGES: Rate = { perSecond: 5000, burst: 20_000 };
const USER_BYTES: Rate = { perSecond: 16 * 1024 * 1024, burst: 64 * 1024 * 1024 };

/** One page holds three sockets, so this is 160 pages; a check with one token opens some 300. */
export const SOCKETS_PER_USER = 500;

/** What is left over of each second. A debt is allowed, so no message is too large; it is paid before the next one. */
export class Bucket {
  private readonly rate: Rate;
  private readonly now: () => number;
  private level: number;
  private filledAt: number;

  /** @param now in milliseconds, never going back */
  constructor(rate: Rate, now: () => number = () => performance.now()) {
    this.rate = rate;
    this.now = now;
    this.level = rate.burst;
    this.filledAt = now();
  }

  /** Gives the milliseconds until what was taken is paid for; 0: go on. */
  take(amount: number): number {
    this.fill();
    this.level -= amount;
    return this.level >= 0 ? 0 : Math.ceil((-this.level / this.rate.perSecond) * 1000);
  }

  get isFull(): boolean {
    this.fill();
    return this.level >= this.rate.burst;
  }

  private fill(): void {
    const now = this.now();
    const earned = ((now - this.filledAt) / 1000) * this.rate.perSecond;
    this.level = Math.min(this.rate.burst, this.level + earned);
    this.filledAt = now;
  }
}

/** How long a socket has to wait after a message. */
export interface Allowance {
  /** @param messages how many ordinary ones it is worth; gives milliseconds */
  take(messages: number, bytes: number): number;
}

export const UNLIMITED: Allowance = { take: () => 0 };

class User {
  sockets = 0;
  private readonly messages = new Bucket(USER_MESSAGES);
  private readonly bytes = new Bucket(USER_BYTES);

  take(messages: number, bytes: number): number {
    return Math.max(this.messages.take(messages), this.bytes.take(bytes));
  }

  get isForgettable(): boolean {
    return this.sockets === 0 && this.messages.isFull && this.bytes.isFull;
  }
}

/** A socket's place among those of its user. */
export interface Seat extends Allowance {
  leave(): void;
}

export class Users {
  private readonly users = new Map<string, User>();

  /** Null: the user has too many sockets. */
  seat(userId: string): Seat | null {
    const user = this.users.get(userId) ?? new User();
    this.users.set(userId, user);
    if (user.sockets >= SOCKETS_PER_USER) return null;
    user.sockets += 1;
    const messageBucket = new Bucket(SOCKET_MESSAGES);
    const byteBucket = new Bucket(SOCKET_BYTES);
    let hasLeft = false;
    return {
      take: (messages, bytes) =>
        Math.max(messageBucket.take(messages), byteBucket.take(bytes), user.take(messages, bytes)),
      leave() {
        if (!hasLeft) user.sockets -= 1;
        hasLeft = true;
      },
    };
  }

  /** Lets go of those who have left and owe nothing: leaving and coming back pays no debt. */
  forgetOld(): void {
    for (const [id, user] of this.users) if (user.isForgettable) this.users.delete(id);
  }
}
