import type { Metadata } from "next";
import { ImportFlow } from "../../../../components/bulletins/import-flow.tsx";
import { PageFrame } from "../../../../components/shell/page-frame.tsx";
import { ButtonLink } from "../../../../components/ui/button.tsx";
import { EmptyState } from "../../../../components/ui/empty-state.tsx";
import { canManageBulletins } from "../../../../domain/permissions/permissions.ts";
import { requirePrincipal } from "../../../session.ts";

export const metadata: Metadata = { title: "Import a bulletin" };

export default async function ImportPage() {
  const principal = await requirePrincipal("/import");
  if (!canManageBulletins(principal)) {
    return (
      <PageFrame title="Import a bulletin">
        <EmptyState title="Only editors import bulletins" action={<ButtonLink href="/">All bulletins</ButtonLink>}>
          Ask an owner of the workspace to make you an editor.
        </EmptyState>
      </PageFrame>
    );
  }
  return <ImportFlow />;
}
