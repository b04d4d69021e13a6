/** What a repair changes, cut for showing: `kept` words around what goes and what comes in its place. */
export interface WordChange {
  start: string;
  removed: string;
  added: string;
  end: string;
}

/** Of the kept words so many characters are shown on either side. */
const CONTEXT = 60;

/** Blank lines are what a joined paragraph loses, so they get a sign. */
const visibly = (text: string): string =>
  text
    .replace(/\s*\n\s*\n\s*/g, " ¶ ")
    .replace(/\s+/g, " ")
    .trim();

/**
 * Both wordings compared from their ends. Where little is kept the whole is given as removed and added: half a word
 * struck out explains nothing.
 */
export function wordChange(before: string, after: string): WordChange {
  const one = [...visibly(before)];
  const other = [...visibly(after)];
  const shorter = Math.min(one.length, other.length);
  let head = 0;
  while (head < shorter && one[head] === other[head]) head++;
  let tail = 0;
  while (tail < shorter - head && one[one.length - 1 - tail] === other[other.length - 1 - tail]) tail++;
  if (head + tail < one.length / 2) return { start: "", removed: one.join(""), added: other.join(""), end: "" };
  const start = one.slice(0, head).join("");
  const end = tail === 0 ? "" : one.slice(-tail).join("");
  return {
    start: head > CONTEXT ? `…${[...start].slice(-CONTEXT).join("")}` : start,
    removed: one.slice(head, one.length - tail).join(""),
    added: other.slice(head, other.length - tail).join(""),
    end: tail > CONTEXT ? `${[...end].slice(0, CONTEXT).join("")}…` : end,
  };
}
