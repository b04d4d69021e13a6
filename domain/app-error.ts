/** An error that a person is told about. Its text is one plain sentence; anything else that is thrown is a fault of ours. */

export type ErrorCode =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "gone"
  | "too-large"
  | "unprocessable"
  | "locked"
  | "unavailable";

/** HTTP status of each code (RFC 9110). */
export const STATUS: Record<ErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  gone: 410,
  "too-large": 413,
  unprocessable: 422,
  locked: 429,
  unavailable: 503,
};

export class AppError extends Error {
  readonly code: ErrorCode;
  /** Seconds after which another try makes sense. */
  readonly retryAfter: number | null;

  constructor(code: ErrorCode, text: string, retryAfter: number | null = null) {
    super(text);
    this.name = "AppError";
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** Not `instanceof`: Next bundles a second copy of this class. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === "AppError" && "code" in error;
}
