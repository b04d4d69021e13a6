"use client";

import { isSameWording } from "../../domain/anchor/changed-part.ts";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import { type Move, type MoveEvent, moveEvent } from "../../domain/annotation/moves.ts";
import { Icon } from "../ui/icon.tsx";
import { TimeAgo } from "../ui/time-ago.tsx";
import { useMargin } from "./margin-context.tsx";

/** Where the annotation sat before, newest first; nothing when it never moved. */
export function PassageHistory({ annotation }: { annotation: Annotation }) {
  const { now } = useMargin();
  const { anchor, moves } = annotation;
  if (!anchor || moves.length === 0) return null;
  const steps = moves.map((move, index) => ({ move, to: moves[index + 1]?.from ?? anchor })).reverse();
  return (
    <details className="passage-history">
      <summary>
        <Icon name="chevron-right" size={14} />
        History of its passage
      </summary>
      <ol>
        {steps.map(({ move, to }) => (
          <li key={`${move.at} ${move.from.state} ${move.from.start}`}>
            <span>
              {sayMove(move, moveEvent(move, to))} · <TimeAgo at={move.at} now={now} />
            </span>
            {!isSameWording(move.from.quote, to.quote) && (
              <blockquote className="card-quote line-clamp-2">
                <span className="sr-only">Before: </span>
                {move.from.quote}
              </blockquote>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}

function sayMove({ by }: Move, event: MoveEvent): string {
  const who = by?.name ?? "";
  switch (event) {
    case "lost":
      return "Its words went from the text";
    case "doubted":
      return "Its place became uncertain";
    case "found":
      return "Its words were found again";
    case "followed":
      return "It followed its words to where they stand now";
    case "confirmed":
      return `${who} confirmed its place`;
    case "changed":
      return `${who} changed the passage`;
    case "re-attached":
      return `${who} attached it to these words`;
  }
}
