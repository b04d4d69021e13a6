import { describe, expect, it } from "vitest";
import { addressKey, isLocked, lockDuration, type Throttle, withTry } from "./throttle-rules.ts";

const MINUTE = 60_000;
const start = new Date("2026-11-23T09:00:00Z");
const after = (minutes: number): Date => new Date(start.getTime() + minutes * MINUTE);
const none: Throttle = { failures: 0, lockedUntil: null, updatedAt: start };

describe("lockDuration", () => {
  it("is nothing for nine failures, then doubles up to an hour", () => {
    expect([0, 1, 9].map(lockDuration)).toEqual([0, 0, 0]);
    expect([10, 11, 12, 13, 14, 15, 16, 17, 5000].map((failures) => lockDuration(failures) / MINUTE)).toEqual([
      1, 2, 4, 8, 16, 32, 60, 60, 60,
    ]);
  });
});

describe("withTry", () => {
  it("locks with the tenth try", () => {
    let row = none;
    for (let tries = 1; tries <= 9; tries += 1) row = withTry(row, start);
    expect(row).toEqual({ failures: 9, lockedUntil: null, updatedAt: start });
    row = withTry(row, start);
    expect(row).toEqual({ failures: 10, lockedUntil: after(1), updatedAt: start });
    expect(isLocked(row, start)).toBe(true);
    expect(isLocked(row, after(1))).toBe(false);
    expect(withTry(row, after(1)).lockedUntil).toEqual(after(3));
  });

  it("forgets failures a day after the last one", () => {
    const row: Throttle = { failures: 12, lockedUntil: after(4), updatedAt: start };
    expect(withTry(row, after(24 * 60 - 1)).failures).toBe(13);
    expect(withTry(row, after(24 * 60))).toEqual({ failures: 1, lockedUntil: null, updatedAt: after(24 * 60) });
  });
});

describe("addressKey", () => {
  it("counts IPv4 by the address, also in its IPv6 spelling", () => {
    expect(addressKey("192.0.2.7")).toBe("address:192.0.2.7");
    expect(addressKey("::ffff:192.0.2.7")).toBe("address:192.0.2.7");
    expect(addressKey("::FFFF:192.0.2.7")).toBe("address:192.0.2.7");
  });

  it("counts IPv6 by the /64, however it is written", () => {
    const key = "address:2001:db8:1:2::/64";
    expect(addressKey("2001:db8:1:2:3:4:5:6")).toBe(key);
    expect(addressKey("2001:0DB8:0001:0002::1")).toBe(key);
    expect(addressKey("2001:db8:1:2::")).toBe(key);
    expect(addressKey("2001:db8:1:3::1")).not.toBe(key);
    expect(addressKey("::1")).toBe("address:0:0:0:0::/64");
    expect(addressKey("fe80::1%eth0")).toBe("address:fe80:0:0:0::/64");
    expect(addressKey("64:ff9b::192.0.2.33")).toBe("address:64:ff9b:0:0::/64");
  });

  it("takes anything else as it is", () => {
    expect(addressKey("unknown")).toBe("address:unknown");
  });
});
