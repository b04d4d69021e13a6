/** The text of a bulletin with its passages marked. */

import type { ExportAnnotation, ExportModel } from "../../../domain/export/export-model.ts";
import { lanes, type Segment, segments } from "../../../domain/export/segments.ts";
import type { BulletinMark, BulletinNode } from "../../../domain/schema/document.ts";
import { walkTextRuns } from "../../../domain/schema/plain-text.ts";
import { escapeHtml, safeHref } from "./escape.ts";
import { KIND_NAME, passageId, threadId } from "./names.ts";

/** More underlines than this at one place can't be told apart and are not drawn; the words keep all ids. */
const LANES_SHOWN = 4;

/** The same text as `model.text`, cut at the boundaries of passages; a passage ends with its annotation's number. */
export function renderText(model: ExportModel): string {
  return new TextRenderer(model).render();
}

/** A run of text and the annotations whose number stands in it, by offset. */
interface Run {
  start: number;
  end: number;
  references: Map<number, ExportAnnotation[]>;
}

class TextRenderer {
  private readonly model: ExportModel;
  private readonly annotations: Map<string, ExportAnnotation>;
  private readonly pieces: Segment[];
  private readonly laneOf: Map<string, number>;
  private readonly runs: Run[];
  private readonly begun = new Set<string>();
  private nextRun = 0;
  private nextPiece = 0;

  constructor(model: ExportModel) {
    this.model = model;
    const marked = model.annotations.flatMap(({ id, place }) => (place ? [{ id, ...place.range }] : []));
    this.annotations = new Map(model.annotations.map((annotation) => [annotation.id, annotation]));
    this.pieces = segments(model.text.length, marked);
    this.laneOf = lanes(marked);
    this.runs = findRuns(model);
  }

  render(): string {
    return this.children(this.model.document);
  }

  private children(node: BulletinNode): string {
    return (node.content ?? []).map((child) => this.node(child)).join("");
  }

  private node(node: BulletinNode): string {
    switch (node.type) {
      case "text":
        return this.run(node.marks ?? []);
      case "hardBreak":
        this.nextRun++;
        return "<br>";
      case "heading":
        return this.block(`h${headingLevel(node)}`, node);
      case "paragraph":
        return this.block("p", node);
      case "bulletList":
        return `<ul>${this.children(node)}</ul>\n`;
      case "orderedList":
        return `<ol${wholeNumber(node, "start", 1)}>${this.children(node)}</ol>\n`;
      case "listItem":
        return `<li>${this.children(node)}</li>`;
      case "blockquote":
        return `<blockquote>${this.children(node)}</blockquote>\n`;
      case "table":
        return `<div class="table"><table><tbody>${this.children(node)}</tbody></table></div>\n`;
      case "tableRow":
        return `<tr>${this.children(node)}</tr>`;
      case "tableHeader":
        return `<th${spans(node)}>${this.children(node)}</th>`;
      case "tableCell":
        return `<td${spans(node)}>${this.children(node)}</td>`;
      case "doc":
        return this.children(node);
    }
  }

  private block(tag: string, node: BulletinNode): string {
    return `<${tag} dir="auto">${this.children(node)}</${tag}>\n`;
  }

  private run(marks: BulletinMark[]): string {
    const run = this.runs[this.nextRun++];
    if (!run) throw new Error("The document has more runs of text than its plain text.");
    let html = this.references(run, run.start);
    for (let from = run.start; from < run.end; ) {
      const piece = this.pieceAt(from);
      const to = Math.min(piece.end, run.end);
      html += this.piece(piece.ids, format(this.model.text.slice(from, to), marks, to === run.end));
      html += this.references(run, to);
      from = to;
    }
    return html;
  }

  /** Runs come in order, so the pieces are walked once. */
  private pieceAt(offset: number): Segment {
    let piece = this.pieces[this.nextPiece];
    while (piece && piece.end <= offset) piece = this.pieces[++this.nextPiece];
    if (!piece) throw new Error("The document is longer than its plain text.");
    return piece;
  }

  private piece(ids: string[], words: string): string {
    if (ids.length === 0) return words;
    const drawn = ids.filter((id, index) => index < LANES_SHOWN || !this.begun.has(id));
    const inner = drawn.reduceRight((html, id) => this.mark(id, html), words);
    const depth = Math.min(ids.length, LANES_SHOWN);
    return `<mark class="depth-${depth}" data-annotations="${escapeHtml(ids.join(" "))}">${inner}</mark>`;
  }

  private mark(id: string, words: string): string {
    const annotation = this.annotations.get(id);
    if (!annotation) return words;
    const lane = Math.min(this.laneOf.get(id) ?? 0, LANES_SHOWN - 1);
    const resolved = annotation.resolved ? " data-resolved" : "";
    return `<span class="lane-${lane}"${this.passage(id)} data-kind="${annotation.kind}"${resolved}>${words}</span>`;
  }

  private references(run: Run, offset: number): string {
    return (run.references.get(offset) ?? []).map((annotation) => this.reference(annotation)).join("");
  }

  private reference(annotation: ExportAnnotation): string {
    const { id, number, kind, author } = annotation;
    const label = escapeHtml(`Annotation ${number}: ${KIND_NAME[kind].toLowerCase()} by ${author.name}`);
    return (
      `<a class="reference"${this.passage(id)} href="#${threadId(escapeHtml(id))}" data-kind="${kind}" ` +
      `aria-label="${label}">${number}</a>`
    );
  }

  /** The first thing that is drawn of a passage is where the way back from its thread leads. */
  private passage(id: string): string {
    if (this.begun.has(id)) return "";
    this.begun.add(id);
    return ` id="${passageId(escapeHtml(id))}"`;
  }
}

/** An annotation's number stands where its passage ends, or after the last words before that end. */
function findRuns(model: ExportModel): Run[] {
  const runs: Run[] = [];
  walkTextRuns(model.document, ({ offset, text }) => {
    runs.push({ start: offset, end: offset + text.length, references: new Map() });
  });
  // Hard breaks are runs too, but nothing is drawn in them.
  const withWords = runs.filter((run) => model.text.slice(run.start, run.end).trim() !== "");
  const byEnd = model.annotations
    .flatMap((annotation) => (annotation.place ? [{ annotation, end: annotation.place.range.end }] : []))
    .sort((a, b) => a.end - b.end || a.annotation.number - b.annotation.number);
  let next = 0;
  for (const { annotation, end } of byEnd) {
    while ((withWords[next + 1]?.start ?? Number.POSITIVE_INFINITY) < end) next++;
    const run = withWords[next];
    if (!run) break;
    const offset = Math.min(Math.max(end, run.start), run.end);
    run.references.set(offset, [...(run.references.get(offset) ?? []), annotation]);
  }
  return runs;
}

/** On paper a link that is cut into parts shows its address after the last one. */
function format(text: string, marks: BulletinMark[], isLastPart: boolean): string {
  let html = escapeHtml(text);
  const href = marks.find((mark) => mark.type === "link")?.attrs?.href;
  const target = href === undefined ? null : safeHref(href);
  if (marks.some((mark) => mark.type === "italic")) html = `<em>${html}</em>`;
  if (marks.some((mark) => mark.type === "bold")) html = `<strong>${html}</strong>`;
  if (target === null) return html;
  const part = isLastPart ? "" : " data-part";
  return `<a href="${escapeHtml(target)}" rel="noopener noreferrer"${part}>${html}</a>`;
}

/** The title is the page's first level. */
function headingLevel(node: BulletinNode): number {
  const level = Number(node.attrs?.level ?? 2);
  return Number.isInteger(level) ? Math.min(6, Math.max(2, level)) : 2;
}

const spans = (node: BulletinNode): string => wholeNumber(node, "colspan", 1) + wholeNumber(node, "rowspan", 1);

function wholeNumber(node: BulletinNode, name: string, usual: number): string {
  const value = Number(node.attrs?.[name] ?? usual);
  return Number.isInteger(value) && value > 0 && value !== usual ? ` ${name}="${value}"` : "";
}
