/** Entity tags (RFC 9110, 8.8.3 and 13.1.2). */

export const entityTag = (sequence: number): string => `"${sequence}"`;

/** Whether an If-None-Match header names this tag; compared weakly, as caches may have weakened it. */
export function matchesEntityTag(header: string | null, tag: string): boolean {
  if (header === null) return false;
  return header.split(",").some((value) => {
    const name = value.trim();
    return name === "*" || name.replace(/^W\//, "") === tag;
  });
}
