import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { XmlElement, XmlText } from "yjs";
import { TextClient } from "../../tests/support/text-client.ts";
import { edits, paragraph, SAMPLE } from "../../tests/support/text-edits.ts";
import { rangeOf } from "../anchor/anchor.ts";
import { plainText } from "../schema/plain-text.ts";
import { readBulletin, seedUpdate } from "./text-doc.ts";
import { readTextMap, type TextMap, TextReader, textFragment } from "./text-map.ts";

const scripts = fc.array(edits, { maxLength: 25 });
const share = fc.nat(10_000).map((parts) => parts / 10_000);

function edited(script: Parameters<TextClient["edit"]>[0][]): TextClient {
  const client = new TextClient(100, seedUpdate(SAMPLE));
  for (const edit of script) client.edit(edit);
  return client;
}

describe("a text map", { timeout: 60_000 }, () => {
  it("reads the same text as the document's nodes", () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const { doc } = edited(script);
        expect(readTextMap(doc).text).toBe(plainText(readBulletin(doc)));
      }),
      { numRuns: 30 },
    );
  });

  it("leads from any range to positions and back", () => {
    fc.assert(
      fc.property(scripts, share, share, (script, a, b) => {
        const map = readTextMap(edited(script).doc);
        const [start = 0, end = 0] = [a, b].map((part) => Math.floor(part * map.text.length)).sort((x, y) => x - y);
        const positions = map.positionsOf({ start, end });
        if (!positions) {
          expect(map.text.slice(start, end).trim()).toBe("");
          return;
        }
        const back = rangeOf(map, positions);
        // Breaks between blocks are no characters: a range loses those at its ends, and nothing else.
        expect(back && map.text.slice(back.start, back.end).trim()).toBe(map.text.slice(start, end).trim());
        expect(back && back.start >= start && back.end <= end).toBe(true);
        expect(map.positionsOf(back ?? { start: 0, end: 0 })).toEqual(positions);
      }),
      { numRuns: 60 },
    );
  });

  it("gives the same in every copy", () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const client = edited(script);
        const fresh = new TextClient(200, seedUpdate(SAMPLE));
        for (const update of client.outbox) fresh.receive(update);
        const map = readTextMap(client.doc);
        const other = readTextMap(fresh.doc);
        expect(other.text).toBe(map.text);
        for (let start = 0; start < map.text.length; start += 7) {
          const positions = map.positionsOf({ start, end: Math.min(map.text.length, start + 20) });
          if (positions) expect(rangeOf(other, positions)).toEqual(rangeOf(map, positions));
        }
      }),
      { numRuns: 30 },
    );
  });

  describe("of a document that is followed", () => {
    const step = fc.record({ edit: edits, byWhom: fc.nat(2), isLooked: fc.boolean() });

    /** All that a map says, in a form that can be compared. */
    const said = (map: TextMap, positions: readonly string[]) => ({
      text: map.text,
      offsets: positions.map((position) => map.offsetOf(position)),
      positions: Array.from({ length: Math.ceil(map.text.length / 5) }, (_, index) =>
        map.positionsOf({ start: index * 5, end: index * 5 + 7 }),
      ),
    });

    it("is the same as one that is read anew, and stays as it was", () => {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
          const clients = [100, 200, 300].map((id) => new TextClient(id, seedUpdate(SAMPLE)));
          const [reading] = clients;
          if (!reading) return;
          const reader = new TextReader(reading.doc);
          const positions = new Set<string>();
          const kept: { map: TextMap; said: ReturnType<typeof said>; asked: string[] }[] = [];
          for (const { edit, byWhom, isLooked } of steps) {
            const writing = clients[byWhom];
            writing?.edit(edit);
            for (const update of writing?.outbox.splice(0) ?? [])
              for (const other of clients) if (other !== writing) other.receive(update);
            if (!isLooked) continue;
            const map = reader.read();
            const asked = [...positions];
            expect(said(map, asked)).toEqual(said(readTextMap(reading.doc), asked));
            kept.push({ map, said: said(map, asked), asked });
            for (let start = 0; start < map.text.length; start += 9) {
              const found = map.positionsOf({ start, end: start + 12 });
              for (const position of found ? [found.start, found.end] : []) positions.add(position);
            }
          }
          for (const { map, said: before, asked } of kept) expect(said(map, asked)).toEqual(before);
        }),
        { numRuns: 40 },
      );
    });

    it("is the same object while nothing changes, and holds blocks that nobody touched", () => {
      const client = new TextClient(100, seedUpdate(SAMPLE));
      const reader = new TextReader(client.doc);
      const before = reader.read();
      expect(reader.read()).toBe(before);
      client.edit({ do: "type", at: 0.99, text: "more" });
      const after = reader.read();
      const same = after.blocks.filter(({ block }) => before.blocks.some((old) => old.block === block));
      expect(same).toHaveLength(before.blocks.length - 1);
      reader.close();
    });
  });

  describe("positions", () => {
    const client = () =>
      new TextClient(100, seedUpdate({ type: "doc", content: [paragraph("one two three"), paragraph("four")] }));
    const words = (c: TextClient) => (textFragment(c.doc).get(0) as XmlElement).get(0) as XmlText;
    const passage = (change: (text: XmlText) => void): string | null => {
      const one = client();
      const positions = readTextMap(one.doc).positionsOf({ start: 4, end: 7 });
      change(words(one));
      const map = readTextMap(one.doc);
      const range = positions && rangeOf(map, positions);
      return range && map.text.slice(range.start, range.end);
    };

    it.each<[string, (text: XmlText) => void, string | null]>([
      ["nothing", () => {}, "two"],
      ["words before it", (text) => text.insert(0, "zero "), "two"],
      ["words at its start", (text) => text.insert(4, "X"), "two"],
      ["words at its end", (text) => text.insert(7, "X"), "two"],
      ["words in it", (text) => text.insert(5, "X"), "tXwo"],
      ["bold on half of it", (text) => text.format(0, 5, { bold: {} }), "two"],
      ["its first character deleted", (text) => text.delete(4, 1), "wo"],
      ["its last character deleted", (text) => text.delete(6, 1), "tw"],
      ["all of it deleted", (text) => text.delete(4, 3), ""],
      ["deleted over its edge", (text) => text.delete(0, 6), "o"],
    ])("after %s", (_, change, expected) => {
      expect(passage(change)).toBe(expected);
    });

    it("lead nowhere when their paragraph is gone", () => {
      const one = client();
      const positions = readTextMap(one.doc).positionsOf({ start: 4, end: 7 });
      textFragment(one.doc).delete(0, 1);
      expect(positions && rangeOf(readTextMap(one.doc), positions)).toBeNull();
    });

    it("lead nowhere when they are no positions", () => {
      const map = readTextMap(client().doc);
      for (const bad of ["", "%%%", "AAAA", "/////w==", "a".repeat(200)]) expect(map.offsetOf(bad)).toBeNull();
    });

    it("span blocks, without the breaks at the ends", () => {
      const map = readTextMap(client().doc);
      expect(map.text).toBe("one two three\n\nfour");
      const positions = map.positionsOf({ start: 13, end: 19 });
      expect(positions && rangeOf(map, positions)).toEqual({ start: 15, end: 19 });
      expect(map.positionsOf({ start: 13, end: 15 })).toBeNull();
      expect(map.positionsOf({ start: 5, end: 5 })).toBeNull();
    });
  });
});
