import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Bucket, type Seat, SOCKETS_PER_USER, Users } from "./limits.ts";

const MB = 1024 * 1024;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a bucket", () => {
  it("lets a burst through, then as much as flows in", () => {
    const bucket = new Bucket({ perSecond: 10, burst: 20 });
    expect(bucket.take(20)).toBe(0);
    expect(bucket.take(1)).toBe(100);
    expect(bucket.take(1)).toBe(200);
    vi.advanceTimersByTime(200);
    expect(bucket.take(1)).toBe(100);
    vi.advanceTimersByTime(600);
    expect(bucket.take(5)).toBe(0);
  });

  it("is never more than full, and takes what is larger than itself on credit", () => {
    const bucket = new Bucket({ perSecond: 10, burst: 20 });
    vi.advanceTimersByTime(60_000);
    expect(bucket.isFull).toBe(true);
    expect(bucket.take(30)).toBe(1000);
    expect(bucket.isFull).toBe(false);
  });
});

const seated = (users: Users, id: string): Seat => {
  const seat = users.seat(id);
  if (!seat) throw new Error("There is no seat.");
  return seat;
};

/** Sends at a rate for some seconds and gives the milliseconds that it had to wait. */
function waited(seats: Seat[], perSecond: number, seconds: number, bytes: number): number {
  let sum = 0;
  for (let second = 0; second < seconds; second++) {
    for (const seat of seats) for (let n = 0; n < perSecond; n++) sum += seat.take(1, bytes);
    vi.advanceTimersByTime(1000);
  }
  return sum;
}

describe("honest use never waits:", () => {
  it("a program that writes 400 updates a second with markers and carets", () => {
    expect(waited([seated(new Users(), "u")], 1200, 60, 200)).toBe(0);
  });

  it("a paste of 5 MB, and a day's work merged into 16 MB", () => {
    const seat = seated(new Users(), "u");
    expect(seat.take(1, 5 * MB)).toBe(0);
    expect(seat.take(1, 16 * MB)).toBe(0);
  });

  it("200 sockets of one user that join at once and then type ten times a second", () => {
    const users = new Users();
    const seats = Array.from({ length: 200 }, () => seated(users, "u"));
    for (const seat of seats) expect(seat.take(20, 100)).toBe(0);
    expect(waited(seats, 10, 60, 200)).toBe(0);
  });
});

describe("a flood waits:", () => {
  it("of messages, of bytes, and of many sockets together", () => {
    const users = new Users();
    expect(waited([seated(users, "a")], 100_000, 1, 10)).toBeGreaterThan(1000);
    expect(waited([seated(users, "b")], 10, 1, 16 * MB)).toBeGreaterThan(1000);
    const seats = Array.from({ length: 50 }, () => seated(users, "c"));
    expect(waited(seats, 1000, 1, 10)).toBeGreaterThan(1000);
    expect(waited([seated(users, "d")], 10, 1, 10)).toBe(0);
  });
});

describe("a user's sockets", () => {
  it("are so many at most; one that leaves makes room", () => {
    const users = new Users();
    const seats = Array.from({ length: SOCKETS_PER_USER }, () => seated(users, "u"));
    expect(users.seat("u")).toBeNull();
    expect(users.seat("other")).not.toBeNull();
    seats[0]?.leave();
    seats[0]?.leave();
    expect(users.seat("u")).not.toBeNull();
    expect(users.seat("u")).toBeNull();
  });

  it("leave their debt behind, until it is paid", () => {
    const users = new Users();
    const first = seated(users, "u");
    for (let n = 0; n < 10; n++) first.take(0, 16 * MB);
    first.leave();
    users.forgetOld();
    expect(seated(users, "u").take(1, 1)).toBeGreaterThan(1000);
    vi.advanceTimersByTime(60_000);
    users.forgetOld();
    expect(seated(users, "u").take(1, 1)).toBe(0);
  });
});
