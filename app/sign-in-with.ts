import { signIn } from "./auth.ts";

/** Opens a session for what was just entered; throws Auth.js's error when it is refused. */
export async function signInWith(email: string, password: string): Promise<void> {
  await signIn("credentials", { email, password, redirect: false });
}

/** Where to go after signing in: a path of ours, whatever the address says. */
export function localPath(next: unknown): string {
  return typeof next === "string" && /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next) ? next : "/";
}
