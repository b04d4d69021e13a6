/** When failed sign-ins lock an account or an address, and for how long. Pure. */

import { isIPv6 } from "node:net";

export const FREE_FAILURES = 10;
const MINUTE = 60_000;
const LONGEST_LOCK = 60 * MINUTE;
const DAY = 24 * 60 * MINUTE;

export interface Throttle {
  failures: number;
  lockedUntil: Date | null;
  /** When it last failed. */
  updatedAt: Date;
}

/** Milliseconds locked after so many failures: none below ten, then 1, 2, 4 … minutes up to an hour. */
export function lockDuration(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  return Math.min(MINUTE * 2 ** Math.min(failures - FREE_FAILURES, 6), LONGEST_LOCK);
}

export function isLocked(throttle: Throttle, now: Date): boolean {
  return throttle.lockedUntil !== null && throttle.lockedUntil > now;
}

/**
 * The throttle with one more try counted as failed. Tries are counted before the password is looked at, and given
 * back when it was right: otherwise all that arrive during one comparison would be free.
 */
export function withTry(throttle: Throttle, now: Date): Throttle {
  const isForgotten = now.getTime() - throttle.updatedAt.getTime() >= DAY;
  const failures = isForgotten ? 1 : throttle.failures + 1;
  const duration = lockDuration(failures);
  return { failures, lockedUntil: duration === 0 ? null : new Date(now.getTime() + duration), updatedAt: now };
}

/** Rows older than this say nothing any more. */
export function forgottenBefore(now: Date): Date {
  return new Date(now.getTime() - DAY);
}

export const accountKey = (email: string): string => `account:${email}`;

/**
 * IPv6 counts by its /64, which is what one subscriber gets: every address in it is theirs to use. IPv4 in IPv6 counts
 * as IPv4.
 */
export function addressKey(address: string): string {
  const plain = address.replace(/%.*$/, "").toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain);
  if (mapped) return `address:${mapped[1]}`;
  return `address:${isIPv6(plain) ? network64(plain) : plain}`;
}

function network64(address: string): string {
  const [head = "", tail] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length - (address.includes(".") ? 1 : 0);
  const groups = [...before, ...Array<string>(Math.max(zeros, 0)).fill("0"), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
