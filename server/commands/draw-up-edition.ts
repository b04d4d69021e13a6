/** Reads a revised text and tries it out on the bulletin as it is stored now. */

import { createHash } from "node:crypto";
import { isVisible } from "../../domain/annotation/annotation.ts";
import { AppError } from "../../domain/app-error.ts";
import { type ComparedBlock, compareTexts, countBlocks } from "../../domain/edition/compare-texts.ts";
import { countFates, reportAnnotations } from "../../domain/edition/edition-report.ts";
import type { BulletinNode } from "../../domain/schema/document.ts";
import { fitDocument } from "../../domain/schema/fit-document.ts";
import { readAnnotations } from "../../domain/ydoc/annotations-doc.ts";
import { draftEdition, type EditionDraft, stateOf } from "../../domain/ydoc/draft-edition.ts";
import { previewImport } from "../importing/preview-import.ts";
import { annotationsId, textId } from "../sync/document-ids.ts";
import type { Engine } from "../sync/engine.ts";
import type { EditionInput, EditionReport } from "./editions.ts";

/** Blocks of the comparison that are sent: more is not read, and would be larger than the text. */
const SHOWN_MAX = 400;

/** Longest text of a block that is sent, in UTF-16 code units. */
const SHOWN_LENGTH = 4000;

export async function drawUpEdition(
  engine: Engine,
  bulletinId: string,
  input: EditionInput,
): Promise<{ draft: EditionDraft; report: EditionReport }> {
  const { title, author, document, repairs } = previewImport(input);
  const fitting = fitted(document);
  const { state, seq } = await engine.current(textId(bulletinId), (doc, at) => ({ state: stateOf(doc), seq: at }));
  const annotations = await engine.current(annotationsId(bulletinId), readAnnotations);
  const draft = draftEdition(state, fitting);
  const items = reportAnnotations(draft, annotations.filter(isVisible));
  const blocks = compareTexts(draft.steps);
  const shown = blocks.slice(0, SHOWN_MAX);
  const isTitleFound = repairs.some(({ kind, accepted }) => kind === "title" && accepted);
  const report: EditionReport = {
    seq,
    digest: digestOf(items, draft.update),
    counts: countFates(items),
    items,
    text: countBlocks(blocks),
    comparison: shown.map(shortened),
    comparisonLeft: blocks.slice(SHOWN_MAX).filter(({ is }) => is !== "same").length,
    found: { title: isTitleFound ? title : null, author },
    repairs,
  };
  return { draft, report };
}

function fitted(document: BulletinNode): BulletinNode {
  try {
    return fitDocument(document);
  } catch (error) {
    if (error instanceof RangeError) throw new AppError("unprocessable", "This text's structure can't be taken over.");
    throw error;
  }
}

/** What people write in a thread meanwhile is no other report. */
function digestOf(items: EditionReport["items"], update: Uint8Array): string {
  const facts = items.map(({ id, state, before, after }) => [id, state, before, after]);
  return createHash("sha256").update(JSON.stringify(facts)).update(update).digest("base64url");
}

function shortened(block: ComparedBlock): ComparedBlock {
  if (block.is === "same") return block;
  if (block.is !== "changed") return { ...block, text: cut(block.text) };
  return { ...block, pieces: block.pieces.map((piece) => ({ ...piece, text: cut(piece.text) })) };
}

function cut(text: string): string {
  if (text.length <= SHOWN_LENGTH) return text;
  const half = SHOWN_LENGTH >> 1;
  const start = text.slice(0, half).replace(/[\ud800-\udbff]$/, "");
  return `${start} … ${text.slice(-half).replace(/^[\udc00-\udfff]/, "")}`;
}
