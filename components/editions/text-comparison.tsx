"use client";

import { type ReactNode, useState } from "react";
import type { ComparedBlock, ComparedPiece } from "../../domain/edition/compare-texts.ts";
import { count } from "../bulletins/count.ts";
import { shorten } from "../bulletins/shorten.ts";
import { Button } from "../ui/button.tsx";
import { Added, Removed } from "./changed-words.tsx";

/** Of a long comparison so many blocks are drawn at once. */
const STEP = 60;

/** Of what stays within a changed paragraph so much is shown, in characters: what matters is beside it. */
const KEPT_MAX = 240;

interface Props {
  blocks: readonly ComparedBlock[];
  /** Blocks that differ beyond these. */
  left: number;
}

/** Both texts in one: what goes is struck out, what comes is underlined. */
export function TextComparison({ blocks, left }: Props) {
  const [shown, setShown] = useState(STEP);
  return (
    <section aria-labelledby="edition-text" className="grid gap-3">
      <h2 id="edition-text" className="text-base font-medium">
        The text, compared
      </h2>
      <p className="text-sm text-soft">
        What goes is <Removed>struck out</Removed>, what comes is <Added>underlined</Added>.
      </p>
      <div className="grid gap-4 rounded-lg border border-line bg-raised px-4 py-5 font-serif leading-relaxed sm:px-5">
        {blocks.slice(0, shown).map((block, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no ids.
          <Block key={index} block={block} />
        ))}
        {left > 0 && blocks.length <= shown && (
          <p className="font-sans text-sm text-soft">
            {count(left, "more paragraph")} that {left === 1 ? "differs is" : "differ are"} not shown here.
          </p>
        )}
      </div>
      {blocks.length > shown && (
        <Button size="small" className="justify-self-start" onClick={() => setShown(shown + STEP)}>
          Show more<span className="sr-only"> of the text</span>
        </Button>
      )}
    </section>
  );
}

function Block({ block }: { block: ComparedBlock }) {
  switch (block.is) {
    case "same":
      return (
        <p className="flex items-center gap-3 font-sans text-xs text-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
          {count(block.count, "paragraph")} unchanged
        </p>
      );
    case "changed":
      return (
        <p className="whitespace-pre-line">
          {block.pieces.map((piece, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no ids.
            <Piece key={index} piece={piece} />
          ))}
        </p>
      );
    case "formatted":
      return <Labelled label="Only the formatting changes">{shorten(block.text, KEPT_MAX)}</Labelled>;
    case "added":
      return (
        <Labelled label="New paragraph">
          <Added>{block.text}</Added>
        </Labelled>
      );
    case "removed":
      return (
        <Labelled label="Paragraph removed">
          <Removed>{block.text}</Removed>
        </Labelled>
      );
    case "moved-here":
      return <Labelled label="Moved to here">{shorten(block.text, KEPT_MAX)}</Labelled>;
    case "moved-away":
      return (
        <Labelled label="Moved elsewhere">
          <span className="text-faint">{shorten(block.text, KEPT_MAX)}</span>
        </Labelled>
      );
  }
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="border-l-2 border-strong pl-3">
      <p className="font-sans text-xs font-medium text-faint">{label}</p>
      <p className="whitespace-pre-line">{children}</p>
    </div>
  );
}

function Piece({ piece: { is, text } }: { piece: ComparedPiece }) {
  if (is === "removed") return <Removed>{text}</Removed>;
  if (is === "added") return <Added>{text}</Added>;
  return shorten(text, KEPT_MAX);
}
