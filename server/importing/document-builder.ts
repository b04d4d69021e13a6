/**
 * Builds a document from a stream of openings, closings and text, such that it fits the schema whatever comes: text
 * finds its paragraph, a cell its row, a list holds items only, and nesting beyond MAX_DEPTH is flattened. Words are
 * never dropped.
 */

import type { BulletinMark, BulletinNode } from "../../domain/schema/document.ts";
import { dropControls } from "./clean-text.ts";
import { evenRows } from "./even-rows.ts";
import { MAX_DEPTH, refuseNodes } from "./limits.ts";

export type ContainerType =
  | "bulletList"
  | "orderedList"
  | "listItem"
  | "blockquote"
  | "table"
  | "tableRow"
  | "tableCell"
  | "tableHeader";

interface Frame {
  node: BulletinNode & { content: BulletinNode[] };
  /** Opened because the input left it out. */
  isImplied: boolean;
}

const isList = (type: string): boolean => type === "bulletList" || type === "orderedList";
const isCell = (type: string): boolean => type === "tableCell" || type === "tableHeader";

export class DocumentBuilder {
  private readonly root: Frame = { node: { type: "doc", content: [] }, isImplied: false };
  private readonly frames: Frame[] = [this.root];
  /** The paragraph or heading that takes text now. */
  private block: (BulletinNode & { content: BulletinNode[] }) | null = null;
  /** Kept aside: looking at the end of a text that grows piece by piece would copy it each time. */
  private endsWithSpace = true;
  private nodes = 0;

  /** How many containers are open; `closeTo` takes it. */
  get depth(): number {
    return this.frames.length;
  }

  /** True when the next text would begin a block, or follows white space. */
  get isAfterSpace(): boolean {
    return !this.block || this.endsWithSpace;
  }

  /** Opens a container where it makes sense; where it makes none, its contents go on in the present one. */
  open(type: ContainerType, attrs?: BulletinNode["attrs"]): void {
    this.endBlock();
    if (type === "listItem") this.openItem();
    else if (type === "tableRow") this.openRow();
    else if (isCell(type)) this.openCell(type, attrs);
    else this.openBlockContainer(type, attrs);
  }

  /** Closes what was opened since `depth` was read. */
  closeTo(depth: number): void {
    this.endBlock();
    while (this.frames.length > Math.max(1, depth)) this.frames.pop();
  }

  startHeading(level: number): void {
    this.endBlock();
    this.enterBlocks();
    const isItemStart = this.top.node.type === "listItem" && this.top.node.content.length === 0;
    // The schema wants a paragraph first in an item.
    this.startBlock(isItemStart ? { type: "paragraph" } : { type: "heading", attrs: { level } });
  }

  /** Ends the paragraph or heading that is open; the next text begins another. */
  endBlock(): void {
    const block = this.block;
    this.block = null;
    if (!block) return;
    while (block.content.at(-1)?.type === "hardBreak") block.content.pop();
    const last = block.content.at(-1);
    if (last?.text !== undefined) {
      last.text = last.text.trimEnd();
      if (last.text === "") block.content.pop();
    }
  }

  text(text: string, marks: BulletinMark[] = []): void {
    const words = dropControls(text);
    if (words === "") return;
    const block = this.openText();
    this.endsWithSpace = /\s$/.test(words.slice(-1));
    const last = block.content.at(-1);
    if (last?.text !== undefined && isSameMarks(last.marks ?? [], marks)) last.text += words;
    else block.content.push({ type: "text", text: words, ...(marks.length > 0 && { marks: [...marks] }) });
    if (last !== block.content.at(-1)) this.count();
  }

  hardBreak(): void {
    if (!this.block?.content.length) return;
    this.block.content.push({ type: "hardBreak" });
    this.endsWithSpace = true;
    this.count();
  }

  /** The finished document; it always holds a block. */
  finish(): BulletinNode {
    this.closeTo(1);
    const content = tidy(this.root.node.content);
    return { type: "doc", content: content.length > 0 ? content : [{ type: "paragraph" }] };
  }

  private get top(): Frame {
    return this.frames.at(-1) ?? this.root;
  }

  private count(): void {
    this.nodes += 1;
    refuseNodes(this.nodes);
  }

  private push(type: BulletinNode["type"], isImplied: boolean, attrs?: BulletinNode["attrs"]): void {
    const node = { type, ...(attrs && { attrs }), content: [] };
    this.top.node.content.push(node);
    this.frames.push({ node, isImplied });
    this.count();
  }

  private popImplied(): void {
    while (this.top.isImplied) this.frames.pop();
  }

  private isInTable(): boolean {
    return this.frames.some(({ node }) => node.type === "table");
  }

  private openBlockContainer(type: ContainerType, attrs?: BulletinNode["attrs"]): void {
    if (this.depth >= MAX_DEPTH) return;
    if (type === "table" && this.isInTable()) return;
    this.enterBlocks();
    this.push(type, false, attrs);
  }

  private openItem(): void {
    if (this.top.isImplied && this.top.node.type === "listItem") this.frames.pop();
    if (isList(this.top.node.type)) this.push("listItem", false);
  }

  private openRow(): void {
    this.popImplied();
    if (this.top.node.type === "table") this.push("tableRow", false);
  }

  private openCell(type: ContainerType, attrs?: BulletinNode["attrs"]): void {
    if (this.top.isImplied && isCell(this.top.node.type)) this.frames.pop();
    if (this.top.node.type === "table") this.push("tableRow", true);
    if (this.top.node.type === "tableRow") this.push(type, false, attrs);
  }

  /** Goes where blocks may stand, opening the item, row or cell that the input left out. */
  private enterBlocks(): void {
    if (isList(this.top.node.type)) this.push("listItem", true);
    if (this.top.node.type === "table") this.push("tableRow", true);
    if (this.top.node.type === "tableRow") this.push("tableCell", true);
  }

  private startBlock(node: Pick<BulletinNode, "type" | "attrs">): BulletinNode & { content: BulletinNode[] } {
    const block = { ...node, content: [] };
    this.top.node.content.push(block);
    this.block = block;
    this.endsWithSpace = true;
    this.count();
    return block;
  }

  private openText(): BulletinNode & { content: BulletinNode[] } {
    if (this.block) return this.block;
    this.enterBlocks();
    return this.startBlock({ type: "paragraph" });
  }
}

function isSameMarks(left: BulletinMark[], right: BulletinMark[]): boolean {
  if (left.length !== right.length) return false;
  return left.every((mark, index) => {
    const other = right[index];
    return mark.type === other?.type && mark.attrs?.href === other.attrs?.href;
  });
}

/** Drops what stayed empty and fills what the schema wants filled. Recursion is bounded by MAX_DEPTH. */
function tidy(nodes: BulletinNode[]): BulletinNode[] {
  return nodes.flatMap((node): BulletinNode[] => {
    if (node.type === "text" || node.type === "hardBreak") return [node];
    if (node.type === "paragraph" || node.type === "heading") return node.content?.length ? [node] : [];
    const content = tidy(node.content ?? []);
    if (isCell(node.type)) return [{ ...node, content: content.length > 0 ? content : [{ type: "paragraph" }] }];
    if (content.length === 0) return [];
    if (node.type === "listItem" && content[0]?.type !== "paragraph") content.unshift({ type: "paragraph" });
    if (node.type === "table") return [{ ...node, content: evenRows(content) }];
    return [{ ...node, content }];
  });
}
