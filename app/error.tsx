"use client";

import { ErrorView } from "../components/shell/error-view.tsx";

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return <ErrorView retry={reset} />;
}
