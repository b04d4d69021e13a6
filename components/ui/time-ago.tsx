const STEPS = [
  { unit: "year", seconds: 31_536_000 },
  { unit: "month", seconds: 2_592_000 },
  { unit: "day", seconds: 86_400 },
  { unit: "hour", seconds: 3600 },
  { unit: "minute", seconds: 60 },
] as const;

const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const ABSOLUTE = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

/** "3 hours ago", counted from `now`; both in milliseconds. Differences under a minute are "just now". */
export function sayAgo(at: number, now: number): string {
  const past = (now - at) / 1000;
  const step = STEPS.find(({ seconds }) => Math.abs(past) >= seconds);
  return step ? RELATIVE.format(-Math.round(past / step.seconds), step.unit) : "just now";
}

/** A moment relative to now, with the exact time (UTC) on pointing at it. */
export function TimeAgo({ at, now }: { at: string; now: number }) {
  return (
    <time dateTime={at} title={`${ABSOLUTE.format(new Date(at))} UTC`} suppressHydrationWarning>
      {sayAgo(Date.parse(at), now)}
    </time>
  );
}

/** A day, for what lies far ahead. */
export function sayDay(at: string): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(at));
}
