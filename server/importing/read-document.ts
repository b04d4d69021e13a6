/** Text in a format to a document without repairs. */

import type { BulletinNode } from "../../domain/schema/document.ts";
import type { TextFormat } from "./imports.ts";
import { readHtml } from "./read-html.ts";
import { readMarkdown } from "./read-markdown.ts";
import { readText } from "./read-text.ts";

export function readDocument(text: string, format: TextFormat): BulletinNode {
  switch (format) {
    case "text":
      return readText(text);
    case "markdown":
      return readMarkdown(text);
    case "html":
      return readHtml(text);
  }
}
