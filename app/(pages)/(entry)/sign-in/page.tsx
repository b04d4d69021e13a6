import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "../../../../components/people/sign-in-form.tsx";
import { EntryFrame } from "../../../../components/shell/entry-frame.tsx";
import { gateway } from "../../../../server/gateway.ts";
import { signInRefusal } from "../../../auth.ts";
import { currentPrincipal } from "../../../session.ts";
import { localPath } from "../../../sign-in-with.ts";
import { signInAction } from "./actions.ts";

type Search = Promise<Record<string, string | string[] | undefined>>;

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const { next, code } = await searchParams;
  if (await currentPrincipal()) redirect(localPath(next));
  if (await gateway().people.isEmpty()) redirect("/setup");
  return (
    <EntryFrame title="Sign in">
      <SignInForm action={signInAction} next={localPath(next)} refusal={signInRefusal(code)} />
    </EntryFrame>
  );
}
