/** A bulletin's fields beside its text. */

export const TITLE_MAX = 300;

export interface BulletinSummary {
  id: string;
  title: string;
  author: string | null;
  source: string | null;
  createdAt: string;
  updatedAt: string;
  deletedAt: string | null;
  /** Visible annotations. */
  annotations: number;
  /** Words in the text. */
  words: number;
}
