/** Whether a browser's request comes from our own pages. Pure. */

/**
 * True when `origin` (the header) is the site's own: that of AUTH_URL, or the host that the request was sent to.
 * Pages on another host can neither set `Origin` nor `Host`, so their forms and sockets are told apart by it.
 */
export function isSiteOrigin(
  origin: string,
  site: { hosts: (string | null | undefined)[]; authUrl: string | null },
): boolean {
  const from = URL.canParse(origin) ? new URL(origin) : null;
  if (!from || (from.protocol !== "http:" && from.protocol !== "https:")) return false;
  const configured = site.authUrl === null ? null : new URL(site.authUrl);
  // An encrypted site's unencrypted twin is somebody else's: whoever sits on the line can write its pages.
  if (configured && from.host === configured.host) return from.origin === configured.origin;
  return site.hosts.some((host) => host !== null && host !== undefined && isSameHost(from, host));
}

/** Compares by the origin's scheme, so that a default port may be written out or not. */
function isSameHost(from: URL, host: string): boolean {
  const address = `${from.protocol}//${host.trim()}`;
  return URL.canParse(address) && new URL(address).host === from.host;
}
