"use client";

import { useMemo } from "react";
import { CONTEXT_LENGTH, type Quote } from "../../domain/anchor/anchor.ts";
import { type Candidate, candidatesFor } from "../../domain/anchor/candidates.ts";
import type { AnnotationView } from "../sync/bulletin-session.ts";
import { Button } from "../ui/button.tsx";
import { useMargin } from "./margin-context.tsx";

interface Props {
  view: AnnotationView;
  /** Null for those who may only look. */
  onConfirm: ((place: Candidate) => void) | null;
}

/** What the annotation was made on, beside each place in the text where it may belong now. */
export function UncertainPlaces({ view, onConfirm }: Props) {
  const { session } = useMargin();
  const { anchor } = view.annotation;
  const { plain } = session.text;
  const places = useMemo(() => (anchor ? candidatesFor(plain, anchor, view.range) : []), [plain, anchor, view.range]);
  if (!anchor) return null;
  return (
    <div className="passage-compare">
      <dl data-sides={places.length > 0 || undefined}>
        <div>
          <dt>Then</dt>
          <dd>
            <InContext quote={anchor} />
          </dd>
        </div>
        {places.map((place, index) => (
          <div key={`${place.start}-${place.end}`}>
            <dt>
              {places.length === 1 ? "Now" : `Now, place ${index + 1}${place.isShown ? " (shown in the text)" : ""}`}
            </dt>
            <dd>
              <InContext quote={place} />
              {onConfirm && (
                <Button
                  look="secondary"
                  size="small"
                  icon="check"
                  className="mt-1.5"
                  onClick={() => onConfirm(place)}
                  aria-label={places.length === 1 ? "It belongs here" : `It belongs here, at place ${index + 1}`}
                >
                  It belongs here
                </Button>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** The words, with what stands around them. */
function InContext({ quote: { prefix, quote, suffix } }: { quote: Quote }) {
  return (
    <>
      <span className="passage-compare-around">{isCut(prefix) ? prefix.replace(/^\S*/, "…") : prefix}</span>
      <mark className="passage-compare-words">{quote}</mark>
      <span className="passage-compare-around">{isCut(suffix) ? suffix.replace(/\S*$/, "…") : suffix}</span>
    </>
  );
}

/** Shorter context ends where the text does. */
const isCut = (context: string): boolean => context.length >= CONTEXT_LENGTH - 1;
