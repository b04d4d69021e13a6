/** The bulletin that Glossa is built for. Its text is not ours to publish: counts and hashes only, and only where it is. */

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { BulletinNode } from "../../domain/schema/document.ts";
import { plainText } from "../../domain/schema/plain-text.ts";
import { previewImport } from "./preview-import.ts";

const path =
  process.env.GLOSSA_BULLETIN ??
  fileURLToPath(new URL("../../../shared/bulletin/north-korea-russia.txt", import.meta.url));

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const words = (text: string): string => text.trim().split(/\s+/).join(" ");
const runs = (node: BulletinNode): BulletinNode[] =>
  node.type === "text" ? [node] : (node.content ?? []).flatMap(runs);

describe.skipIf(!existsSync(path))("the importer on the real bulletin", () => {
  const file = existsSync(path) ? readFileSync(path, "utf8") : "";
  const preview = previewImport({ text: file || "-", format: "text", repair: true, refused: [] });
  const { document, repairs } = preview;
  const marked = (type: string): BulletinNode[] =>
    runs(document).filter((run) => run.marks?.some((mark) => mark.type === type));

  it("finds what a person finds, and nothing else", () => {
    const counts: Record<string, number> = {};
    for (const { kind } of repairs) counts[kind] = (counts[kind] ?? 0) + 1;
    expect(counts).toEqual({
      title: 1,
      author: 1,
      "run-in-heading": 3,
      link: 12,
      italics: 1,
      "joined-paragraph": 2,
      "running-header": 1,
    });
    expect(repairs.every(({ accepted }) => accepted)).toBe(true);
  });

  it("makes title and author fields", () => {
    expect(sha256(preview.title)).toBe("cfc0ab57b5e52109ebf9dec3b841e23a87cf706197e1d039faf1b75891bb312a");
    expect(sha256(preview.author ?? "")).toBe("5eca5c8a547aa77c3b2d9a9b07a1ea474e0453500fc6bd4b19e934cad75558e5");
  });

  it("sets three headings in bold inside their paragraphs, twelve links and one phrase in italics", () => {
    expect(document.content?.every((node) => node.type === "paragraph")).toBe(true);
    expect(document.content).toHaveLength(13);
    expect(marked("bold")).toHaveLength(3);
    for (const heading of marked("bold")) {
      const paragraph = document.content?.find((node) => node.content?.includes(heading));
      expect(paragraph?.content?.[0]).toBe(heading);
      expect(paragraph?.content?.length).toBeGreaterThan(1);
    }
    expect(marked("link")).toHaveLength(12);
    expect(marked("link").every((run) => run.marks?.some((mark) => mark.attrs?.href === "#"))).toBe(true);
    expect(marked("italic")).toHaveLength(1);
  });

  it("keeps every other word of the file in its order", () => {
    const [title, author, header] = ["title", "author", "running-header"].map(
      (kind) => repairs.find((repair) => repair.kind === kind)?.before ?? "?",
    );
    const rest = words(file)
      .replace(`${title} ${author} `, "")
      .replace(`${header} `, "")
      .replace(/\[([^\]]*)\]\(#\)/g, "$1")
      .replace(/\*([^*]*)\*/g, "$1");
    const kept = words(plainText(document));
    expect(sha256(kept)).toBe(sha256(rest));
    expect(sha256(kept)).toBe("1494c44db0eb790e4142be8eeb9d3b8da1cbbd91e89e4aaa9a1839deef0787d9");
    expect(preview.words).toBe(1413);
  });

  it("gives the file back, character by character, when every repair is refused", () => {
    const refused = previewImport({ text: file, format: "text", repair: true, refused: repairs.map(({ id }) => id) });
    expect(sha256(words(plainText(refused.document)))).toBe(sha256(words(file)));
    expect(refused.document.content).toHaveLength(18);
  });

  it("joins only what is broken: the running header's neighbours stay two paragraphs", () => {
    const header = repairs.findIndex(({ kind }) => kind === "running-header");
    expect(repairs[header - 1]?.kind).not.toBe("joined-paragraph");
    expect(repairs[header + 1]?.kind).not.toBe("joined-paragraph");
  });
});
