import type { AnnotationKind } from "../../domain/annotation/annotation.ts";
import { Icon } from "../ui/icon.tsx";
import { KINDS } from "./kinds.ts";

/** What kind of annotation it is: a sign in the kind's colour, and the word. */
export function KindSign({ kind, bare = false }: { kind: AnnotationKind; bare?: boolean }) {
  const { icon, label } = KINDS[kind];
  return (
    <span
      data-kind={kind}
      title={label}
      className="inline-flex shrink-0 items-center gap-1 text-xs font-medium text-soft"
    >
      <Icon name={icon} size={15} className="text-(--kind-stroke)" />
      <span className={bare ? "sr-only" : "kind-word"}>{label}</span>
    </span>
  );
}
