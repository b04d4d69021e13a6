import type { Metadata } from "next";
import { ButtonLink } from "../components/ui/button.tsx";
import { EmptyState } from "../components/ui/empty-state.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main id="main">
      <EmptyState isPage title="There is nothing here" action={<ButtonLink href="/">All bulletins</ButtonLink>}>
        The address may be mistyped, or what it led to was deleted.
      </EmptyState>
    </main>
  );
}
