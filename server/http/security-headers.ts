/** What every answer carries, whoever writes it. Set here and not in next.config.js: only here is there a nonce. */

import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

const EVERYWHERE = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  // Not `no-referrer`: browsers then send `Origin: null` with forms, which Next refuses.
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
} as const;

/** For what the API answers, which is never a page of ours, though an exported one may be looked at. */
const DATA_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox";

/** Styles are inline because the editor writes style attributes; scripts run by nonce alone. */
function pagePolicy(nonce: string, isDev: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Next reads the nonce from the request's policy header and puts it on each of its scripts. */
export function setSecurityHeaders(request: IncomingMessage, response: ServerResponse, isDev: boolean): void {
  for (const [name, value] of Object.entries(EVERYWHERE)) response.setHeader(name, value);
  delete request.headers["content-security-policy"];
  delete request.headers["content-security-policy-report-only"];
  const url = request.url ?? "/";
  if (url.startsWith("/_next/")) return;
  const policy = url.startsWith("/api/") ? DATA_POLICY : pagePolicy(randomBytes(16).toString("base64"), isDev);
  response.setHeader("content-security-policy", policy);
  if (policy !== DATA_POLICY) request.headers["content-security-policy"] = policy;
}
