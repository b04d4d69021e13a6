import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Edit, TextClient } from "../../tests/support/text-client.ts";
import { edits, paragraph, SAMPLE } from "../../tests/support/text-edits.ts";
import type { TextChanges } from "../anchor/text-change.ts";
import { changesBetween } from "./text-changes.ts";
import { seedUpdate } from "./text-doc.ts";
import { readTextMap, type TextMap, TextReader } from "./text-map.ts";

const at = fc.nat(9999).map((parts) => parts / 10_000);

/** What the changes make of the text before. */
function applied({ all }: TextChanges, before: TextMap, after: TextMap): string {
  let text = "";
  let done = 0;
  for (const change of all) {
    text += before.text.slice(done, change.before.start);
    expect(text.length).toBe(change.after.start);
    text += after.text.slice(change.after.start, change.after.end);
    done = change.before.end;
  }
  return text + before.text.slice(done);
}

function changesOf(...made: Edit[]): { before: TextMap; after: TextMap; changes: TextChanges } {
  const content = ["First words of it.", "A second paragraph.", "And a last one."].map((words) => paragraph(words));
  const client = new TextClient(100, seedUpdate({ type: "doc", content }));
  const reader = new TextReader(client.doc);
  const before = reader.read();
  for (const edit of made) client.edit(edit);
  const after = reader.read();
  return { before, after, changes: changesBetween(before, after) };
}

describe("changes between two readings", { timeout: 60_000 }, () => {
  it("hold all that differs, and outside of them every character is where it was", () => {
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 6 }), fc.array(edits, { maxLength: 6 }), at, (first, second, part) => {
        const client = new TextClient(100, seedUpdate(SAMPLE));
        for (const edit of first) client.edit(edit);
        const reader = new TextReader(client.doc);
        // Of two readings that share nothing, too.
        const before = part < 0.5 ? reader.read() : readTextMap(client.doc);
        for (const edit of second) client.edit(edit);
        const after = reader.read();
        const changes = changesBetween(before, after);
        expect(applied(changes, before, after)).toBe(after.text);
        for (let start = 0; start < before.text.length; start++) {
          const isChanged = changes.all.some((change) => change.before.start <= start && start < change.before.end);
          const positions = isChanged ? null : before.positionsOf({ start, end: start + 1 });
          if (positions) expect(after.offsetOf(positions.start)).toBe(changes.shifted(start));
        }
      }),
      { numRuns: 50 },
    );
  });

  it("are none where nothing was typed, whatever was made bold", () => {
    expect(changesOf({ do: "bold", from: 0.1, to: 0.6 }).changes.all).toEqual([]);
  });

  it("are as small as what was typed, in several places too", () => {
    const { before, after, changes } = changesOf(
      { do: "type", at: 0.05, text: "some" },
      { do: "type", at: 0.99, text: "more" },
    );
    expect(changes.all.map((change) => after.text.slice(change.after.start, change.after.end))).toEqual([
      "some",
      "more",
    ]);
    expect(changes.all.map((change) => before.text.slice(change.before.start, change.before.end))).toEqual(["", ""]);
  });

  it("hold what was split, though its words are the same", () => {
    const { changes } = changesOf({ do: "split", at: 0.2 });
    expect(changes.all).toHaveLength(1);
  });
});
