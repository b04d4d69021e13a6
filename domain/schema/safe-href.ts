/** Which link targets a bulletin may hold. */

const SAFE_SCHEMES: ReadonlySet<string> = new Set(["http", "https", "mailto"]);

/** Browsers ignore these inside a scheme, so `java\nscript:` runs. */
const IGNORED_BY_BROWSERS = /[\p{Cc}\p{Cf}\s]/gu;

const SCHEME = /^([a-z][a-z0-9+.-]{0,40}):/i;

/** The target when it leads to http, https, mailto, a fragment or a relative path; null for anything else. */
export function safeHref(href: string): string | null {
  const target = href.trim();
  if (target === "") return null;
  const bare = target.replace(IGNORED_BY_BROWSERS, "");
  const scheme = SCHEME.exec(bare)?.[1];
  if (scheme !== undefined) return SAFE_SCHEMES.has(scheme.toLowerCase()) ? target : null;
  // A colon before the first slash that is no scheme we can read is a disguise.
  const colon = bare.indexOf(":");
  const slash = bare.search(/[/?#]/);
  return colon !== -1 && (slash === -1 || colon < slash) ? null : target;
}
