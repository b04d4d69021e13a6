"use client";

import { canAnnotate } from "../../domain/permissions/permissions.ts";
import type { AnnotationView } from "../sync/bulletin-session.ts";
import { Icon } from "../ui/icon.tsx";
import { TimeAgo } from "../ui/time-ago.tsx";
import { CardPassage } from "./card-passage.tsx";
import { CardTags } from "./card-tags.tsx";
import { useMargin } from "./margin-context.tsx";
import { Thread } from "./thread.tsx";

/** The inside of the active card: passage, tags, thread. */
export function CardBody({ view }: { view: AnnotationView }) {
  const { session, now } = useMargin();
  const { annotation } = view;
  const { id, resolved } = annotation;
  const mayTag = canAnnotate(session.me);
  return (
    <div className="mt-2 grid gap-2.5">
      <CardPassage view={view} />
      <CardTags
        tags={annotation.tags}
        onAdd={mayTag ? (tag) => void session.send({ name: "tag-annotation", annotation: id, tag }) : undefined}
        onRemove={mayTag ? (tag) => void session.send({ name: "untag-annotation", annotation: id, tag }) : undefined}
      />
      <Thread annotation={annotation} />
      {resolved && (
        <p className="flex items-center gap-1.5 text-xs text-faint">
          <Icon name="check" size={14} />
          <span>
            Resolved by {resolved.by.name} <TimeAgo at={resolved.at} now={now} />
            {resolved.reason ? `: ${resolved.reason}` : ""}
          </span>
        </p>
      )}
    </div>
  );
}
