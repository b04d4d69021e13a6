import { Fragment, type ReactNode } from "react";
import { safeHref } from "../../domain/schema/safe-href.ts";
import type { BulletinMark, BulletinNode } from "../../domain/schema/document.ts";

/**
 * A bulletin's text as elements, named as the editor names them, so that both look the same under `.bulletin-text`.
 * Pure: it also draws the first paint on the server.
 */
export function BulletinText({ document, className = "" }: { document: BulletinNode; className?: string }) {
  return <div className={`bulletin-text ${className}`}>{children(document)}</div>;
}

function children(node: BulletinNode): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: nodes have no ids, and the whole is drawn anew when it changes.
  return node.content?.map((child, index) => <Fragment key={index}>{element(child)}</Fragment>);
}

function element(node: BulletinNode): ReactNode {
  switch (node.type) {
    case "doc":
      return children(node);
    case "paragraph":
      // The editor keeps an empty paragraph's line open in the same way.
      return <p>{node.content?.length ? children(node) : <br />}</p>;
    case "heading":
      return heading(node);
    case "bulletList":
      return <ul>{children(node)}</ul>;
    case "orderedList":
      return <ol start={numberOf(node, "start") ?? undefined}>{children(node)}</ol>;
    case "listItem":
      return <li>{children(node)}</li>;
    case "blockquote":
      return <blockquote>{children(node)}</blockquote>;
    case "table":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard.
        <div className="table-frame" tabIndex={0}>
          <table>
            <tbody>{children(node)}</tbody>
          </table>
        </div>
      );
    case "tableRow":
      return <tr>{children(node)}</tr>;
    case "tableCell":
      return <td {...spans(node)}>{children(node)}</td>;
    case "tableHeader":
      return <th {...spans(node)}>{children(node)}</th>;
    case "hardBreak":
      return <br />;
    case "text":
      return (node.marks ?? []).reduce<ReactNode>(marked, node.text ?? "");
    default:
      return node.type satisfies never;
  }
}

function heading(node: BulletinNode): ReactNode {
  const level = numberOf(node, "level") ?? 2;
  // The title is the page's only first level.
  const Heading = `h${Math.min(6, Math.max(2, level))}` as "h2";
  return <Heading>{children(node)}</Heading>;
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
