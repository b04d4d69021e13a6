/** Who may do what. The same functions hide controls in the browser and refuse requests on the server. */

export const ROLES = ["owner", "editor", "annotator", "reader"] as const;
export type Role = (typeof ROLES)[number];

/** From least to most, so that two roles can be compared. */
const RANK: Record<Role, number> = { reader: 0, annotator: 1, editor: 2, owner: 3 };

export function isRole(value: unknown): value is Role {
  return typeof value === "string" && (ROLES as readonly string[]).includes(value);
}

const atLeast = (role: Role, least: Role): boolean => RANK[role] >= RANK[least];

export interface Actor {
  id: string;
  name: string;
  role: Role;
}

type Authored = { author: { id: string } };

export const canEditText = (actor: Pick<Actor, "role">): boolean => atLeast(actor.role, "editor");
export const canManageBulletins = (actor: Pick<Actor, "role">): boolean => atLeast(actor.role, "editor");
export const canManageVocabulary = (actor: Pick<Actor, "role">): boolean => atLeast(actor.role, "editor");
export const canManageMembers = (actor: Pick<Actor, "role">): boolean => actor.role === "owner";

/** Make annotations, reply, tag, resolve and reopen. */
export const canAnnotate = (actor: Pick<Actor, "role">): boolean => atLeast(actor.role, "annotator");

/** Nobody edits another's words, not even an owner. */
export const canEditComment = (actor: Actor, comment: Authored): boolean =>
  canAnnotate(actor) && comment.author.id === actor.id;

/** One's own; editors may delete others' (moderation). */
export const canDeleteComment = (actor: Actor, comment: Authored): boolean =>
  canEditComment(actor, comment) || atLeast(actor.role, "editor");

export const canDeleteAnnotation = (actor: Actor, annotation: Authored): boolean => canDeleteComment(actor, annotation);

/** Put one's own on other words; editors any, for they change the text under it. */
export const canPlaceAnnotation = (actor: Actor, annotation: Authored): boolean =>
  canDeleteAnnotation(actor, annotation);

/** Whoever deleted it takes that back; what an editor deleted, its author can't. */
export const canRestoreAnnotation = (actor: Actor, annotation: { deleted: { by: { id: string } } | null }): boolean =>
  canAnnotate(actor) && (annotation.deleted?.by.id === actor.id || atLeast(actor.role, "editor"));
