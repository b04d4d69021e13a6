import type { Role } from "../../domain/permissions/permissions.ts";

/** Each role in words: its name, with its article, and what it may do. */
export const ROLE_WORDS: Record<Role, { label: string; noun: string; can: string }> = {
  owner: { label: "Owner", noun: "an owner", can: "Owners may do everything, and manage the members." },
  editor: { label: "Editor", noun: "an editor", can: "Editors change texts and tags, annotate and moderate." },
  annotator: { label: "Annotator", noun: "an annotator", can: "Annotators mark passages and discuss; the text stays." },
  reader: { label: "Reader", noun: "a reader", can: "Readers see texts and annotations." },
};
