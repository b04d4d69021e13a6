import { escapeHtml } from "./escape.ts";

const FORMAT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

/** A time for people, with the exact one for programs. In UTC: a file has no reader's time zone. */
export function moment(iso: string): string {
  const time = new Date(iso);
  const words = Number.isNaN(time.getTime()) ? iso : `${FORMAT.format(time)} UTC`;
  return `<time datetime="${escapeHtml(iso)}">${escapeHtml(words)}</time>`;
}
