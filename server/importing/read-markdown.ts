/**
 * Markdown (CommonMark with GitHub's tables) to a document. What the schema lacks, such as images, code fences with a
 * language and raw HTML, is kept as text.
 */

import MarkdownIt, { type Token } from "markdown-it";
import type { BulletinMark, BulletinNode } from "../../domain/schema/document.ts";
import { safeHref } from "../../domain/schema/safe-href.ts";
import { type ContainerType, DocumentBuilder } from "./document-builder.ts";
import { losesWords } from "./loses-words.ts";
import { readText } from "./read-text.ts";

/** markdown-it drops what is nested deeper, so a text that reaches it is read as plain text instead. */
const MAX_NESTING = 60;

// Our own check of link targets keeps the words of those it refuses; definitions stay so that no unused one is lost.
const parser = new MarkdownIt("default", { html: false, linkify: false, typographer: false, maxNesting: MAX_NESTING });
parser.validateLink = () => true;
parser.core.ruler.disable("strip_references");
parser.inline.ruler.disable("strikethrough");
parser.inline.ruler2.disable("strikethrough");

const CONTAINERS: Readonly<Record<string, ContainerType>> = {
  bullet_list: "bulletList",
  ordered_list: "orderedList",
  list_item: "listItem",
  blockquote: "blockquote",
  table: "table",
  tr: "tableRow",
  td: "tableCell",
  th: "tableHeader",
};

/** What can begin markup. Each costs the parser about 2 µs; a real text of 5 MB has some 100,000. */
const MARKUP = /[[\]*_`<!&\\|\n]/g;
const MAX_MARKUP = 500_000;

/** A text that is mostly markup is read as plain text. Throws `too-large` when there are too many nodes. */
export function readMarkdown(markdown: string): BulletinNode {
  if ((markdown.match(MARKUP)?.length ?? 0) > MAX_MARKUP) return readText(markdown);
  const tokens = parser.parse(markdown, {});
  if (tokens.some((token) => token.level >= MAX_NESTING - 1)) return readText(markdown);
  return new MarkdownReader(markdown, tokens).read();
}

class MarkdownReader {
  private readonly builder = new DocumentBuilder();
  private readonly depths: number[] = [];
  private readonly lines: string[];
  private readonly usedLabels = new Set<unknown>();

  constructor(
    markdown: string,
    private readonly tokens: Token[],
  ) {
    this.lines = markdown.split("\n");
    for (const token of tokens) {
      for (const child of token.children ?? []) if (child.meta?.label) this.usedLabels.add(child.meta.label);
    }
  }

  read(): BulletinNode {
    for (let index = 0; index < this.tokens.length; index += 1) {
      const token = this.tokens[index];
      if (!token) break;
      const end = token.type === "table_open" ? this.endOfLosingTable(index) : null;
      if (end === null) this.block(token);
      else {
        this.source(token);
        index = end;
      }
    }
    return this.builder.finish();
  }

  /** Cells beyond the width of a table's head are dropped by the rules of Markdown: such a table is kept as text. */
  private endOfLosingTable(start: number): number | null {
    let end = start;
    while (end < this.tokens.length - 1 && this.tokens[end]?.type !== "table_close") end += 1;
    const inside = this.tokens.slice(start, end).flatMap((token) => token.children ?? []);
    const kept = inside.map((token) => [token.content, ...(token.attrs ?? []).map(([, value]) => value)].join(" "));
    return losesWords(this.linesOf(this.tokens[start]).join(" "), kept.join(" ")) ? end : null;
  }

  private block(token: Token): void {
    const [name, side] = splitType(token.type);
    const container = Object.hasOwn(CONTAINERS, name) ? CONTAINERS[name] : undefined;
    if (container && side === "open") {
      this.depths.push(this.builder.depth);
      const start = Number(token.attrGet("start") ?? 1);
      this.builder.open(container, name === "ordered_list" && start > 1 ? { start } : undefined);
    } else if (container) this.builder.closeTo(this.depths.pop() ?? 1);
    else if (name === "heading" && side === "open") this.builder.startHeading(Number(token.tag.slice(1)));
    else if (token.type === "inline") addInline(this.builder, token.children ?? []);
    else if (token.type === "fence" || token.type === "code_block") this.code(token);
    else if (token.type === "hr") this.source(token);
    else if (token.type === "reference_definition") this.definition(token);
    else this.builder.endBlock();
  }

  private linesOf(token: Token | undefined): string[] {
    const [from, to] = token?.map ?? [0, 0];
    return this.lines.slice(from, to);
  }

  /** The lines of a token as they are written. */
  private source(token: Token): void {
    this.addLines(this.linesOf(token).map((line) => line.trim()));
  }

  private code(token: Token): void {
    const lines = token.content.replace(/\n$/, "").split("\n");
    const info = token.info.trim();
    this.addLines(info ? [token.markup + info, ...lines, token.markup] : lines);
  }

  /** A definition that a link uses has become that link, unless it says more than the target. */
  private definition(token: Token): void {
    const isPlain = this.linesOf(token).join(" ").trim().split(/\s+/).length <= 2;
    if (!isPlain || !this.usedLabels.has(token.meta?.label)) this.source(token);
  }

  private addLines(lines: string[]): void {
    this.builder.endBlock();
    lines.forEach((line, index) => {
      if (index > 0) this.builder.hardBreak();
      this.builder.text(line);
    });
    this.builder.endBlock();
  }
}

function splitType(type: string): [name: string, side: "open" | "close" | null] {
  if (type.endsWith("_open")) return [type.slice(0, -5), "open"];
  if (type.endsWith("_close")) return [type.slice(0, -6), "close"];
  return [type, null];
}

/** A link's target that is refused is written behind its words, as the author wrote it. */
function addInline(builder: DocumentBuilder, tokens: Token[]): void {
  let [bold, italic] = [0, 0];
  const links: { href: string | null; written: string; title: string }[] = [];
  const marks = (): BulletinMark[] => {
    const href = links.findLast((link) => link.href !== null)?.href ?? null;
    return [
      ...(href === null ? [] : [{ type: "link" as const, attrs: { href } }]),
      ...(bold > 0 ? [{ type: "bold" as const }] : []),
      ...(italic > 0 ? [{ type: "italic" as const }] : []),
    ];
  };
  for (const [index, token] of tokens.entries()) {
    switch (token.type) {
      case "strong_open":
        bold += 1;
        break;
      case "strong_close":
        bold -= 1;
        break;
      case "em_open":
        italic += 1;
        break;
      case "em_close":
        italic -= 1;
        break;
      case "link_open": {
        const written = String(token.attrGet("href") ?? "");
        const href = safeHref(written);
        if (href === null) builder.text("[", marks());
        links.push({ href, written, title: String(token.attrGet("title") ?? "") });
        break;
      }
      case "link_close": {
        const link = links.pop();
        if (link?.href && tokens[index - 1]?.type === "link_open") {
          builder.text(link.written, [{ type: "link", attrs: { href: link.href } }]);
        }
        if (link?.href === null) builder.text(`](${link.written})`, marks());
        if (link?.title) builder.text(` (${link.title})`, marks());
        break;
      }
      case "image": {
        const title = token.attrGet("title");
        builder.text(`![${token.content}](${token.attrGet("src") ?? ""}${title ? ` "${title}"` : ""})`, marks());
        break;
      }
      case "hardbreak":
        builder.hardBreak();
        break;
      case "softbreak":
        builder.text(" ", marks());
        break;
      default:
        builder.text(token.content, marks());
    }
  }
}
