import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { ReadingView } from "../../../components/reading/reading-view.tsx";
import { isAppError } from "../../../domain/app-error.ts";
import { gateway } from "../../../server/gateway.ts";
import { changeBulletinAction } from "../../(pages)/(signed-in)/actions.ts";
import { requirePrincipal } from "../../session.ts";

interface Props {
  params: Promise<{ id: string }>;
}

/** Looked up once a request, for title and page. No access and no bulletin look the same from outside. */
const findBulletin = cache(async (id: string) => {
  const principal = await requirePrincipal(`/b/${id}`);
  try {
    return { principal, bulletin: await gateway().bulletins.get(principal, id) };
  } catch (error) {
    if (isAppError(error) && ["not-found", "forbidden", "gone", "invalid"].includes(error.code)) notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { bulletin } = await findBulletin((await params).id);
  return { title: bulletin.title };
}

/** One bulletin with its margin. */
export default async function BulletinPage({ params }: Props) {
  const { principal, bulletin } = await findBulletin((await params).id);
  const { document } = await gateway().bulletins.text(principal, bulletin.id);
  const { id, title, author, source, role } = bulletin;
  return (
    <ReadingView
      bulletin={{ id, title, author, source }}
      workspaceId={principal.workspaceId}
      me={{ id: principal.id, name: principal.name, role }}
      document={document}
      changeBulletin={changeBulletinAction}
    />
  );
}
