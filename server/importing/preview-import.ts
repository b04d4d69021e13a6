/** What a text would become as a bulletin, with every repair that was found. */

import { AppError } from "../../domain/app-error.ts";
import { TITLE_MAX } from "../../domain/bulletin/bulletin.ts";
import { countWords } from "../../domain/bulletin/count-words.ts";
import type { BulletinNode } from "../../domain/schema/document.ts";
import { chooseTitle, UNTITLED } from "./choose-title.ts";
import { cleanText } from "./clean-text.ts";
import type { ImportInput, ImportPreview } from "./imports.ts";
import { refuseBlocks } from "./limits.ts";
import { readDocument } from "./read-document.ts";
import { applyRepairs, type Repaired } from "./repair/apply-repairs.ts";
import { findRepairs } from "./repair/find-repairs.ts";
import { withIds } from "./repair/found-repair.ts";
import { sourceOfDocument, sourceOfText } from "./repair/source.ts";

/** Throws `invalid`, `too-large` or `unprocessable` with a sentence. */
export function previewImport(input: ImportInput): ImportPreview {
  const text = cleanText(input.text);
  const { repaired, repairs } = input.repair
    ? repair(text, input)
    : { repaired: { document: readDocument(text, input.format), title: null, author: null }, repairs: [] };
  const { document, author } = repaired;
  refuseBlocks(document.content?.length ?? 0);
  if (isEmpty(document)) throw new AppError("unprocessable", "There is no text in it.");
  const isTitleRefused = repairs.some(({ kind, accepted }) => kind === "title" && !accepted);
  const found = repaired.title ?? (isTitleRefused ? UNTITLED : chooseTitle(document, input.fileName));
  return { title: givenTitle(input.title) ?? found, author, document, repairs, words: countWords(document) };
}

function repair(text: string, input: ImportInput): { repaired: Repaired; repairs: ImportPreview["repairs"] } {
  const source = input.format === "text" ? sourceOfText(text) : sourceOfDocument(readDocument(text, input.format));
  const found = withIds(findRepairs(source));
  const refused = new Set(input.refused);
  const repaired = applyRepairs(
    source,
    found.filter(({ id }) => !refused.has(id)),
  );
  const repairs = found.map(({ id, kind, text: sentence, before, after }) => {
    return { id, kind, text: sentence, before, after, accepted: !refused.has(id) };
  });
  return { repaired, repairs };
}

function givenTitle(title: string | undefined): string | null {
  const given = title?.replace(/\s+/g, " ").trim() ?? "";
  if (given.length > TITLE_MAX) throw new AppError("invalid", `A title has at most ${TITLE_MAX} characters.`);
  return given === "" ? null : given;
}

const isEmpty = (node: BulletinNode): boolean =>
  node.text !== undefined ? node.text.trim() === "" : (node.content ?? []).every(isEmpty);
