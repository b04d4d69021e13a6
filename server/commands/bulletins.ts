/** What can be done with bulletins as a whole; each method is one use case in a file of its own beside this one. */

import type { BulletinSummary } from "../../domain/bulletin/bulletin.ts";
import type { Role } from "../../domain/permissions/permissions.ts";
import type { BulletinNode } from "../../domain/schema/document.ts";
import type { Principal } from "../auth/people.ts";

export interface BulletinPage {
  items: BulletinSummary[];
  /** Cursor of the next page, null at the end. */
  next: string | null;
}

/** Every method throws AppError with a sentence for the person; roles are checked here, not by callers. */
export interface Bulletins {
  list(principal: Principal, input: { cursor: string | null; limit: number; deleted?: boolean }): Promise<BulletinPage>;
  /** With the role that the principal has on this bulletin. */
  get(principal: Principal, id: string): Promise<BulletinSummary & { role: Role }>;
  /** Seeds the text document from `blocks`. */
  create(
    principal: Principal,
    input: { title: string; author: string | null; source: string | null; document: BulletinNode },
  ): Promise<BulletinSummary>;
  change(
    principal: Principal,
    id: string,
    input: { title?: string | undefined; author?: string | null | undefined; source?: string | null | undefined },
  ): Promise<BulletinSummary>;
  /** Hides it; `restore` is the undo. */
  delete(principal: Principal, id: string): Promise<void>;
  restore(principal: Principal, id: string): Promise<void>;
  /** Plain text as in the HTTP contract, its sequence, and the document for a first paint without scripts. */
  text(principal: Principal, id: string): Promise<{ text: string; seq: number; document: BulletinNode }>;
}
