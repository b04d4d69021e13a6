import type { Metadata } from "next";
import Link from "next/link";
import { DeletedList } from "../../../../components/bulletins/deleted-list.tsx";
import { PageFrame } from "../../../../components/shell/page-frame.tsx";
import { ButtonLink } from "../../../../components/ui/button.tsx";
import { EmptyState } from "../../../../components/ui/empty-state.tsx";
import { canManageBulletins } from "../../../../domain/permissions/permissions.ts";
import { gateway } from "../../../../server/gateway.ts";
import { requirePrincipal } from "../../../session.ts";
import { restoreBulletinAction } from "../actions.ts";

type Search = Promise<Record<string, string | string[] | undefined>>;

export const metadata: Metadata = { title: "Recently deleted" };

const PAGE_LENGTH = 50;

export default async function DeletedPage({ searchParams }: { searchParams: Search }) {
  const principal = await requirePrincipal("/deleted");
  if (!canManageBulletins(principal)) {
    return (
      <PageFrame title="Recently deleted">
        <EmptyState title="Only editors see deleted bulletins" action={<ButtonLink href="/">All bulletins</ButtonLink>}>
          If one is missing that you need, ask an editor to restore it.
        </EmptyState>
      </PageFrame>
    );
  }
  const { after } = await searchParams;
  const cursor = typeof after === "string" ? after : null;
  const { items, next } = await gateway().bulletins.list(principal, { cursor, limit: PAGE_LENGTH, deleted: true });
  return (
    <PageFrame
      title="Recently deleted"
      lead="Restored, a bulletin has all its annotations again."
      action={
        <ButtonLink href="/" icon="arrow-left">
          All bulletins
        </ButtonLink>
      }
    >
      {items.length === 0 ? (
        <EmptyState title="Nothing here">Deleted bulletins wait here, with all that was written on them.</EmptyState>
      ) : (
        <DeletedList items={items} now={Date.now()} restore={restoreBulletinAction} />
      )}
      {next && (
        <p className="mt-8 text-right text-sm">
          <Link href={`/deleted?after=${encodeURIComponent(next)}`} className="link">
            Older ones
          </Link>
        </p>
      )}
    </PageFrame>
  );
}
