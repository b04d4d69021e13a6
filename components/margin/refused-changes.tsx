"use client";

import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { useMargin } from "./margin-context.tsx";
import { REFUSED_ID } from "./move-focus.ts";
import { RefusedCard } from "./refused-card.tsx";

/** How many are shown at first: more would push what there is to read off the screen. */
const FIRST = 1;

/** What the server refused, with the words that would otherwise be lost. */
export function RefusedChanges() {
  const { session } = useMargin();
  const { refused } = session;
  const [showsAll, setShowAll] = useState(false);
  const shown = showsAll ? refused : refused.slice(0, FIRST);
  const more = refused.length - FIRST;
  return (
    <div className="grid gap-2.5 has-[>section]:mb-1">
      {/* Short, and there before its words are: the rest is to be read, not to be called out. */}
      <p role="alert" className="sr-only">
        {refused.length > 0 && sayCount(refused.length)}
      </p>
      {refused.length > 0 && (
        <section id={REFUSED_ID} aria-label="Not posted" tabIndex={-1} className="grid gap-2.5 rounded-md">
          <ul className="grid gap-2.5">
            {shown.map((change) => (
              <li key={change.key}>
                <RefusedCard change={change} />
              </li>
            ))}
          </ul>
          {more > 0 && (
            <Button
              look="quiet"
              size="small"
              className="-my-1 justify-self-start"
              aria-expanded={showsAll}
              onClick={() => setShowAll(!showsAll)}
            >
              {showsAll ? "Show fewer" : `Show ${more} more not posted`}
            </Button>
          )}
        </section>
      )}
    </div>
  );
}

const sayCount = (count: number): string =>
  count === 1 ? "A change of yours was not posted." : `${count} changes of yours were not posted.`;
