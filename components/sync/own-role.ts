/** Who one is on this page. The role may change while it is open, also while nothing can be told for want of a connection. */

import { type Actor, canEditText, type Role } from "../../domain/permissions/permissions.ts";

export class OwnRole {
  #actor: Actor;
  /** The one that seems to have gone, for no text is taken any more. */
  #before: Role | null = null;

  constructor(actor: Actor) {
    this.#actor = actor;
  }

  get actor(): Actor {
    return this.#actor;
  }

  /** Returns whether one may edit the text now, and could not before. */
  told(role: Role): boolean {
    const couldEdit = canEditText(this.#actor);
    this.#before = null;
    this.#change(role);
    return !couldEdit && canEditText(this.#actor);
  }

  /** From whom the server takes no text, that person annotates at most; a refused command would tell the rest. */
  seen(takesText: boolean): void {
    if (takesText && this.#before !== null) {
      this.#change(this.#before);
      this.#before = null;
    } else if (!takesText && canEditText(this.#actor)) {
      this.#before = this.#actor.role;
      this.#change("annotator");
    }
  }

  #change(role: Role): void {
    if (role !== this.#actor.role) this.#actor = { ...this.#actor, role };
  }
}
