"use client";

import { useId } from "react";
import { changedPart, isSameWording, type Wording } from "../../domain/anchor/changed-part.ts";
import type { AnnotationView } from "../sync/bulletin-session.ts";

/** The words as they were when the annotation was made, if the text's have changed since; else null. */
export function wordsThen({ annotation, range }: AnnotationView): string | null {
  const { anchor } = annotation;
  const original = anchor?.original;
  if (!original || !range || anchor.state === "uncertain" || anchor.state === "detached") return null;
  return isSameWording(original, anchor.quote) ? null : original;
}

/** Then and now, with what differs marked. */
export function ChangedWords({ view }: { view: AnnotationView }) {
  const id = useId();
  const then = wordsThen(view);
  const now = view.annotation.anchor?.quote ?? "";
  if (then === null) return null;
  const parts = changedPart(then, now);
  return (
    <section aria-labelledby={id} className="passage-compare">
      <h4 id={id} className="passage-compare-title">
        Text changed since
      </h4>
      <dl>
        <div>
          <dt>Then</dt>
          <dd>
            <Words {...parts.was} mark="del" />
          </dd>
        </div>
        <div>
          <dt>Now</dt>
          <dd>
            <Words {...parts.is} mark="ins" />
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Words({ before, changed, after, mark: Mark }: Wording & { mark: "del" | "ins" }) {
  return (
    <>
      {before}
      {changed !== "" && <Mark>{changed}</Mark>}
      {after}
    </>
  );
}
