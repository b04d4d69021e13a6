import type { ReactNode } from "react";

/** Words that go: struck out, so that colour is not needed to tell. */
export function Removed({ children }: { children: ReactNode }) {
  return (
    <del className="rounded-sm bg-danger-soft px-0.5 text-danger decoration-danger decoration-1 box-decoration-clone">
      {children}
    </del>
  );
}

/** Words that come: underlined twice. */
export function Added({ children }: { children: ReactNode }) {
  return (
    <ins className="rounded-sm bg-success-soft px-0.5 text-success underline decoration-double decoration-1 underline-offset-3 box-decoration-clone">
      {children}
    </ins>
  );
}
