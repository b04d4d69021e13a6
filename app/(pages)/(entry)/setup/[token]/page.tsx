import type { Metadata } from "next";
import { AccountForm } from "../../../../../components/people/account-form.tsx";
import { LinkGone } from "../../../../../components/people/link-gone.tsx";
import { EntryFrame } from "../../../../../components/shell/entry-frame.tsx";
import { gateway } from "../../../../../server/gateway.ts";
import { attempt } from "../../../../attempt.ts";
import { setUpAction } from "./actions.ts";

export const metadata: Metadata = { title: "Set up" };

export default async function SetUpPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const link = await attempt(() => gateway().people.setUpLink(token));
  if (!link.ok) return <LinkGone sentence={link.error} />;
  return (
    <EntryFrame title="Make the first account" lead="It owns the workspace: you invite the others.">
      <AccountForm action={setUpAction} token={token} submit="Make the account" />
    </EntryFrame>
  );
}
