import type { ReactNode } from "react";
import { Wordmark } from "./wordmark.tsx";

/** The calm page before one is signed in: the name, one task, nothing else. */
export function EntryFrame({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <main id="main" className="grid min-h-dvh content-start justify-items-center px-4 pt-[max(2.5rem,12dvh)] pb-12">
      <div className="grid w-full max-w-sm gap-8">
        <div className="text-center">
          <Wordmark size="large" />
        </div>
        <div className="grid gap-5 rounded-lg border border-line bg-raised p-6 shadow-card sm:p-8">
          <div className="grid gap-1.5">
            <h1 className="font-display text-xl font-medium text-balance">{title}</h1>
            {lead && <p className="text-soft text-pretty">{lead}</p>}
          </div>
          {children}
        </div>
      </div>
    </main>
  );
}
