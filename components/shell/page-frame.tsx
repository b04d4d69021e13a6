import type { ReactNode } from "react";

interface Props {
  title: string;
  /** One sentence under the title. */
  lead?: ReactNode;
  /** Beside the title: the page's main action. */
  action?: ReactNode;
  width?: "text" | "wide";
  children: ReactNode;
}

/** The frame of a page with a title: column, heading, main landmark's content. */
export function PageFrame({ title, lead, action, width = "text", children }: Props) {
  return (
    <main
      id="main"
      tabIndex={-1}
      className={`mx-auto w-full px-4 pt-8 pb-24 outline-none sm:px-6 sm:pt-12 ${width === "wide" ? "max-w-7xl" : "max-w-3xl"}`}
    >
      <div className="mb-8 flex flex-wrap items-end justify-between gap-x-6 gap-y-4 sm:mb-10">
        <div className="min-w-0">
          <h1 className="font-display text-2xl font-medium">{title}</h1>
          {lead && <p className="mt-1.5 max-w-prose text-soft text-pretty">{lead}</p>}
        </div>
        {action && <div className="flex flex-wrap gap-2.5">{action}</div>}
      </div>
      {children}
    </main>
  );
}
