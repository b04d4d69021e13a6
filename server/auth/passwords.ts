/** Passwords: hashed with argon2id, never stored, logged or compared otherwise. */

import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

/** OWASP's first choice for argon2id (Password Storage Cheat Sheet, 2025): 19 MiB, 2 passes, 1 lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** What a missing account's password is compared with, so that the answer takes as long as for one that exists. */
const decoy = hash(randomBytes(32), PARAMETERS);

/** NFKC: the same keys typed on two systems can give two encodings of one password (NIST SP 800-63B, 3.1.1.2). */
const encoded = (password: string): string => password.normalize("NFKC");

/** The library's default algorithm is argon2id; the test holds it to that. */
export function hashPassword(password: string): Promise<string> {
  return hash(encoded(password), PARAMETERS);
}

/** False for a null hash (no such account), after the same work. */
export async function isPasswordOf(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await decoy), encoded(password));
  return passwordHash !== null && matches;
}
