import { EntryFrame } from "../shell/entry-frame.tsx";
import { ButtonLink } from "../ui/button.tsx";

/** The page of a one-time link that leads nowhere any more. */
export function LinkGone({ sentence }: { sentence: string }) {
  return (
    <EntryFrame title="This link does not work" lead={sentence}>
      <ButtonLink href="/sign-in">Go to sign in</ButtonLink>
    </EntryFrame>
  );
}
