import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { seedUpdate } from "../../domain/ydoc/text-doc.ts";
import { textFragment } from "../../domain/ydoc/text-map.ts";
import { type HandWritten, handWritten, type Id } from "../../tests/support/hand-written.ts";
import { paragraph } from "../../tests/support/text-edits.ts";
import { type Admission, inspectUpdate } from "./admission.ts";
import { NODES_MAX } from "./text-size.ts";

const SEED = seedUpdate({ type: "doc", content: [paragraph("one two three")] });

function copy(clientId = 9): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  Y.applyUpdate(doc, SEED);
  return doc;
}

function wordsOf(doc: Y.Doc): Y.XmlText {
  const block = textFragment(doc).get(0);
  const words = block instanceof Y.XmlElement ? block.get(0) : null;
  if (!(words instanceof Y.XmlText)) throw new Error("The block has no words.");
  return words;
}

function idOf(item: Y.Item | null): Id {
  if (!item) throw new Error("There is no item.");
  return [item.id.client, item.id.clock];
}

/** As if all came at once; the clock stands still. */
const inspect = (doc: Y.Doc, update: Uint8Array, now = 0): Admission => inspectUpdate(doc, update, now);

function took(doc: Y.Doc, update: Uint8Array): void {
  const admission = inspect(doc, update);
  expect(admission).toMatchObject({ ok: true });
  if (admission.ok) Y.applyUpdate(doc, admission.bytes);
}

const tooLarge = { ok: false, code: "too-large" };
const FIRST = idOf(wordsOf(copy())._start);

/** The first words are cut at their second character by this many items of one client. */
function inARow(count: number, content: (index: number) => HandWritten["content"]): HandWritten[] {
  return Array.from({ length: count }, (_, index) => ({
    origin: index === 0 ? FIRST : ([100, index - 1] as Id),
    content: content(index),
  }));
}

describe("work that a few bytes would make", { timeout: 60_000 }, () => {
  it("is refused: pairs of parts that Yjs would join one by one", () => {
    const contents = [
      { words: "a" },
      { words: "b" },
      { mark: ["bold", {}] },
      { words: "c" },
    ] as HandWritten["content"][];
    const structs = inARow(120_000, (index) => contents[index % 4] ?? { words: "x" });
    expect(inspect(copy(), handWritten([{ client: 100, clock: 0, structs }]))).toMatchObject(tooLarge);
    const few = structs.slice(0, 8000);
    expect(inspect(copy(), handWritten([{ client: 100, clock: 0, structs: few }]))).toMatchObject({ ok: true });
  });

  it("is refused: cuts before a long list of parts", () => {
    const server = copy();
    const run = 2 * 40_000;
    const behind = Array.from({ length: 40_000 }, (): HandWritten => ({ origin: FIRST, content: { words: "y" } }));
    took(
      server,
      handWritten([
        { client: 100, clock: 0, structs: [{ origin: FIRST, content: { words: "x".repeat(run) } }, ...behind] },
      ]),
    );
    const everySecond = (count: number): Uint8Array => {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(server));
      const ranges: [Id, number][] = Array.from({ length: count }, (_, index) => [[100, 2 * index], 1]);
      return handWritten([], ranges);
    };
    expect(inspect(server, everySecond(40_000))).toMatchObject(tooLarge);
  });

  it("is refused: deletes of thousands of parts of one text with formatting, until time has passed", () => {
    const server = copy();
    const count = 15_000;
    const one = inARow(count, () => ({ words: "a" })).map((struct, index): HandWritten => {
      return { ...struct, origin: index === 0 ? FIRST : [200, index - 1] };
    });
    const other = Array.from({ length: count }, (_, index): HandWritten => {
      return { origin: [100, index], content: { words: "b" } };
    });
    took(
      server,
      handWritten([
        { client: 200, clock: 0, structs: other },
        { client: 100, clock: 0, structs: one },
      ]),
    );
    const all = handWritten(
      [],
      [
        [[200, 0], count],
        [[100, 0], count],
      ],
    );
    // Without formatting Yjs has nothing to look for.
    expect(inspect(server, all)).toMatchObject({ ok: true });
    took(
      server,
      handWritten([{ client: 300, clock: 0, structs: [{ origin: FIRST, content: { mark: ["bold", {}] } }] }]),
    );
    expect(inspect(server, all)).toMatchObject(tooLarge);
    const some = handWritten([], [[[200, 0], 6000]]);
    expect(inspect(server, some)).toMatchObject(tooLarge);
    expect(inspect(server, some, 60_000)).toMatchObject({ ok: true });
  });

  it("is refused: many that were put to one place, each passing all others", () => {
    const server = copy();
    // Typed backwards: each before the one before it.
    const typed = Array.from({ length: 6000 }, (_, index): HandWritten => {
      const right: Id = index === 0 ? FIRST : [3000, index - 1];
      return { right, content: { words: "x" } };
    });
    took(server, handWritten([{ client: 3000, clock: 0, structs: typed }]));
    const passing = Array.from({ length: 3000 }, (_, index): HandWritten => {
      return { right: [3000, index], content: { words: "y" } };
    });
    expect(inspect(server, handWritten([{ client: 50, clock: 0, structs: passing }]))).toMatchObject(tooLarge);
    const few = handWritten([{ client: 50, clock: 0, structs: passing.slice(0, 10) }]);
    expect(inspect(server, few, 60_000)).toMatchObject({ ok: true });
  });

  it("is refused unread: more parts than memory holds", () => {
    const structs = Array.from({ length: 420_000 }, (): HandWritten => ({ content: { gc: 1 } }));
    expect(inspect(copy(), handWritten([{ client: 100, clock: 0, structs }]))).toMatchObject(tooLarge);
  });
});

describe("a text's size", { timeout: 60_000 }, () => {
  it("has an end, in bytes and in nodes; deleting goes on", () => {
    const server = copy();
    const words = (clock: number, length: number): Uint8Array =>
      handWritten([{ client: 100, clock, structs: [{ origin: FIRST, content: { words: "x".repeat(length) } }] }]);
    const half = 9 * 2 ** 20;
    took(server, words(0, half));
    expect(inspect(server, words(half, half))).toMatchObject(tooLarge);
    took(server, words(half, 1000));
    const all = handWritten([], [[[100, 0], half + 1000]]);
    took(server, all);
    // The count is made anew when the old one is a second old.
    expect(inspect(server, words(half + 1000, half), 2000)).toMatchObject({ ok: true });
    const nodes = Array.from({ length: NODES_MAX + 1 }, (_, index): HandWritten => {
      return index === 0
        ? { parent: "default", content: { node: "paragraph" } }
        : { origin: [7, index - 1], content: { node: "paragraph" } };
    });
    expect(inspect(server, handWritten([{ client: 7, clock: 0, structs: nodes }]))).toMatchObject(tooLarge);
  });
});

describe("work that honest programs make", { timeout: 60_000 }, () => {
  const made = (doc: Y.Doc, change: (doc: Y.Doc) => void): Uint8Array => {
    const updates: Uint8Array[] = [];
    const collect = (update: Uint8Array): void => void updates.push(update);
    doc.on("update", collect);
    doc.transact(() => change(doc));
    doc.off("update", collect);
    return Y.mergeUpdates(updates);
  };

  it("is admitted: a long paste, thousands of words replaced, all of it bold, all of it deleted", () => {
    const server = copy();
    const doc = copy(200);
    const step = (change: (blocks: Y.XmlFragment) => void): void => {
      took(
        server,
        made(doc, () => change(textFragment(doc))),
      );
    };
    step((blocks) => {
      const pasted = Array.from({ length: 8000 }, () => {
        const block = new Y.XmlElement("paragraph");
        const words = new Y.XmlText();
        words.insert(0, "the words of a paragraph that was pasted with the others");
        block.insert(0, [words]);
        return block;
      });
      blocks.insert(1, pasted);
    });
    const each = (change: (words: Y.XmlText) => void, every: number) => (blocks: Y.XmlFragment) => {
      blocks.toArray().forEach((block, index) => {
        const words = block instanceof Y.XmlElement && index % every === 0 ? block.get(0) : null;
        if (words instanceof Y.XmlText) change(words);
      });
    };
    step(
      each((words) => {
        words.delete(4, 3);
        words.insert(4, "new");
      }, 10),
    );
    step(each((words) => words.format(0, words.length, { bold: {} }), 1));
    step((blocks) => blocks.delete(0, blocks.length));
    expect(textFragment(server).length).toBe(0);
  });
});
