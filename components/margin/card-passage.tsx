"use client";

import { canPlaceAnnotation } from "../../domain/permissions/permissions.ts";
import { placeAnnotation } from "../editor/place-annotation.ts";
import type { AnnotationView } from "../sync/bulletin-session.ts";
import { Button } from "../ui/button.tsx";
import { CardQuote } from "./card-quote.tsx";
import { ChangedWords } from "./changed-words.tsx";
import { useMargin } from "./margin-context.tsx";
import { PassageHistory } from "./passage-history.tsx";
import { UncertainPlaces } from "./uncertain-places.tsx";
import "./card-passage.css";

/** The active card's passage: its words where they are not beside it, what became of them, and what can be done about it. */
export function CardPassage({ view }: { view: AnnotationView }) {
  const { session, reading } = useMargin();
  const { annotation } = view;
  const { anchor, id } = annotation;
  if (!anchor) return null;
  const mayPlace = canPlaceAnnotation(session.me, annotation);
  const isLost = anchor.state === "uncertain" || anchor.state === "detached";
  const isPlacing = reading.placing === id;
  return (
    <>
      <CardQuote view={view} isOpen />
      {anchor.state === "uncertain" && (
        <UncertainPlaces
          view={view}
          onConfirm={
            mayPlace
              ? (range) => placeAnnotation(session, id, { text: session.text.plain, range }, "Its place is confirmed.")
              : null
          }
        />
      )}
      <ChangedWords view={view} />
      {mayPlace && isLost && !isPlacing && (
        <Button
          look="secondary"
          size="small"
          icon="highlight"
          className="justify-self-start"
          onClick={() => reading.startPlacing(id)}
        >
          {anchor.state === "detached" ? "Attach to words in the text" : "Attach to other words"}
        </Button>
      )}
      {isPlacing && (
        <p role="status" className="passage-placing">
          <span>
            Select its words in the text, then choose <b>Attach here</b>.
          </span>
          <Button look="quiet" size="small" onClick={() => reading.endPlacing()}>
            Cancel
          </Button>
        </p>
      )}
      <PassageHistory annotation={annotation} />
    </>
  );
}
