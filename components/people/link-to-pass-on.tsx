"use client";

import { CopyField } from "../ui/copy-field.tsx";
import { sayDay } from "../ui/time-ago.tsx";

/** A link that was just made. Its path holds a secret that the server keeps only as a hash. */
export interface OneTimeLink {
  path: string;
  expiresAt: string;
}

/** Shows a link once, as it reads from where this page was opened. */
export function LinkToPassOn({ link, advice }: { link: OneTimeLink; advice: string }) {
  return (
    <div className="grid gap-2">
      <CopyField label="Link" value={new URL(link.path, window.location.origin).href} />
      <p className="text-sm text-soft text-pretty">
        {advice} It works until {sayDay(link.expiresAt)}, and is not shown again.
      </p>
    </div>
  );
}
