/** Random secrets of links and API tokens. Only their SHA-256 is stored: they have 256 random bits to begin with. */

import { createHash, randomBytes } from "node:crypto";

const SECRET_BYTES = 32;
/** Lets a leak be recognised by secret scanners, and a person see what the string is. */
const TOKEN_PREFIX = "glossa_";
const TOKEN = /^glossa_[A-Za-z0-9_-]{43}$/;

/** A link's secret: 32 random bytes in base64url, 43 characters. */
export function newLinkSecret(): string {
  return randomBytes(SECRET_BYTES).toString("base64url");
}

/** An API token. */
export function newToken(): string {
  return TOKEN_PREFIX + newLinkSecret();
}

export function isTokenShaped(value: string): boolean {
  return TOKEN.test(value);
}

/** Lower-case hex SHA-256, as stored. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret, "utf8").digest("hex");
}
