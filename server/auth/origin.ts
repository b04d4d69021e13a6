/** Which raw requests come from our own pages. */

import type { IncomingMessage } from "node:http";
import { isSiteOrigin } from "../../domain/protocol/own-origin.ts";

/**
 * Whether the request's `Origin` is ours: required of every WebSocket upgrade by cookie, because a browser sends our
 * cookie with any page's socket. False without an `Origin`.
 */
export function isOwnOrigin(request: IncomingMessage, authUrl: string | null): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return false;
  // Only a proxy on this machine is believed about the host that it was asked for.
  const forwarded = isLoopback(request.socket.remoteAddress) ? request.headers["x-forwarded-host"] : undefined;
  return isSiteOrigin(origin, { hosts: [host, ...[forwarded].flat()], authUrl });
}

/** 127.0.0.0/8 and ::1, also written as IPv4 in IPv6. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/i.test(address);
}
