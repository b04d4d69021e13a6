/**
 * Letters of which each is one of a kind, so that a text says by itself which of its letters went where: two that are
 * read as the same "a" are still two. Editors, Yjs and the server carry them about like any text; what resolves anchors
 * reads them as the letters that they stand for (`read`), twins and all.
 */

/** CJK ideographs, of one UTF-16 unit each, then of two: for letters that are themselves one or two units long. */
const ONE_UNIT = { from: 0x3400, to: 0x9fff };
const TWO_UNITS = { from: 0x20000, to: 0x2a6df };

let next = { one: ONE_UNIT.from, two: TWO_UNITS.from };
const meanings = new Map<string, string>();

/** For a new run: there are some 27,000 of them. */
export function forgetLetters(): void {
  next = { one: ONE_UNIT.from, two: TWO_UNITS.from };
  meanings.clear();
}

/** New letters that are read as these words. */
export function write(words: string): string {
  return [...words].map(newLetter).join("");
}

function newLetter(meaning: string): string {
  const code = meaning.length === 1 ? next.one++ : next.two++;
  if (code > (meaning.length === 1 ? ONE_UNIT.to : TWO_UNITS.to)) throw new Error("There are no more letters.");
  const letter = String.fromCodePoint(code);
  meanings.set(letter, meaning);
  return letter;
}

/** What is read, of the same length in UTF-16 units. */
export const read = (text: string): string => [...text].map((letter) => meanings.get(letter) ?? letter).join("");

/** The letters of a text in their order, without white space and breaks between blocks. */
export const lettersOf = (text: string): string[] =>
  [...text].filter((letter) => (meanings.get(letter) ?? " ").trim() !== "");
