import { gateway } from "../../../../server/gateway.ts";

/** The site's address as the outside sees it, without a slash at the end: AUTH_URL, or where the request was sent. */
export function siteOrigin(request: Request): string {
  const { authUrl } = gateway();
  if (authUrl) return new URL(authUrl).origin;
  const first = (name: string): string | undefined => request.headers.get(name)?.split(",")[0]?.trim();
  const own = new URL(request.url);
  const scheme = first("x-forwarded-proto") === "https" ? "https:" : own.protocol;
  const address = `${scheme}//${first("x-forwarded-host") ?? first("host") ?? own.host}`;
  return URL.canParse(address) ? new URL(address).origin : own.origin;
}
