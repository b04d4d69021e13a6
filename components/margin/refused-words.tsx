"use client";

import { useEffect, useRef, useState } from "react";
import { Button } from "../ui/button.tsx";

/** How much of them is in the page while they are cut short, in UTF-16 code units: more than its lines can hold. */
const CUT = 1_500;

/** Refused words: their first lines, and all of them when asked for. */
export function RefusedWords({ words }: { words: string }) {
  const lines = useRef<HTMLParagraphElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [isCut, setCut] = useState(false);
  useEffect(() => {
    const element = lines.current;
    if (!element || isOpen) return;
    const resized = new ResizeObserver(() => setCut(element.scrollHeight > element.clientHeight));
    resized.observe(element);
    return () => resized.disconnect();
  }, [isOpen]);
  return (
    <div className="grid justify-items-start gap-1">
      {isOpen ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
        <p tabIndex={0} className="card-quote max-h-80 overflow-y-auto whitespace-pre-wrap">
          {words}
        </p>
      ) : (
        <p ref={lines} className="card-quote line-clamp-4 whitespace-pre-wrap">
          {words.slice(0, CUT)}
        </p>
      )}
      {(isCut || isOpen) && (
        <Button look="quiet" size="small" aria-expanded={isOpen} className="-ml-2.5" onClick={() => setOpen(!isOpen)}>
          {isOpen ? "Show less" : "Show all"}
        </Button>
      )}
    </div>
  );
}
