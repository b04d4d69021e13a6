/** Whether a page or column broke a sentence between two paragraphs. */

/** Shorter pieces without a full stop are headings, captions or items of a list. */
const MIN_FIRST_PART = 25;
const MIN_FIRST_WORDS = 4;
/** Before a capital letter more evidence is wanted: names begin with one, sentences too. */
const MIN_FIRST_PART_BEFORE_CAPITAL = 60;

/** Enough of an end or a beginning to judge by. */
const EDGE = 400;

/** Words that end no sentence. */
const OPEN_WORDS: ReadonlySet<string> = new Set(
  (
    "the a an of and or nor to in by for from with without that which whose its their his her our your at on onto upon as than " +
    "into between among against towards toward per via is are was were be been has have had will would could should may might " +
    "must including such"
  ).split(" "),
);

const LIST_MARKER = /^(?:[-•‣▪◦*·–—]\s|\(?[a-z0-9]{1,3}[.)]\s|\([a-z0-9]{1,3}\)\s?)/i;

/** The end of a paragraph without the quotes, brackets, marks and link targets that may close behind its last word. */
function bareEnd(text: string): string {
  return text
    .slice(-EDGE)
    .trimEnd()
    .replace(/\]\([^\s()]{0,300}\)$/, "")
    .replace(/[)\]}"”’'»*_]{1,9}$/, "");
}

/** A full stop may have a note's number behind it. */
export const endsSentence = (text: string): boolean =>
  /(?:[.!?…:;。]|[.!?]["”’)]{0,3}\[?\d{1,3})$/.test(bareEnd(text)) ||
  /[.!?…]["”’»)*_\]]{0,9}$/.test(text.slice(-EDGE).trimEnd());

const startsWith = (text: string, letter: RegExp): boolean =>
  letter.test(text.slice(0, EDGE).replace(/^[(["“‘«'*_]{1,4}/, ""));

/** A hyphen behind a letter, at the very end. */
export const endsHyphenated = (text: string): boolean => /\p{L}{2}[-\u00ad]$/u.test(text.slice(-3));

/** True only when the sentence is surely unfinished; after a full stop it never is. */
export function isBrokenBetween(first: string, second: string): boolean {
  if (first.length < MIN_FIRST_PART || first.slice(0, EDGE).trim().split(/\s+/).length < MIN_FIRST_WORDS) return false;
  if (LIST_MARKER.test(first) || LIST_MARKER.test(second)) return false;
  if (endsSentence(first)) return false;
  if (startsWith(second, /^\p{Ll}/u)) return true;
  if (!startsWith(second, /^[\p{Lu}\p{N}]/u) || first.length < MIN_FIRST_PART_BEFORE_CAPITAL) return false;
  const end = bareEnd(first);
  if (end.endsWith(",")) return true;
  const lastWord = /(?:^|\s)(\p{L}{1,12})$/u.exec(end.slice(-20))?.[1];
  return lastWord !== undefined && OPEN_WORDS.has(lastWord);
}
