/** Whether a line names authors. */

/** Longer lines are sentences. */
const MAX_AUTHOR_LINE = 160;
const MAX_NAME_WORDS = 5;

const PARTICLES: ReadonlySet<string> = new Set(
  "van von der den de del della di da du la le el al bin ibn y e zu af".split(" "),
);

/** Title-cased words that stand in the head of bulletins and in no name. */
const NO_NAMES: ReadonlySet<string> = new Set(
  (
    "a an the of in on for from to with at as by into after before between against how why what when where who will is are " +
    "policy paper brief briefing bulletin report reports analysis commentary comment memo note notes institute centre center " +
    "programme program department ministry university council foundation summary abstract introduction background overview " +
    "conclusion conclusions executive key findings contents volume issue number edition january february march april may june " +
    "july august september october november december monday tuesday wednesday thursday friday saturday sunday new"
  ).split(" "),
);

const NAME_WORD = /^\p{Lu}[\p{L}\p{M}’'-]*\.?$/u;

function isName(name: string): boolean {
  const words = name.split(/\s+/);
  if (words.length < 2 || words.length > MAX_NAME_WORDS) return false;
  const isNameWord = (word: string): boolean =>
    PARTICLES.has(word) || (NAME_WORD.test(word) && !NO_NAMES.has(word.toLowerCase().replace(/\.$/, "")));
  const first = words[0] ?? "";
  const last = words.at(-1) ?? "";
  if (!words.every(isNameWord) || PARTICLES.has(last)) return false;
  // "KEY FINDINGS" is shouted, "J. R. Smith" is not.
  const isShouted = words.every((word) => word.length > 2 && word === word.toUpperCase());
  return !isShouted && (first.length > 1 || words.length > 1) && !/\p{L}{2,}\.$/u.test(last);
}

/** The names on a line such as "By Anna Example and J. R. Sample"; null when it is something else. */
export function authorOf(line: string): string | null {
  const words = line.trim();
  if (words.length === 0 || words.length > MAX_AUTHOR_LINE) return null;
  const names = words.replace(/^(?:by|authors?:)\s+/i, "");
  const parts = names.split(/\s*[,;&]\s*|\s+and\s+/).filter((part) => part !== "");
  return parts.length > 0 && parts.every(isName) ? names : null;
}

export const isAuthorLine = (line: string): boolean => authorOf(line) !== null;
