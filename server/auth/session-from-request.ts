/** Reads Auth.js's session cookie from a raw Node request: WebSocket upgrades do not pass through Next. */

import type { IncomingMessage } from "node:http";
import { getToken } from "next-auth/jwt";
import { z } from "zod";

const COOKIE = "authjs.session-token";
/** Auth.js prefixes its cookie when the sign-in page was served over https. The name is also the key's salt. */
const COOKIE_NAMES = [`__Secure-${COOKIE}`, COOKIE];

const claims = z.object({ userId: z.guid(), sessionId: z.guid() });

/**
 * Whom the cookie names, or null without a valid one. The cookie outlives revocation: only `People.bySession` says
 * whether the session still stands.
 */
export async function sessionFromRequest(
  request: Pick<IncomingMessage, "headers">,
  secret: string,
): Promise<{ userId: string; sessionId: string } | null> {
  const { cookie } = request.headers;
  if (cookie === undefined) return null;
  for (const cookieName of COOKIE_NAMES) {
    // Nothing but the cookie is passed on: getToken would take a bearer token for a session otherwise.
    const token = await getToken({ req: { headers: { cookie } }, secret, cookieName, salt: cookieName });
    const parsed = claims.safeParse(token);
    if (parsed.success) return parsed.data;
  }
  return null;
}
