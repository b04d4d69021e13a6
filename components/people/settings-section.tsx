import { type ReactNode, useId } from "react";

/** A part of a settings page: what it is about at the left, its controls at the right. */
export function SettingsSection({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid gap-x-10 gap-y-5 border-t border-line py-8 md:grid-cols-[13rem_minmax(0,1fr)]"
    >
      <div>
        <h2 id={id} className="font-serif text-md font-medium">
          {title}
        </h2>
        <p className="mt-1 text-sm text-soft text-pretty">{lead}</p>
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
