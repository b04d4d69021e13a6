/** Puts the use cases about people together. */

import { acceptInvitation } from "./accept-invitation.ts";
import { createToken, revokeToken, tokens } from "./api-tokens.ts";
import type { PeopleContext } from "./context.ts";
import { invitation, invitations, invite, revokeInvitation } from "./invitations.ts";
import { changeRole, members, removeMember } from "./members.ts";
import { operator } from "./operator.ts";
import type { People } from "./people.ts";
import { bySession, byToken, signOut } from "./principals.ts";
import { createResetLink, resetLink, resetPassword } from "./reset-password.ts";
import { changePassword } from "./set-password.ts";
import { isEmpty, setUp, setUpLink } from "./set-up.ts";
import { signIn } from "./sign-in.ts";
import { signOutElsewhere } from "./sign-out-elsewhere.ts";

/** The workspace's row has to exist. */
export function createPeople(context: PeopleContext): People {
  return {
    isEmpty: isEmpty(context),
    signIn: signIn(context),
    bySession: bySession(context),
    byToken: byToken(context),
    signOut: signOut(context),
    signOutElsewhere: signOutElsewhere(context),
    changePassword: changePassword(context),
    members: members(context),
    changeRole: changeRole(context),
    removeMember: removeMember(context),
    invite: invite(context),
    invitations: invitations(context),
    revokeInvitation: revokeInvitation(context),
    invitation: invitation(context),
    acceptInvitation: acceptInvitation(context),
    setUpLink: setUpLink(context),
    setUp: setUp(context),
    createResetLink: createResetLink(context),
    resetLink: resetLink(context),
    resetPassword: resetPassword(context),
    tokens: tokens(context),
    createToken: createToken(context),
    revokeToken: revokeToken(context),
    operator: operator(context),
  };
}
