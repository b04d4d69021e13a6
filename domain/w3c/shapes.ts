/** JSON-LD lets one value stand for a list of one. */

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The values of a property, whether it holds none, one or many. */
export const many = (value: unknown): unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

/** The strings of a property; `{id}` and `{"@id"}` stand for their address. */
export const strings = (value: unknown): string[] =>
  many(value).flatMap((item) => {
    const text = isObject(item) ? (item.id ?? item["@id"]) : item;
    return typeof text === "string" ? [text] : [];
  });

/** The text of a literal: a string, or `{"@value": …}`, or a list whose first literal counts. */
export function literal(value: unknown): string | null {
  for (const item of many(value)) {
    const text = isObject(item) ? item["@value"] : item;
    if (typeof text === "string") return text;
  }
  return null;
}
