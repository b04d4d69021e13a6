import type { ReactNode } from "react";

interface Props {
  title: string;
  children: ReactNode;
  action?: ReactNode;
  /** It is all of the page, so its title is the page's. */
  isPage?: boolean;
}

/** What a view says when there is nothing in it yet: what it is for, and what to do. */
export function EmptyState({ title, children, action, isPage = false }: Props) {
  const Heading = isPage ? "h1" : "h2";
  return (
    <section className="mx-auto grid max-w-md justify-items-center gap-4 px-2 py-16 text-center sm:py-24">
      <p aria-hidden="true" className="font-serif text-2xl leading-none text-faint">
        ❦
      </p>
      <Heading className="font-display text-xl font-medium text-balance">{title}</Heading>
      <div className="text-soft text-pretty">{children}</div>
      {action && <div className="mt-2 flex flex-wrap justify-center gap-3">{action}</div>}
    </section>
  );
}
