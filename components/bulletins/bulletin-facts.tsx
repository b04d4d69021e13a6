import type { BulletinSummary } from "../../domain/bulletin/bulletin.ts";
import { TimeAgo } from "../ui/time-ago.tsx";
import { count } from "./count.ts";

/** The line under a bulletin's title. */
export function BulletinFacts({ bulletin, now }: { bulletin: BulletinSummary; now: number }) {
  const { author, words, annotations, updatedAt, deletedAt } = bulletin;
  return (
    // Each fact brings a dot before it; those at a line's beginning lie left of the box and are clipped.
    <div className="overflow-x-clip">
      <ul className="-ml-4 flex flex-wrap gap-y-0.5 text-sm text-faint *:relative *:pl-4 *:before:absolute *:before:left-1.5 *:before:content-['·']">
        {author && <li className="text-soft">{author}</li>}
        <li>{count(words, "word")}</li>
        <li>{annotations === 0 ? "no annotations" : count(annotations, "annotation")}</li>
        <li>
          {deletedAt ? "deleted " : "updated "}
          <TimeAgo at={deletedAt ?? updatedAt} now={now} />
        </li>
      </ul>
    </div>
  );
}
