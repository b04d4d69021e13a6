/** The address at which people reach the site. */

import type { Settings } from "./config.ts";

/** AUTH_URL where it is set, else the listening address; one that means "all" is reached by loopback. */
export function addressOf(settings: Pick<Settings, "authUrl" | "host">, port: number): string {
  if (settings.authUrl) return settings.authUrl;
  const host = settings.host === "0.0.0.0" ? "127.0.0.1" : settings.host === "::" ? "::1" : settings.host;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
