/** What a bulletin is called when nobody says it. */

import { TITLE_MAX } from "../../domain/bulletin/bulletin.ts";
import type { BulletinNode } from "../../domain/schema/document.ts";
import { plainText } from "../../domain/schema/plain-text.ts";

export const UNTITLED = "Untitled bulletin";

/** A first line that reads like a title rather than a sentence. */
const MAX_TITLE_LINE = 120;
const FIRST_WORDS = 80;

/** The first heading, a first line like a title, the file's name, or the first words. */
export function chooseTitle(document: BulletinNode, fileName: string | undefined): string {
  const heading = document.content?.find((node) => node.type === "heading");
  const first = lineOf(document.content?.find((node) => lineOf(node) !== ""));
  const isTitleLine = first.length <= MAX_TITLE_LINE && !/[.,:;]$/.test(first);
  return (
    shorten(lineOf(heading), TITLE_MAX) ||
    (isTitleLine ? first : "") ||
    nameOf(fileName) ||
    shorten(first, FIRST_WORDS) ||
    UNTITLED
  );
}

const lineOf = (node: BulletinNode | undefined): string => (node ? plainText(node).replace(/\s+/g, " ").trim() : "");

const nameOf = (fileName: string | undefined): string =>
  shorten(
    (fileName ?? "")
      .replace(/^.*[/\\]/, "")
      .replace(/\.[^.]{1,10}$/, "")
      .trim(),
    TITLE_MAX,
  );

function shorten(line: string, max: number): string {
  if (line.length <= max) return line;
  const cut = line.slice(0, max - 1).replace(/[\ud800-\udbff]$/, "");
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), max / 2)).trimEnd()}…`;
}
