import { expect, test } from "vitest";
import { sayAgo } from "./time-ago.tsx";

const NOW = Date.parse("2026-11-23T12:00:00Z");
const ago = (iso: string) => sayAgo(Date.parse(iso), NOW);

test.each([
  ["2026-11-23T11:59:31Z", "just now"],
  ["2026-11-23T11:58:00Z", "2 minutes ago"],
  ["2026-11-23T09:00:00Z", "3 hours ago"],
  ["2026-11-22T11:00:00Z", "yesterday"],
  ["2026-11-10T12:00:00Z", "13 days ago"],
  ["2026-11-26T12:00:00Z", "in 3 days"],
])("%s is %s", (at, words) => {
  expect(ago(at)).toBe(words);
});
