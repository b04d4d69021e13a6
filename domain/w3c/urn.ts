/** UUIDs as names on the web (RFC 9562, `urn:uuid:`). */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export const isUuid = (value: string): boolean => UUID.test(value);

export const urn = (uuid: string): string => `urn:uuid:${uuid}`;

/** The UUID of a `urn:uuid:` name in lower case, or null for anything else. */
export function uuidOfUrn(value: unknown): string | null {
  if (typeof value !== "string" || !/^urn:uuid:/i.test(value)) return null;
  const uuid = value.slice("urn:uuid:".length);
  return isUuid(uuid) ? uuid.toLowerCase() : null;
}
