/** Links to one annotation: the bulletin's address with `#annotation-ID`. */

const PREFIX = "#annotation-";

export const annotationHash = (id: string): string => `${PREFIX}${id}`;

/** The id that a fragment names, or null. */
export function annotationOf(hash: string): string | null {
  return hash.startsWith(PREFIX) && hash.length > PREFIX.length ? hash.slice(PREFIX.length) : null;
}
