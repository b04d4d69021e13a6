/** Auth.js: signing in by e-mail and password, and the cookie that names a session's row. */

import NextAuth, { CredentialsSignin, type NextAuthConfig } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { isAppError } from "../domain/app-error.ts";
import { gateway } from "../server/gateway.ts";
import { clientAddress } from "./client-address.ts";

declare module "next-auth" {
  interface User {
    sessionId?: string;
  }
}

const SESSION_SECONDS = 30 * 24 * 60 * 60;

/** Travels to the form as `code`: `mismatch`, `left`, or `locked-SECONDS`. */
class SignInRefused extends CredentialsSignin {
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

async function authorize(credentials: Partial<Record<string, unknown>>, request: Request) {
  const { email, password } = credentials;
  if (typeof email !== "string" || typeof password !== "string") throw new SignInRefused("mismatch");
  try {
    const address = clientAddress(request.headers);
    const { userId, sessionId } = await gateway().people.signIn({ email, password, address });
    return { id: userId, sessionId };
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === "locked") throw new SignInRefused(`locked-${error.retryAfter ?? 60}`);
    throw new SignInRefused(error.code === "forbidden" ? "left" : "mismatch");
  }
}

/** Ends the session's row too: clearing the cookie alone would leave a copied one valid. */
async function endSession(token: unknown): Promise<void> {
  if (!isClaims(token)) return;
  const { people } = gateway();
  const principal = await people.bySession(token.userId, token.sessionId);
  if (principal) await people.signOut(principal);
}

function isClaims(value: unknown): value is { userId: string; sessionId: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    "userId" in value &&
    typeof value.userId === "string" &&
    "sessionId" in value &&
    typeof value.sessionId === "string"
  );
}

/** Wrong passwords and stale cookies are daily business, not faults. By `type`: the names of bundled classes are minified. */
const EXPECTED = new Set(["CredentialsSignin", "JWTSessionError"]);

function reportUnexpected(error: Error): void {
  if ("type" in error && typeof error.type === "string" && EXPECTED.has(error.type)) return;
  const { cause } = error;
  const isWrapped = typeof cause === "object" && cause !== null && "err" in cause;
  gateway().reportFault(isWrapped ? cause.err : error);
}

/** Made per request: `gateway()` is there only once the server runs, and not while Next builds. */
function configuration(): NextAuthConfig {
  const { authSecret, authUrl } = gateway();
  return {
    secret: authSecret,
    trustHost: true,
    basePath: "/api/auth",
    ...(authUrl === null ? {} : { useSecureCookies: authUrl.startsWith("https:") }),
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [Credentials({ credentials: { email: {}, password: {} }, authorize })],
    callbacks: {
      jwt: ({ token, user }) => (user ? { userId: user.id, sessionId: user.sessionId } : token),
      session: ({ session, token }) => ({
        expires: session.expires,
        ...(isClaims(token) ? { user: { id: token.userId, sessionId: token.sessionId } } : {}),
      }),
    },
    events: {
      signOut: (message) => endSession("token" in message ? message.token : null),
    },
    logger: {
      error: reportUnexpected,
      warn: () => {},
      debug: () => {},
    },
  };
}

export const { handlers, auth, signIn, signOut } = NextAuth(configuration);

/** The sentence for a sign-in that was refused, from what `signIn` threw or from `code` in the address; else null. */
export function signInRefusal(cause: unknown): string | null {
  const code = cause instanceof CredentialsSignin ? cause.code : cause;
  if (typeof code !== "string") return null;
  const seconds = /^locked-(\d+)$/.exec(code)?.[1];
  if (seconds !== undefined) {
    const minutes = Math.ceil(Number(seconds) / 60);
    return `There were too many failed sign-ins. Try again in ${minutes <= 1 ? "a minute" : `${minutes} minutes`}.`;
  }
  if (code === "left") return "This account is no longer a member. Ask an owner for an invitation.";
  return "The e-mail address and the password do not match.";
}
