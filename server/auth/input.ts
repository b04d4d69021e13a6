/** What people type into forms about themselves and each other, checked with a sentence for each mistake. */

import { z } from "zod";
import { AppError } from "../../domain/app-error.ts";
import { ROLES } from "../../domain/permissions/permissions.ts";

export const PASSWORD_MIN = 10;
/** Enough for any passphrase; more would only be a way to keep the server busy. */
export const PASSWORD_MAX = 200;
/** RFC 5321, 4.5.3.1.3: a path of 256 octets, less its two brackets. */
const EMAIL_MAX = 254;
const NAME_MAX = 100;

const EMAIL_WRONG = "This is not a valid e-mail address.";

/** Only the shape: addresses such as `name@host` exist inside ministries, and only a delivered mail proves one. */
export const email = z
  .string(EMAIL_WRONG)
  .trim()
  .toLowerCase()
  .max(EMAIL_MAX, EMAIL_WRONG)
  .regex(/^[^\s@\p{C}]+@[^\s@\p{C}]+$/u, EMAIL_WRONG);

export const password = z
  .string("Enter a password.")
  .refine((value) => [...value].length >= PASSWORD_MIN, `Choose a password of at least ${PASSWORD_MIN} characters.`)
  .refine((value) => [...value].length <= PASSWORD_MAX, `Choose a password of at most ${PASSWORD_MAX} characters.`);

/** One that is to be checked, not set: whatever its length. */
export const enteredPassword = z.string("Enter your password.").min(1, "Enter your password.");

export const name = z
  .string("Enter a name.")
  .transform((value) => value.normalize("NFC").trim().replace(/ +/g, " "))
  .pipe(
    z
      .string()
      .min(1, "Enter a name.")
      .max(NAME_MAX, `A name has at most ${NAME_MAX} characters.`)
      // Among these are line breaks and the marks that turn text around, which make a signature read as another's.
      .regex(/^\P{C}+$/u, "A name can't contain control characters."),
  );

export const role = z.enum(ROLES, "Choose a role: owner, editor, annotator or reader.");

export const label = z
  .string("Name the token, so that you recognise it later.")
  .trim()
  .min(1, "Name the token, so that you recognise it later.")
  .max(NAME_MAX, `A token's name has at most ${NAME_MAX} characters.`);

export const days = z
  .int("An invitation lasts between 1 and 30 days.")
  .min(1, "An invitation lasts between 1 and 30 days.")
  .max(30, "An invitation lasts between 1 and 30 days.");

/** The value as the schema gives it, or AppError `invalid` with the first mistake's sentence. */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new AppError("invalid", result.error.issues[0]?.message ?? "The input is not valid.");
}

/** PostgreSQL answers a malformed uuid with an error; to us it is just nobody's. */
export function isUuid(value: string): boolean {
  return z.guid().safeParse(value).success;
}
