import type { Metadata } from "next";
import { TagManager } from "../../../../components/vocabulary/tag-manager.tsx";
import { canAnnotate, canManageVocabulary } from "../../../../domain/permissions/permissions.ts";
import { gateway } from "../../../../server/gateway.ts";
import { requirePrincipal } from "../../../session.ts";
import { deleteTagAction, restoreTagAction, saveTagAction } from "./actions.ts";

export const metadata: Metadata = { title: "Tags" };

export default async function TagsPage() {
  const principal = await requirePrincipal("/tags");
  const tags = (await gateway().annotations.tags(principal)).filter((tag) => tag.deletedAt === null);
  return (
    <TagManager
      tags={tags.toSorted((a, b) => a.label.localeCompare(b.label, "en"))}
      mayCreate={canAnnotate(principal)}
      mayManage={canManageVocabulary(principal)}
      actions={{ save: saveTagAction, remove: deleteTagAction, restore: restoreTagAction }}
    />
  );
}
