"use client";

import { Button, ButtonLink } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";

/** A page that failed. */
export function ErrorView({ retry }: { retry: () => void }) {
  return (
    <main id="main">
      <EmptyState
        isPage
        title="This page could not be shown"
        action={
          <>
            <Button look="primary" onClick={retry}>
              Try again
            </Button>
            <ButtonLink href="/">All bulletins</ButtonLink>
          </>
        }
      >
        <p role="alert">Something went wrong on the server. It was logged; what is stored is safe.</p>
      </EmptyState>
    </main>
  );
}
