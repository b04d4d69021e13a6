import type { Metadata } from "next";
import Link from "next/link";
import { BulletinList } from "../../../components/bulletins/bulletin-list.tsx";
import { PageFrame } from "../../../components/shell/page-frame.tsx";
import { ButtonLink } from "../../../components/ui/button.tsx";
import { EmptyState } from "../../../components/ui/empty-state.tsx";
import { canManageBulletins } from "../../../domain/permissions/permissions.ts";
import { gateway } from "../../../server/gateway.ts";
import { requirePrincipal } from "../../session.ts";
import { changeBulletinAction, deleteBulletinAction, restoreBulletinAction } from "./actions.ts";

type Search = Promise<Record<string, string | string[] | undefined>>;

export const metadata: Metadata = { title: { absolute: "Bulletins · Glossa" } };

const PAGE_LENGTH = 50;

export default async function BulletinsPage({ searchParams }: { searchParams: Search }) {
  const principal = await requirePrincipal();
  const { after } = await searchParams;
  const cursor = typeof after === "string" ? after : null;
  const { items, next } = await gateway().bulletins.list(principal, { cursor, limit: PAGE_LENGTH });
  const mayManage = canManageBulletins(principal);
  const importButton = mayManage && (
    <ButtonLink href="/import" look="primary" icon="upload">
      Import a bulletin
    </ButtonLink>
  );
  return (
    <PageFrame title="Bulletins" action={items.length > 0 && importButton}>
      {items.length === 0 ? (
        <EmptyState title={cursor ? "No more bulletins" : "Nothing to read yet"} action={!cursor && importButton}>
          {mayManage
            ? "Import a bulletin from a text file, or paste its text. Glossa mends what a PDF left behind, and shows you each repair first."
            : "When an editor imports a bulletin, it appears here."}
        </EmptyState>
      ) : (
        <BulletinList
          items={items}
          now={Date.now()}
          mayManage={mayManage}
          actions={{ change: changeBulletinAction, remove: deleteBulletinAction, restore: restoreBulletinAction }}
        />
      )}
      <p className="mt-8 flex flex-wrap justify-between gap-4 text-sm">
        {mayManage && (
          <Link href="/deleted" className="link text-soft!">
            Recently deleted
          </Link>
        )}
        {next && (
          <Link href={`/?after=${encodeURIComponent(next)}`} className="link ml-auto">
            Older bulletins
          </Link>
        )}
      </p>
    </PageFrame>
  );
}
