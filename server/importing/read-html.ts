/** HTML to a document: what the schema knows is kept as it is, everything else as text; scripts and styles are dropped. */

import { Parser } from "htmlparser2";
import { AppError } from "../../domain/app-error.ts";
import type { BulletinMark, BulletinNode } from "../../domain/schema/document.ts";
import { safeHref } from "../../domain/schema/safe-href.ts";
import { type ContainerType, DocumentBuilder } from "./document-builder.ts";

/** Open elements are searched at every closing tag, so their number bounds the cost of each. */
const MAX_OPEN_ELEMENTS = 1000;

/** Not text of the page. */
const DROPPED: ReadonlySet<string> = new Set(["script", "style", "head", "template", "noscript", "iframe", "object"]);

const CONTAINERS: Readonly<Record<string, ContainerType>> = {
  ul: "bulletList",
  menu: "bulletList",
  ol: "orderedList",
  li: "listItem",
  blockquote: "blockquote",
  table: "table",
  tr: "tableRow",
  td: "tableCell",
  th: "tableHeader",
};

const INLINE: ReadonlySet<string> = new Set(
  (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q ruby rb rt rp s samp small span " +
    "strike strong sub sup time tt u var wbr svg picture source input"
  ).split(" "),
);

const BOLD: ReadonlySet<string> = new Set(["b", "strong"]);
const ITALIC: ReadonlySet<string> = new Set(["i", "em", "cite", "var", "dfn"]);

/** What an opening tag changed, so that its closing tag can undo it. */
interface OpenElement {
  depth: number | null;
  endsBlock: boolean;
  mark: BulletinMark | null;
  isDropped: boolean;
  isPreformatted: boolean;
}

/** Throws `unprocessable` when elements are nested beyond reason. */
export function readHtml(html: string): BulletinNode {
  const builder = new DocumentBuilder();
  const open: OpenElement[] = [];
  const marks: BulletinMark[] = [];
  let dropped = 0;
  let preformatted = 0;

  const opened = (name: string, attributes: Record<string, string>): OpenElement => {
    const element: OpenElement = {
      depth: null,
      endsBlock: !INLINE.has(name),
      mark: markOf(name, attributes),
      isDropped: DROPPED.has(name),
      isPreformatted: name === "pre",
    };
    if (element.isDropped || dropped > 0) return element;
    const container = Object.hasOwn(CONTAINERS, name) ? CONTAINERS[name] : undefined;
    if (name === "br") builder.hardBreak();
    else if (name === "img") builder.text(attributes.alt ?? "", present(marks));
    else if (container) {
      element.depth = builder.depth;
      builder.open(container, attrsOf(name, attributes));
    } else if (/^h[1-6]$/.test(name)) builder.startHeading(Number(name[1]));
    else if (element.endsBlock) builder.endBlock();
    return element;
  };

  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (open.length >= MAX_OPEN_ELEMENTS) {
          throw new AppError("unprocessable", `This HTML nests more than ${MAX_OPEN_ELEMENTS} elements in each other.`);
        }
        const element = opened(name, attributes);
        open.push(element);
        if (element.mark) marks.push(element.mark);
        if (element.isDropped) dropped += 1;
        if (element.isPreformatted) preformatted += 1;
      },
      onclosetag(name) {
        const element = open.pop();
        if (!element) return;
        if (element.mark) marks.pop();
        if (element.isPreformatted) preformatted -= 1;
        if (element.isDropped) dropped -= 1;
        if (dropped > 0 || element.isDropped || name === "br") return;
        if (element.depth !== null) builder.closeTo(element.depth);
        else if (element.endsBlock) builder.endBlock();
      },
      ontext(text) {
        if (dropped > 0) return;
        if (preformatted > 0) addPreformatted(builder, text, present(marks));
        else addFlowing(builder, text, present(marks));
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.end(html);
  return builder.finish();
}

function markOf(name: string, attributes: Record<string, string>): BulletinMark | null {
  if (BOLD.has(name)) return { type: "bold" };
  if (ITALIC.has(name)) return { type: "italic" };
  if (name !== "a" || attributes.href === undefined) return null;
  const href = safeHref(attributes.href);
  return href === null ? null : { type: "link", attrs: { href } };
}

function attrsOf(name: string, attributes: Record<string, string>): BulletinNode["attrs"] {
  if (name === "ol") {
    const start = Number.parseInt(attributes.start ?? "1", 10);
    return Number.isSafeInteger(start) && start > 1 ? { start } : undefined;
  }
  if (name !== "td" && name !== "th") return undefined;
  const { colspan, rowspan } = attributes;
  return { ...(colspan && { colspan }), ...(rowspan && { rowspan }) };
}

/** Each kind of mark once, the innermost link winning; in the order link, bold, italic. */
function present(marks: BulletinMark[]): BulletinMark[] {
  return (["link", "bold", "italic"] as const).flatMap((type) => marks.findLast((mark) => mark.type === type) ?? []);
}

/** White space collapses over element boundaries, as in a browser. */
function addFlowing(builder: DocumentBuilder, text: string, marks: BulletinMark[]): void {
  const collapsed = text.replace(/[ \t\n\r\f]+/g, " ");
  builder.text(builder.isAfterSpace && collapsed.startsWith(" ") ? collapsed.slice(1) : collapsed, marks);
}

function addPreformatted(builder: DocumentBuilder, text: string, marks: BulletinMark[]): void {
  text.split(/\r\n?|\n/).forEach((line, index) => {
    if (index > 0) builder.hardBreak();
    builder.text(line, marks);
  });
}
