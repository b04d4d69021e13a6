"use client";

import { canDeleteAnnotation, canPlaceAnnotation } from "../../domain/permissions/permissions.ts";
import type { AnnotationView } from "../sync/bulletin-session.ts";
import { IconButton } from "../ui/button.tsx";
import { Menu } from "../ui/menu.tsx";
import { MenuItem, MenuRadio, MenuSeparator } from "../ui/menu-item.tsx";
import { showToast } from "../ui/toast-store.ts";
import { annotationHash } from "./annotation-hash.ts";
import { CHOOSABLE_KINDS, KINDS } from "./kinds.ts";
import { useMargin } from "./margin-context.tsx";
import { focusAfterRemoval } from "./move-focus.ts";

/** What can be done with an annotation as a whole. */
export function CardMenu({ view }: { view: AnnotationView }) {
  const { session, reading } = useMargin();
  const { annotation } = view;
  const mayChange = canDeleteAnnotation(session.me, annotation);
  const remove = (): void => {
    focusAfterRemoval(annotation.id);
    reading.activate(null, "margin");
    void session.send({ name: "delete-annotation", annotation: annotation.id });
    showToast(`${KINDS[annotation.kind].label} deleted.`, {
      undo: () => void session.send({ name: "restore-annotation", annotation: annotation.id }),
    });
  };
  return (
    <Menu
      label="Annotation"
      trigger={(props) => (
        <IconButton
          {...props}
          icon="more"
          size="small"
          label="More"
          title="Copy link, change passage or kind, delete"
        />
      )}
    >
      <MenuItem icon="link" onClick={() => void copyLink(annotation.id)}>
        Copy link
      </MenuItem>
      {annotation.anchor && canPlaceAnnotation(session.me, annotation) && (
        <MenuItem icon="highlight" onClick={() => reading.startPlacing(annotation.id)}>
          Change the passage
        </MenuItem>
      )}
      {mayChange && (
        <>
          <MenuSeparator />
          {CHOOSABLE_KINDS.map((kind) => (
            <MenuRadio
              key={kind}
              icon={KINDS[kind].icon}
              checked={annotation.kind === kind}
              onSelect={() => void session.send({ name: "change-kind", annotation: annotation.id, kind })}
            >
              {KINDS[kind].label}
            </MenuRadio>
          ))}
          <MenuSeparator />
          <MenuItem icon="trash" danger onClick={remove}>
            Delete
          </MenuItem>
        </>
      )}
    </Menu>
  );
}

/** On plain HTTP browsers have no clipboard; then the address bar holds the link. */
async function copyLink(id: string): Promise<void> {
  const link = new URL(annotationHash(id), window.location.href).href;
  try {
    await navigator.clipboard.writeText(link);
    showToast("Link copied.");
  } catch {
    window.history.replaceState(null, "", link);
    showToast("The browser did not allow copying. The link is in the address bar.");
  }
}
