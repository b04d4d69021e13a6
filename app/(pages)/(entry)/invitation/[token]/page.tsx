import type { Metadata } from "next";
import { AccountForm } from "../../../../../components/people/account-form.tsx";
import { LinkGone } from "../../../../../components/people/link-gone.tsx";
import { ROLE_WORDS } from "../../../../../components/people/role-words.ts";
import { EntryFrame } from "../../../../../components/shell/entry-frame.tsx";
import { gateway } from "../../../../../server/gateway.ts";
import { attempt } from "../../../../attempt.ts";
import { joinAction } from "./actions.ts";

export const metadata: Metadata = { title: "Invitation" };

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const found = await attempt(() => gateway().people.invitation(token));
  if (!found.ok) return <LinkGone sentence={found.error} />;
  const { workspace, role, invitedBy, email } = found.value;
  const { noun, can } = ROLE_WORDS[role];
  return (
    <EntryFrame title={`Join ${workspace}`} lead={`${invitedBy || "An owner"} invited you as ${noun}. ${can}`}>
      <AccountForm action={joinAction} token={token} email={email} submit="Join" />
    </EntryFrame>
  );
}
