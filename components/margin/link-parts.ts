/** Finds web addresses in plain words. */

export interface WordPart {
  text: string;
  /** Set for an address: http, https or mailto only. */
  href: string | null;
}

const ADDRESS = /\bhttps?:\/\/[^\s<>"“”]+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu;

/** The words in parts, which joined give the words again. Closing punctuation stays outside of an address. */
export function linkParts(words: string): WordPart[] {
  const parts: WordPart[] = [];
  let end = 0;
  for (const match of words.matchAll(ADDRESS)) {
    const text = withoutTail(match[0]);
    const href = hrefOf(text);
    if (!href) continue;
    if (match.index > end) parts.push({ text: words.slice(end, match.index), href: null });
    parts.push({ text, href });
    end = match.index + text.length;
  }
  if (end < words.length) parts.push({ text: words.slice(end), href: null });
  return parts;
}

/** "(see https://example.org/a_(b))." ends before the last bracket and the full stop. */
function withoutTail(address: string): string {
  let text = address;
  for (;;) {
    const last = text.at(-1) ?? "";
    const isUnopened = last === ")" && text.split(")").length > text.split("(").length;
    if (!isUnopened && !/[.,;:!?'’…\]]/u.test(last)) return text;
    text = text.slice(0, -1);
  }
}

function hrefOf(text: string): string | null {
  const target = /^https?:/i.test(text) ? text : `mailto:${text}`;
  return URL.canParse(target) ? target : null;
}
