import type { ReactNode } from "react";
import { diffWords } from "../../domain/edition/diff-words.ts";
import type { Excerpt, ReportItem } from "../../domain/edition/edition-report.ts";
import { KindSign } from "../margin/kind-sign.tsx";
import { Chip } from "../ui/chip.tsx";
import { Added, Removed } from "./changed-words.tsx";
import { sayBefore } from "./fate-words.ts";

/** One annotation of the report: whose it is, and its passage then and now. */
export function ReportEntry({ item }: { item: ReportItem }) {
  const { kind, author, comment, isResolved, was, state, before, after } = item;
  const note = sayBefore(was, state);
  return (
    <li className="grid gap-3 py-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <KindSign kind={kind} />
        <span className="font-medium">{author}</span>
        {isResolved && <Chip>resolved</Chip>}
        {note && <Chip>{note}</Chip>}
        {comment && <span className="min-w-0 basis-full text-soft">{comment}</span>}
      </div>
      {before && <Passages item={item} before={before} after={after} />}
      {!before && <p className="text-sm text-faint">On the whole bulletin.</p>}
    </li>
  );
}

interface PassagesProps {
  item: ReportItem;
  before: Excerpt;
  after: Excerpt | null;
}

function Passages({ item, before, after }: PassagesProps) {
  if (item.state === "exact") return <Passage item={item} excerpt={before} />;
  const edits = item.state === "changed" && after ? diffWords(before.quote, after.quote) : [];
  const gone = edits.map(({ at, removed }) => ({ at, length: removed.length }));
  const come = edits.map(({ newAt, added }) => ({ at: newAt, length: added.length }));
  return (
    <div className="grid gap-x-6 gap-y-3 md:grid-cols-2">
      <Passage item={item} label="Then" excerpt={before} stretches={gone} of={Removed} />
      {after ? (
        <Passage
          item={item}
          label={item.state === "uncertain" ? "Now, perhaps" : "Now"}
          excerpt={after}
          stretches={come}
          of={Added}
        />
      ) : (
        <div className="grid content-start gap-1">
          <p className="text-xs font-medium text-faint">Now</p>
          <p className="text-sm text-soft">{GONE[item.state === "detached" ? "detached" : "other"]}</p>
        </div>
      )}
    </div>
  );
}

const GONE = { detached: "These words are not in the new edition.", other: "No place can be named." };

interface Stretch {
  at: number;
  length: number;
}

interface PassageProps {
  item: ReportItem;
  excerpt: Excerpt;
  label?: string;
  stretches?: Stretch[];
  of?: (props: { children: ReactNode }) => ReactNode;
}

function Passage({ item: { kind, state }, excerpt, label, stretches = [], of: Changed = Removed }: PassageProps) {
  const isGuess = state === "uncertain" && label !== "Then";
  return (
    <div className="grid min-w-0 content-start gap-1">
      {label && <p className="text-xs font-medium text-faint">{label}</p>}
      <blockquote className="font-serif text-base leading-relaxed text-soft">
        {excerpt.prefix}
        <mark className="mark cursor-auto! text-ink" data-kind={kind} data-state={isGuess ? "uncertain" : "anchored"}>
          {piecesOf(excerpt.quote, stretches).map(({ text, isChanged }, index) =>
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no ids.
            isChanged ? <Changed key={index}>{text}</Changed> : text,
          )}
        </mark>
        {excerpt.suffix}
      </blockquote>
    </div>
  );
}

function piecesOf(text: string, stretches: readonly Stretch[]): { text: string; isChanged: boolean }[] {
  let done = 0;
  const pieces = stretches.flatMap(({ at, length }) => {
    const kept = { text: text.slice(done, at), isChanged: false };
    done = at + length;
    return [kept, { text: text.slice(at, done), isChanged: true }];
  });
  return [...pieces, { text: text.slice(done), isChanged: false }].filter((piece) => piece.text !== "");
}
