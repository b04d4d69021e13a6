import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { EntryFrame } from "../../../../components/shell/entry-frame.tsx";
import { gateway } from "../../../../server/gateway.ts";

export const metadata: Metadata = { title: "Set up" };

/** What a visitor of a new server sees: only who started it can go on. */
export default async function SetUpHintPage() {
  if (!(await gateway().people.isEmpty())) redirect("/sign-in");
  return (
    <EntryFrame title="Almost ready" lead="Glossa runs, but has no account yet.">
      <p className="text-pretty">
        Look at the terminal in which it was started: it printed a set-up link. Open that link to make the first
        account, which will own the workspace.
      </p>
      <p className="text-sm text-faint text-pretty">The link works once. A restart prints a new one.</p>
    </EntryFrame>
  );
}
