import { Fragment } from "react";
import { linkParts } from "./link-parts.ts";

/** A comment's plain words: paragraphs kept, web addresses as links unless `plain`. */
export function CommentWords({ words, plain = false }: { words: string; plain?: boolean }) {
  if (plain) return <>{words}</>;
  return (
    <>
      {linkParts(words).map((part, index) =>
        part.href ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity; the words are drawn anew when they change.
          <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow" className="link">
            {part.text}
          </a>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above.
          <Fragment key={index}>{part.text}</Fragment>
        ),
      )}
    </>
  );
}
