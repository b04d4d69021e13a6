import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EditionFlow } from "../../../../../../components/editions/edition-flow.tsx";
import { PageFrame } from "../../../../../../components/shell/page-frame.tsx";
import { ButtonLink } from "../../../../../../components/ui/button.tsx";
import { EmptyState } from "../../../../../../components/ui/empty-state.tsx";
import { isAppError } from "../../../../../../domain/app-error.ts";
import { canEditText } from "../../../../../../domain/permissions/permissions.ts";
import { gateway } from "../../../../../../server/gateway.ts";
import { requirePrincipal } from "../../../../../session.ts";

export const metadata: Metadata = { title: "New edition" };

/** A revised text for a bulletin: what it would do, and doing it. */
export default async function EditionPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const principal = await requirePrincipal(`/b/${id}/edition`);
  const bulletin = await gateway()
    .bulletins.get(principal, id)
    .catch((error: unknown) => {
      if (isAppError(error) && ["not-found", "forbidden", "gone", "invalid"].includes(error.code)) notFound();
      throw error;
    });
  if (!canEditText(bulletin)) {
    return (
      <PageFrame title="New edition">
        <EmptyState
          title="Only editors upload new editions"
          action={<ButtonLink href={`/b/${id}`}>Back to the bulletin</ButtonLink>}
        >
          Ask an owner of the workspace to make you an editor.
        </EmptyState>
      </PageFrame>
    );
  }
  return <EditionFlow bulletin={{ id: bulletin.id, title: bulletin.title, author: bulletin.author }} />;
}
