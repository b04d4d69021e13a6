import type { Ref } from "react";

export interface BulletinFields {
  title: string;
  author: string | null;
  source: string | null;
}

/** Title, author and source above the text. */
export function BulletinHeading({ fields, ref }: { fields: BulletinFields; ref?: Ref<HTMLHeadingElement> }) {
  const { title, author, source } = fields;
  return (
    <header className="reading-heading">
      <h1 ref={ref} className="bulletin-title">
        {title}
      </h1>
      {author && <p className="bulletin-byline mt-3">{author}</p>}
      {source && (
        <p className="mt-2 text-sm text-faint">
          {/^https?:\/\//i.test(source) ? (
            <a href={source} target="_blank" rel="noopener noreferrer" className="link break-all">
              {source}
            </a>
          ) : (
            source
          )}
        </p>
      )}
    </header>
  );
}
