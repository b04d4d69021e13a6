import type { Metadata } from "next";
import { PasswordForm } from "../../../../components/people/password-form.tsx";
import { ROLE_WORDS } from "../../../../components/people/role-words.ts";
import { SettingsSection } from "../../../../components/people/settings-section.tsx";
import { SignOutElsewhere } from "../../../../components/people/sign-out-elsewhere.tsx";
import { TokenList } from "../../../../components/people/token-list.tsx";
import { PageFrame } from "../../../../components/shell/page-frame.tsx";
import { gateway } from "../../../../server/gateway.ts";
import { requirePrincipal } from "../../../session.ts";
import { changePasswordAction, createTokenAction, revokeTokenAction, signOutElsewhereAction } from "./actions.ts";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const principal = await requirePrincipal("/account");
  const tokens = await gateway().people.tokens(principal);
  const { noun, can } = ROLE_WORDS[principal.role];
  return (
    <PageFrame title="Account" lead={`${principal.name}, ${principal.email}. You are ${noun}. ${can}`}>
      <SettingsSection title="Password" lead="Changing it signs you out on all other devices.">
        <PasswordForm action={changePasswordAction} email={principal.email} />
      </SettingsSection>
      <SettingsSection title="Other devices" lead="Lost a laptop, or used a shared computer?">
        <SignOutElsewhere action={signOutElsewhereAction} />
      </SettingsSection>
      <SettingsSection title="API tokens" lead="For scripts. A token may do what you may do, until you revoke it.">
        <TokenList tokens={tokens} now={Date.now()} create={createTokenAction} revoke={revokeTokenAction} />
      </SettingsSection>
    </PageFrame>
  );
}
