/** Errors as route handlers answer them: application/problem+json (RFC 9457). */

import { unstable_rethrow } from "next/navigation";
import { type AppError, type ErrorCode, isAppError, STATUS } from "../../domain/app-error.ts";
import { gateway } from "../../server/gateway.ts";

const TITLES: Record<ErrorCode, string> = {
  invalid: "Invalid input",
  unauthenticated: "Not signed in",
  forbidden: "Not allowed",
  "not-found": "Not found",
  conflict: "Conflict",
  gone: "No longer there",
  "too-large": "Too large",
  unprocessable: "Can't be processed",
  locked: "Locked",
  unavailable: "Not available now",
};

/** The answer to an error. What is not an AppError is a fault of ours: reported, and told without its message. */
export function problem(error: unknown): Response {
  if (isAppError(error))
    return answer(STATUS[error.code], error.code, TITLES[error.code], error.message, headersOf(error));
  gateway().reportFault(error);
  return answer(500, "fault", "Server fault", "Something went wrong on the server. It was logged; try again.", {});
}

/** Wraps a route handler, so that what it throws is answered as a problem. */
export function handle<R extends Request, Rest extends unknown[]>(
  handler: (request: R, ...rest: Rest) => Promise<Response>,
): (request: R, ...rest: Rest) => Promise<Response> {
  return async (request, ...rest) => {
    try {
      return await handler(request, ...rest);
    } catch (error) {
      // Next throws its redirects and "not found" too.
      unstable_rethrow(error);
      return problem(error);
    }
  };
}

function answer(
  status: number,
  code: string,
  title: string,
  detail: string,
  headers: Record<string, string>,
): Response {
  const body = { type: `urn:glossa:problem:${code}`, title, status, detail };
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/problem+json", "Cache-Control": "no-store", ...headers },
  });
}

function headersOf(error: AppError): Record<string, string> {
  return {
    ...(error.retryAfter === null ? {} : { "Retry-After": String(error.retryAfter) }),
    ...(error.code === "unauthenticated" ? { "WWW-Authenticate": "Bearer" } : {}),
  };
}
