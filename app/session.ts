/** Who is asking, for pages, actions and route handlers. */

import { redirect } from "next/navigation";
import { cache } from "react";
import { AppError } from "../domain/app-error.ts";
import { isSiteOrigin } from "../domain/protocol/own-origin.ts";
import type { Principal } from "../server/auth/people.ts";
import { gateway } from "../server/gateway.ts";
import { auth } from "./auth.ts";

/** The signed-in member, or null; looked up once a request. */
export const currentPrincipal = cache(async (): Promise<Principal | null> => {
  const user = (await auth())?.user;
  if (!user?.id || !user.sessionId) return null;
  return gateway().people.bySession(user.id, user.sessionId);
});

/** The signed-in member; others are sent to sign in and come back to `path`, or to the set-up page of a new server. */
export async function requirePrincipal(path = "/"): Promise<Principal> {
  const principal = await currentPrincipal();
  if (principal) return principal;
  if (await gateway().people.isEmpty()) redirect("/setup");
  redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
}

/** Methods that change nothing (RFC 9110, 9.2.1). */
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** For route handlers: by token, or by session cookie from one of our own pages. Throws `unauthenticated`, `forbidden`. */
export async function principalOfRequest(request: Request): Promise<Principal> {
  const authorization = request.headers.get("authorization");
  if (authorization !== null) return principalOfToken(authorization);
  const principal = await currentPrincipal();
  if (!principal) {
    throw new AppError("unauthenticated", "Sign in, or send an API token as “Authorization: Bearer TOKEN”.");
  }
  if (!SAFE_METHODS.has(request.method) && !isFromOwnPage(request.headers)) {
    throw new AppError(
      "forbidden",
      "A request by cookie has to come from Glossa's own pages; scripts use an API token.",
    );
  }
  return principal;
}

async function principalOfToken(authorization: string): Promise<Principal> {
  const token = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1];
  const principal = token === undefined ? null : await gateway().people.byToken(token);
  if (!principal) throw new AppError("unauthenticated", "This API token is not valid, or was revoked.");
  return principal;
}

/** Browsers send our cookie with other sites' forms too, but never let them write these headers. */
function isFromOwnPage(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = headers.get("origin");
  const hosts = [headers.get("host"), headers.get("x-forwarded-host")];
  return origin !== null && isSiteOrigin(origin, { hosts, authUrl: gateway().authUrl });
}
