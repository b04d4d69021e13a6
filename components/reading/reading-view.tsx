"use client";

import dynamic from "next/dynamic";
import { useCallback, useMemo, useRef, useState } from "react";
import type { Actor } from "../../domain/permissions/permissions.ts";
import type { BulletinNode } from "../../domain/schema/document.ts";
import { ReadingStateProvider, useReadingState } from "../editor/reading-state-context.tsx";
import { scrollToPassage, TEXT_SELECTOR, textWithin } from "../editor/text-and-margin.ts";
import { Margin } from "../margin/margin.tsx";
import { MarginProvider, type MarginTools } from "../margin/margin-context.tsx";
import { RefusedChanges } from "../margin/refused-changes.tsx";
import { useNewDraft } from "../margin/use-new-draft.ts";
import type { AnnotationView } from "../sync/bulletin-session.ts";
import { useBulletinSession } from "../sync/use-bulletin-session.ts";
import type { FormAction } from "../ui/result.ts";
import { AnnotationSheet } from "./annotation-sheet.tsx";
import { type BulletinFields, BulletinHeading } from "./bulletin-heading.tsx";
import { ClosedNotice } from "./closed-notice.tsx";
import { OnlyHereNotice } from "./only-here-notice.tsx";
import { ReadingBar } from "./reading-bar.tsx";
import { ReadingText } from "./reading-text.tsx";
import { useAnnotationLink } from "./use-annotation-link.ts";
import { useIsNarrow } from "./use-is-narrow.ts";
import { useIsOutOfSight } from "./use-is-out-of-sight.ts";
import { useNow } from "./use-now.ts";
import { useSteadySession } from "./use-steady-session.ts";
import "./reading.css";

const ChangeBulletinDialog = dynamic(() =>
  import("../bulletins/change-bulletin-dialog.tsx").then((module) => module.ChangeBulletinDialog),
);

interface Props {
  bulletin: BulletinFields & { id: string };
  workspaceId: string;
  me: Actor;
  /** The text as it was when the page was made: it stands there until the live one has come. */
  document: BulletinNode;
  changeBulletin: FormAction;
}

/** A bulletin with its margin: the page where a team reads together. */
export function ReadingView(props: Props) {
  return (
    <ReadingStateProvider>
      <Reading {...props} />
    </ReadingStateProvider>
  );
}

function Reading({ bulletin, workspaceId, me, document, changeBulletin }: Props) {
  const session = useBulletinSession({ bulletinId: bulletin.id, workspaceId, me });
  const steady = useSteadySession(session);
  const reading = useReadingState();
  const drafting = useNewDraft(bulletin.id, steady, reading);
  const now = useNow();
  const isNarrow = useIsNarrow();
  const [isRenaming, setRenaming] = useState(false);
  const text = useRef<HTMLDivElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const isTitleShown = useIsOutOfSight(title);
  const fields = session.bulletin ?? bulletin;
  useAnnotationLink(steady, reading, session.areAnnotationsLoaded && session.text.isLoaded);

  const annotations = useRef(steady.annotations);
  annotations.current = steady.annotations;
  const goToPassage = useCallback(({ annotation }: AnnotationView): void => {
    text.current?.querySelector<HTMLElement>(TEXT_SELECTOR)?.focus({ preventScroll: true });
    const drawn = text.current && textWithin(text.current);
    // The card may hold a place from before the last words were typed.
    const range = annotations.current.find((view) => view.annotation.id === annotation.id)?.range;
    const place = range && drawn?.placeOf(range.start);
    if (!place || !drawn) return;
    window.getSelection()?.collapse(place.node, place.offset);
    scrollToPassage(drawn, range);
  }, []);

  const { id: bulletinId } = bulletin;
  const tools = useMemo<MarginTools>(
    () => ({ bulletinId, session: steady, reading, drafting, now, isSheet: isNarrow, goToPassage }),
    [bulletinId, steady, reading, drafting, now, isNarrow, goToPassage],
  );
  return (
    <MarginProvider tools={tools}>
      <ReadingBar
        bulletinId={bulletin.id}
        title={fields.title}
        isTitleShown={isTitleShown}
        isNarrow={isNarrow}
        session={session}
        reading={reading}
        onComment={() => drafting.startOnWhole()}
        onRename={() => setRenaming(true)}
      />
      <main id="main" className="reading-page">
        <div className="reading-column">
          <ClosedNotice saved={session.saved} path={`/b/${bulletin.id}`} />
          <OnlyHereNotice saved={session.saved} />
          {isNarrow && (
            <div data-chrome className="reading-refused">
              <RefusedChanges />
            </div>
          )}
          <BulletinHeading fields={fields} ref={title} />
          <ReadingText ref={text} session={steady} reading={reading} first={document} />
        </div>
        {isNarrow ? (
          <AnnotationSheet text={text} />
        ) : (
          <aside data-chrome aria-label="Annotations" className="reading-margin">
            <h2 className="sr-only">Annotations</h2>
            <Margin text={text} />
          </aside>
        )}
      </main>
      {isRenaming && (
        <ChangeBulletinDialog
          bulletin={{ id: bulletin.id, ...fields }}
          action={changeBulletin}
          onClose={() => setRenaming(false)}
        />
      )}
    </MarginProvider>
  );
}
