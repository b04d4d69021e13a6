import type { Metadata } from "next";
import { InvitationList } from "../../../../components/people/invitation-list.tsx";
import { InviteButton } from "../../../../components/people/invite-button.tsx";
import { MemberList } from "../../../../components/people/member-list.tsx";
import { PageFrame } from "../../../../components/shell/page-frame.tsx";
import { canManageMembers } from "../../../../domain/permissions/permissions.ts";
import { gateway } from "../../../../server/gateway.ts";
import { requirePrincipal } from "../../../session.ts";
import {
  changeRoleAction,
  inviteAction,
  removeMemberAction,
  resetLinkAction,
  revokeInvitationAction,
} from "./actions.ts";

export const metadata: Metadata = { title: "Members" };

export default async function MembersPage() {
  const principal = await requirePrincipal("/members");
  const mayManage = canManageMembers(principal);
  const everyone = await gateway().people.members(principal);
  const invitations = mayManage ? await gateway().people.invitations(principal) : [];
  return (
    <PageFrame
      title="Members"
      lead={mayManage ? undefined : "An owner invites people and changes roles."}
      action={mayManage && <InviteButton action={inviteAction} />}
    >
      <MemberList
        members={everyone}
        selfId={principal.id}
        mayManage={mayManage}
        actions={{ changeRole: changeRoleAction, remove: removeMemberAction, resetLink: resetLinkAction }}
      />
      {invitations.length > 0 && <InvitationList invitations={invitations} revoke={revokeInvitationAction} />}
    </PageFrame>
  );
}
