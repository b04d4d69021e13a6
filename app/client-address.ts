/** Set by server/main.ts on every request, which removes what a client sent under this name. */
const HEADER = "x-glossa-address";

/** The address that failed sign-ins are counted against. */
export function clientAddress(headers: Headers): string {
  return headers.get(HEADER) ?? "unknown";
}
