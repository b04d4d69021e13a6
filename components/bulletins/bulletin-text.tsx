import { Fragment, memo, type ReactNode } from "react";
import type { BulletinMark, BulletinNode } from "../../domain/schema/document.ts";
import { safeHref } from "../../domain/schema/safe-href.ts";
import { type Drawing, isSameDrawing, NO_PIECES, type Piece, type Pieces } from "./text-pieces.ts";

interface Props {
  document: BulletinNode;
  className?: string;
  /** What is drawn over the words, as the highlights of annotations. */
  pieces?: Pieces;
}

/**
 * A bulletin's text as elements, named as the editor names them, so that both look the same under `.bulletin-text`.
 * Pure: it also draws the first paint on the server. A block is drawn again only when something in it has changed.
 */
export function BulletinText({ document, className = "", pieces = NO_PIECES }: Props) {
  return (
    <div className={`bulletin-text ${className}`}>
      {document.content?.map((node, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: nodes have no ids.
        <Block key={index} node={node} pieces={pieces} />
      ))}
    </div>
  );
}

const Block = memo(({ node, pieces }: Drawing) => element(node, pieces), isSameDrawing);
Block.displayName = "Block";

function children(node: BulletinNode, pieces: Pieces): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: nodes have no ids.
  return node.content?.map((child, index) => <Fragment key={index}>{element(child, pieces)}</Fragment>);
}

function element(node: BulletinNode, pieces: Pieces): ReactNode {
  switch (node.type) {
    case "doc":
      return children(node, pieces);
    case "paragraph":
      // The editor keeps an empty paragraph's line open in the same way.
      return <p>{node.content?.length ? children(node, pieces) : <br />}</p>;
    case "heading":
      return heading(node, pieces);
    case "bulletList":
      return <ul>{children(node, pieces)}</ul>;
    case "orderedList":
      return <ol start={numberOf(node, "start") ?? undefined}>{children(node, pieces)}</ol>;
    case "listItem":
      return <li>{children(node, pieces)}</li>;
    case "blockquote":
      return <blockquote>{children(node, pieces)}</blockquote>;
    case "table":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard.
        <div className="table-frame" tabIndex={0}>
          <table>
            <tbody>{children(node, pieces)}</tbody>
          </table>
        </div>
      );
    case "tableRow":
      return <tr>{children(node, pieces)}</tr>;
    case "tableCell":
      return <td {...spans(node)}>{children(node, pieces)}</td>;
    case "tableHeader":
      return <th {...spans(node)}>{children(node, pieces)}</th>;
    case "hardBreak":
      return around(pieces.get(node)?.[0], <br />);
    case "text":
      return (node.marks ?? []).reduce<ReactNode>(marked, words(node, pieces));
    default:
      return node.type satisfies never;
  }
}

function words(node: BulletinNode, pieces: Pieces): ReactNode {
  const cut = pieces.get(node);
  if (!cut) return node.text ?? "";
  // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no ids.
  return cut.map((piece, index) => <Fragment key={index}>{around(piece, piece.text)}</Fragment>);
}

function around(piece: Piece | undefined, inner: ReactNode): ReactNode {
  if (!piece?.around) return inner;
  const { tag: Tag, attributes } = piece.around;
  const { class: className, ...others } = attributes;
  return (
    <Tag className={className} {...others}>
      {inner}
    </Tag>
  );
}

function heading(node: BulletinNode, pieces: Pieces): ReactNode {
  const level = numberOf(node, "level") ?? 2;
  // The title is the page's only first level.
  const Heading = `h${Math.min(6, Math.max(2, level))}` as "h2";
  return <Heading>{children(node, pieces)}</Heading>;
}

function marked(inner: ReactNode, mark: BulletinMark): ReactNode {
  switch (mark.type) {
    case "bold":
      return <strong>{inner}</strong>;
    case "italic":
      return <em>{inner}</em>;
    case "link": {
      const href = safeHref(mark.attrs?.href ?? "");
      if (!href) return inner;
      // "#" leads nowhere: printed bulletins keep such links where the target was lost. They stay visible, not clickable.
      // biome-ignore lint/a11y/useValidAnchor: it is what HTML calls a placeholder link.
      if (href === "#") return <a>{inner}</a>;
      if (href.startsWith("#")) return <a href={href}>{inner}</a>;
      return (
        <a href={href} target="_blank" rel="noopener noreferrer">
          {inner}
        </a>
      );
    }
    default:
      return mark.type satisfies never;
  }
}

const spans = (node: BulletinNode) => ({
  colSpan: numberOf(node, "colspan") ?? undefined,
  rowSpan: numberOf(node, "rowspan") ?? undefined,
});

function numberOf(node: BulletinNode, name: string): number | null {
  const value = node.attrs?.[name];
  return typeof value === "number" ? value : null;
}
