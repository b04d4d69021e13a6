/**
 * Words that were typed and not posted, kept in the browser so that a reload or a closed tab does not lose them. Named
 * by person and bulletin: two people may use one browser.
 */

type DraftStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** What is being written: a new annotation, a reply in a thread, or a comment that is being changed. */
export type DraftSubject = "new" | `reply:${string}` | `edit:${string}`;

export interface DraftKey {
  person: string;
  bulletin: string;
  subject: DraftSubject;
}

const nameOf = ({ person, bulletin, subject }: DraftKey): string => `glossa:draft:${person}:${bulletin}:${subject}`;

/** The words kept, or an empty string. */
export function readDraft(storage: DraftStorage | null, key: DraftKey): string {
  try {
    return storage?.getItem(nameOf(key)) ?? "";
  } catch {
    return "";
  }
}

/** Keeps the words; an empty string forgets them. False when the browser would not keep them (full, or forbidden). */
export function writeDraft(storage: DraftStorage | null, key: DraftKey, words: string): boolean {
  if (!storage) return false;
  try {
    if (words === "") storage.removeItem(nameOf(key));
    else storage.setItem(nameOf(key), words);
    return true;
  } catch {
    return false;
  }
}

/** Null on the server, and where the browser forbids it. */
export function draftStorage(): Storage | null {
  try {
    return typeof window === "undefined" ? null : window.localStorage;
  } catch {
    return null;
  }
}
