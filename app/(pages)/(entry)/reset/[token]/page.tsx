import type { Metadata } from "next";
import { LinkGone } from "../../../../../components/people/link-gone.tsx";
import { ResetForm } from "../../../../../components/people/reset-form.tsx";
import { EntryFrame } from "../../../../../components/shell/entry-frame.tsx";
import { gateway } from "../../../../../server/gateway.ts";
import { attempt } from "../../../../attempt.ts";
import { resetAction } from "./actions.ts";

export const metadata: Metadata = { title: "New password" };

export default async function ResetPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const found = await attempt(() => gateway().people.resetLink(token));
  if (!found.ok) return <LinkGone sentence={found.error} />;
  return (
    <EntryFrame title="Choose a new password" lead={`For ${found.value.name}, ${found.value.email}.`}>
      <ResetForm action={resetAction} token={token} email={found.value.email} />
    </EntryFrame>
  );
}
