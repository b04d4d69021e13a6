/** Which link targets a bulletin may carry. */

const SCHEMES = new Set(["http:", "https:", "mailto:"]);

/** The target as it is when it is a web or mail address or lies within the site; null for any other (javascript:, data: …). */
export function safeHref(href: string): string | null {
  // Browsers drop control characters and spaces in a scheme ("java\nscript:"), so they are dropped before the check.
  const bare = [...href].filter((char) => char > " " && char !== "\u007f").join("");
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(bare)?.[0].toLowerCase();
  return scheme === undefined || SCHEMES.has(scheme) ? href.trim() : null;
}
