import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { previewImport } from "./preview-import.ts";
import { readFile } from "./read-file.ts";
import { SAMPLE_BULLETIN_PATH } from "./sample-bulletin.ts";

it("imports the sample bulletin with every kind of repair that it was written for", () => {
  const { text, format } = readFile({ name: SAMPLE_BULLETIN_PATH, bytes: readFileSync(SAMPLE_BULLETIN_PATH) });
  const preview = previewImport({ text, format, repair: true, refused: [] });
  const counts: Record<string, number> = {};
  for (const { kind } of preview.repairs) counts[kind] = (counts[kind] ?? 0) + 1;
  expect(counts).toEqual({
    title: 1,
    author: 1,
    "run-in-heading": 4,
    link: 7,
    italics: 1,
    "joined-paragraph": 1,
    "running-header": 1,
  });
  expect(preview.title).toBe("Repairing Baltic Sea Cables Becomes a Test of Regional Security");
  expect(preview.author).toBe("Ilse Brandvold");
  expect(preview.document.content).toHaveLength(13);
  expect(preview.words).toBeGreaterThan(900);
  expect(preview.words).toBeLessThan(1200);
});
