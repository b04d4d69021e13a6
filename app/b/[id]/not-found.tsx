import { ButtonLink } from "../../../components/ui/button.tsx";
import { EmptyState } from "../../../components/ui/empty-state.tsx";

export default function NoBulletin() {
  return (
    <main id="main">
      <EmptyState title="There is no such bulletin" action={<ButtonLink href="/">All bulletins</ButtonLink>}>
        It was deleted, or it was not shared with you, or the address is mistyped.
      </EmptyState>
    </main>
  );
}
