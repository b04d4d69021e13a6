/** Accounts, memberships, sessions, tokens, invitations and one-time links: what the rest asks of them. */

import type { Actor, Role } from "../../domain/permissions/permissions.ts";

/** Who is asking: a signed-in member, by session or token, with the role in the workspace. */
export interface Principal extends Actor {
  email: string;
  workspaceId: string;
  /** Null for an API token. */
  sessionId: string | null;
}

export interface Member {
  id: string;
  name: string;
  email: string;
  role: Role;
  joinedAt: string;
  /** Set for one who left; what they wrote stays. */
  removedAt: string | null;
}

export interface OpenInvitation {
  id: string;
  email: string | null;
  role: Role;
  invitedBy: string;
  expiresAt: string;
}

export interface TokenInfo {
  id: string;
  label: string;
  createdAt: string;
  lastUsedAt: string | null;
}

/** Every method throws AppError with a sentence for the person; roles are checked here, not by callers. */
export interface People {
  /** No account exists yet: only the set-up link leads anywhere. */
  isEmpty(): Promise<boolean>;
  /** Checks a password; counts failures per account and per address, and locks for a growing time after ten. */
  signIn(input: { email: string; password: string; address: string }): Promise<{ userId: string; sessionId: string }>;
  /** Null when the session was revoked, expired, or its owner is no member any more. */
  bySession(userId: string, sessionId: string): Promise<Principal | null>;
  byToken(token: string): Promise<Principal | null>;
  signOut(principal: Principal): Promise<void>;
  /** Revokes all sessions but the one that asks. */
  signOutElsewhere(principal: Principal): Promise<void>;
  /** Revokes the other sessions. */
  changePassword(principal: Principal, input: { current: string; next: string }): Promise<void>;

  members(principal: Principal): Promise<Member[]>;
  changeRole(principal: Principal, userId: string, role: Role): Promise<void>;
  /** Ends the membership, its sessions and tokens. The last owner can't be removed or demoted. */
  removeMember(principal: Principal, userId: string): Promise<void>;

  invite(
    principal: Principal,
    input: { role: Role; email: string | null; days: number },
  ): Promise<{ token: string; expiresAt: string }>;
  invitations(principal: Principal): Promise<OpenInvitation[]>;
  revokeInvitation(principal: Principal, id: string): Promise<void>;
  /** What the invitation's page shows; throws `gone` when it was used, revoked or has expired. */
  invitation(token: string): Promise<{ workspace: string; role: Role; invitedBy: string; email: string | null }>;
  acceptInvitation(input: { token: string; name: string; email: string; password: string }): Promise<void>;

  /** Throws `gone` as above. */
  setUpLink(token: string): Promise<void>;
  setUp(input: { token: string; name: string; email: string; password: string }): Promise<void>;
  createResetLink(principal: Principal, userId: string): Promise<{ token: string; expiresAt: string }>;
  resetLink(token: string): Promise<{ name: string; email: string }>;
  resetPassword(input: { token: string; password: string }): Promise<void>;

  tokens(principal: Principal): Promise<TokenInfo[]>;
  /** The token is shown once and never again. */
  createToken(principal: Principal, label: string): Promise<{ id: string; token: string }>;
  revokeToken(principal: Principal, id: string): Promise<void>;

  /** For the command line and first boot: whoever runs the program on the machine needs no role. */
  operator: Operator;
}

export interface Operator {
  createAccount(input: { email: string; name: string; password: string; role: Role }): Promise<{ id: string }>;
  setPassword(input: { email: string; password: string }): Promise<void>;
  createTokenFor(input: { email: string; label: string }): Promise<{ id: string; token: string }>;
  /** Makes the one-time set-up link's token, replacing an unused one; null when an account exists. */
  createSetUpLink(): Promise<{ token: string; expiresAt: string } | null>;
  /** The principal in whose name the command line imports: the oldest owner, or the workspace itself before one exists. */
  principal(): Promise<Principal>;
}
