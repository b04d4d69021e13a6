/** Whose request it is. Handed on to app code and sockets in a header, because Next gives a handler no socket. */

import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { isIP } from "node:net";

export const ADDRESS_HEADER = "x-glossa-address";

const LOOPBACK = /^(127\.|::1$)/;

/** What a reverse proxy adds, one or the other of these at least. */
const FORWARDED = /^(forwarded|via|x-forwarded(-.+)?|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip)$/;

/**
 * The peer's address, or the last entry of X-Forwarded-For when the peer is this machine: then it is the reverse proxy,
 * and the last entry is the one that the proxy added itself.
 */
export function clientAddress(peer: string | undefined, forwardedFor: string | string[] | undefined): string {
  const address = (peer ?? "").replace(/^::ffff:(?=\d+\.)/, "");
  if (!LOOPBACK.test(address)) return address;
  const last = [forwardedFor ?? []].flat().join(",").split(",").at(-1)?.trim() ?? "";
  return isIP(last) ? last : address;
}

/** Replaces whatever the client claims to be. */
export function stampAddress(request: IncomingMessage): void {
  request.headers[ADDRESS_HEADER] = clientAddress(request.socket.remoteAddress, request.headers["x-forwarded-for"]);
}

/** Whether a program on this machine asks, and for itself: behind a reverse proxy every peer is on this machine. */
export function isFromThisMachine(peer: string | undefined, headers: IncomingHttpHeaders): boolean {
  return LOOPBACK.test(clientAddress(peer, undefined)) && !Object.keys(headers).some((name) => FORWARDED.test(name));
}
