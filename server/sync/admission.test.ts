import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { SEED_CLIENT, seedUpdate } from "../../domain/ydoc/text-doc.ts";
import { textFragment } from "../../domain/ydoc/text-map.ts";
import { type HandWritten, handWritten, type Id } from "../../tests/support/hand-written.ts";
import { SAMPLE } from "../../tests/support/text-edits.ts";
import { inspectUpdate } from "./admission.ts";
import { DEPTH_MAX } from "./text-shape.ts";

const SEED = seedUpdate(SAMPLE);

function copy(clientId = 7): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  Y.applyUpdate(doc, SEED);
  return doc;
}

/** What a program sends that does `change` to its copy. */
function updateOf(change: (doc: Y.Doc, blocks: Y.XmlFragment) => void, clientId = 100): Uint8Array {
  const doc = copy(clientId);
  const before = Y.encodeStateVector(doc);
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  doc.transact(() => change(doc, textFragment(doc)));
  return updates.length === 1 && updates[0] ? updates[0] : Y.encodeStateAsUpdate(doc, before);
}

const inspect = (change: (doc: Y.Doc, blocks: Y.XmlFragment) => void) => inspectUpdate(copy(), updateOf(change));

type Attributes = Record<string, string | number | object>;

function element(name: string, children: (Y.XmlElement | Y.XmlText)[] = [], attributes: Attributes = {}) {
  const made = new Y.XmlElement<Attributes>(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.insert(0, children);
  return made as Y.XmlElement;
}

const text = (words: string, marks: object = {}): Y.XmlText => {
  const made = new Y.XmlText();
  made.insert(0, words, marks);
  return made;
};

const heading = (blocks: Y.XmlFragment): Y.XmlElement<Attributes> => blocks.get(0) as Y.XmlElement<Attributes>;
const words = (blocks: Y.XmlFragment): Y.XmlText => (blocks.get(1) as Y.XmlElement).get(0) as Y.XmlText;

describe("what a text may hold", () => {
  const honest: Record<string, (doc: Y.Doc, blocks: Y.XmlFragment) => void> = {
    "typed words": (_, blocks) => words(blocks).insert(3, "new"),
    "deleted words": (_, blocks) => words(blocks).delete(0, 4),
    bold: (_, blocks) => words(blocks).format(0, 4, { bold: {} }),
    "bold taken off": (_, blocks) => words(blocks).format(0, 30, { bold: null }),
    "a link": (_, blocks) => words(blocks).format(0, 4, { link: { href: "https://example.org" } }),
    "a heading's level set": (_, blocks) => heading(blocks).setAttribute("level", 3),
    "a heading's level set twice": (_, blocks) => {
      heading(blocks).setAttribute("level", 3);
      heading(blocks).setAttribute("level", 4);
    },
    "a list's kind": (_, blocks) =>
      blocks.insert(1, [
        element("orderedList", [element("listItem", [element("paragraph", [text("x")])])], { type: "a" }),
      ]),
    "a heading's level taken away": (_, blocks) => heading(blocks).removeAttribute("level"),
    "a list": (_, blocks) =>
      blocks.insert(1, [
        element("orderedList", [element("listItem", [element("paragraph", [text("x")])])], { start: 4 }),
      ]),
    "nothing at all": () => {},
  };
  it.each(Object.keys(honest))("%s is admitted", (name) => {
    expect(inspect(honest[name] ?? (() => {}))).toMatchObject({ ok: true, isNews: name !== "nothing at all" });
  });

  const hostile: Record<string, (doc: Y.Doc, blocks: Y.XmlFragment) => void> = {
    "a second root": (doc) => void doc.getMap("annotations").set("a", 1),
    "a text as a root": (doc) => doc.getText("notes").insert(0, "x"),
    "an unknown node": (_, blocks) => blocks.insert(0, [element("script")]),
    "a node named like a method": (_, blocks) => blocks.insert(0, [element("constructor")]),
    "a node named like the root": (_, blocks) => blocks.insert(0, [element("#fragment")]),
    "words outside a paragraph": (_, blocks) => blocks.insert(0, [text("x")]),
    "a list item outside a list": (_, blocks) => blocks.insert(0, [element("listItem")]),
    "a paragraph in a paragraph": (_, blocks) => (blocks.get(1) as Y.XmlElement).insert(0, [element("paragraph")]),
    "a child of a hard break": (_, blocks) =>
      blocks.insert(0, [element("paragraph", [element("hardBreak", [text("x")])])]),
    "an image in the words": (_, blocks) => words(blocks).insertEmbed(0, { image: "x" }),
    "a node in the words": (_, blocks) => words(blocks).insertEmbed(0, new Y.XmlElement("paragraph")),
    "a map among the blocks": (_, blocks) => blocks.insert(0, [new Y.Map() as unknown as Y.XmlElement]),
    "an unknown mark": (_, blocks) => words(blocks).format(0, 2, { blink: {} }),
    "a mark that is a word": (_, blocks) => words(blocks).format(0, 2, { bold: "yes" }),
    "a mark that is a list": (_, blocks) => words(blocks).format(0, 2, { bold: [] }),
    "a mark with attributes": (_, blocks) => words(blocks).format(0, 2, { bold: { onclick: "x" } }),
    "a link as long as a page": (_, blocks) =>
      words(blocks).format(0, 2, { link: { href: `https://example.org/${"x".repeat(10_000)}` } }),
    "a list's kind as long as a page": (_, blocks) =>
      blocks.insert(0, [element("orderedList", [], { type: "x".repeat(10_000) })]),
    "a link that runs": (_, blocks) => words(blocks).format(0, 2, { link: { href: "java\nscript:alert(1)" } }),
    "a link with more than a target": (_, blocks) =>
      words(blocks).format(0, 2, { link: { href: "#a", target: "_top" } }),
    "a link without a target": (_, blocks) => words(blocks).format(0, 2, { link: {} }),
    "a level that is a word": (_, blocks) => heading(blocks).setAttribute("level", "2"),
    "a level that is none": (_, blocks) => heading(blocks).setAttribute("level", 7),
    "a node as an attribute": (_, blocks) => heading(blocks).setAttribute("level", new Y.Map()),
    "an attribute of the words": (_, blocks) => words(blocks).setAttribute("level", 2),
    "an unknown attribute": (_, blocks) => heading(blocks).setAttribute("onclick", "x"),
    "a subdocument": (_, blocks) => heading(blocks).setAttribute("level", new Y.Doc()),
    bytes: (_, blocks) => heading(blocks).setAttribute("level", new Uint8Array(2)),
    "nesting without end": (_, blocks) => {
      let inner = element("paragraph");
      for (let depth = 0; depth < DEPTH_MAX + 2; depth++) inner = element("blockquote", [inner]);
      blocks.insert(0, [inner]);
    },
  };
  it.each(Object.keys(hostile))("%s is refused", (name) => {
    expect(inspect(hostile[name] ?? (() => {}))).toMatchObject({ ok: false, code: "invalid-structure" });
  });

  it("refuses an attribute that is written over with something else", () => {
    const server = copy();
    Y.applyUpdate(
      server,
      updateOf((_, blocks) => heading(blocks).setAttribute("level", 3)),
    );
    const update = (value: string | number): Uint8Array => {
      const doc = copy(200);
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(server));
      const before = Y.encodeStateVector(doc);
      heading(textFragment(doc)).setAttribute("level", value);
      return Y.encodeStateAsUpdate(doc, before);
    };
    expect(inspectUpdate(server, update(4))).toMatchObject({ ok: true });
    expect(inspectUpdate(server, update("4"))).toMatchObject({ ok: false, code: "invalid-structure" });
  });

  it("takes in the levels that a heading had, which an undo manager keeps as one part", () => {
    const doc = copy(100);
    new Y.UndoManager(textFragment(doc));
    for (const level of [3, 4, 5]) heading(textFragment(doc)).setAttribute("level", level);
    const update = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(copy()));
    expect(Y.decodeUpdate(update).structs).toMatchObject([{ content: { arr: [3, 4] } }, { content: { arr: [5] } }]);
    expect(inspectUpdate(copy(), update)).toMatchObject({ ok: true });
  });

  it("measures nesting also when it grows update by update", () => {
    const server = copy();
    const doc = copy(100);
    let inner: Y.XmlElement | Y.XmlFragment = textFragment(doc);
    let depth = 0;
    for (; depth < DEPTH_MAX + 5; depth++) {
      const before = Y.encodeStateVector(doc);
      inner.insert(0, [element("blockquote")]);
      inner = inner.get(0) as Y.XmlElement;
      const admission = inspectUpdate(server, Y.encodeStateAsUpdate(doc, before));
      if (!admission.ok) break;
      Y.applyUpdate(server, admission.bytes);
    }
    expect(depth).toBeGreaterThan(DEPTH_MAX - 2);
    expect(depth).toBeLessThan(DEPTH_MAX + 3);
  });
});

/** The item that holds the words of the second block. */
function wordsId(): Id {
  const id = words(textFragment(copy()))._item?.id;
  if (!id) throw new Error("The sample has no words.");
  return [id.client, id.clock];
}

const paragraphIn = (parent: string): HandWritten => ({ parent, content: { node: "paragraph" } });

describe("what no library would write", () => {
  const refused = (bytes: Uint8Array, code: string): void => {
    expect(inspectUpdate(copy(), bytes)).toMatchObject({ ok: false, code });
  };

  it("is admitted when it is right all the same", () => {
    const bytes = handWritten([{ client: 100, clock: 0, structs: [paragraphIn("default")] }]);
    expect(inspectUpdate(copy(), bytes)).toMatchObject({ ok: true, isNews: true, clients: [100] });
  });

  it("refuses what stands beside itself, and circles", () => {
    refused(handWritten([{ client: 100, clock: 0, structs: [{ origin: [100, 0], content: { words: "x" } }] }]), "gap");
    refused(
      handWritten([{ client: 100, clock: 0, structs: [{ parent: [100, 0], content: { node: "paragraph" } }] }]),
      "gap",
    );
    const circle = (one: Partial<HandWritten>, other: Partial<HandWritten>): Uint8Array =>
      handWritten([
        { client: 100, clock: 0, structs: [{ content: { node: "paragraph" }, ...one }] },
        { client: 200, clock: 0, structs: [{ content: { node: "paragraph" }, ...other }] },
      ]);
    refused(circle({ origin: [200, 0] }, { origin: [100, 0] }), "gap");
    refused(circle({ origin: [200, 0] }, { right: [100, 0] }), "gap");
    refused(circle({ parent: [200, 0] }, { origin: [100, 0] }), "gap");
    // Each has a place, and still each waits for the other.
    refused(
      circle({ origin: [SEED_CLIENT, 0], right: [200, 0] }, { origin: [SEED_CLIENT, 0], right: [100, 0] }),
      "gap",
    );
  });

  it("takes in several writers whose parts build on one another", () => {
    const parts = (last: Id) => [
      {
        client: 300,
        clock: 0,
        structs: [
          { origin: [200, 0] as Id, content: { words: "c" } },
          { origin: [200, 1] as Id, content: { words: "e" } },
        ],
      },
      {
        client: 200,
        clock: 0,
        structs: [
          { origin: last, content: { words: "b" } },
          { origin: [300, 0] as Id, content: { words: "d" } },
        ],
      },
      {
        client: 100,
        clock: 0,
        structs: [{ parent: wordsId(), content: { words: "a" } }],
      },
    ];
    const server = copy();
    const admission = inspectUpdate(server, handWritten(parts([100, 0])));
    expect(admission).toMatchObject({ ok: true, clients: [300, 200, 100] });
    if (admission.ok) Y.applyUpdate(server, admission.bytes);
    expect(server.store.pendingStructs).toBeNull();
    expect(words(textFragment(server)).toString()).toContain("abcde");
    refused(handWritten(parts([100, 1])), "gap");
  });

  it("refuses the server's own id", () => {
    const { length } = Y.decodeUpdate(SEED).structs;
    expect(length).toBeGreaterThan(0);
    const clock = Y.getState(copy().store, SEED_CLIENT);
    refused(handWritten([{ client: SEED_CLIENT, clock, structs: [paragraphIn("default")] }]), "client-id-taken");
  });

  it("refuses deletes of what never arrived", () => {
    refused(handWritten([], [[[100, 0], 1]]), "gap");
    refused(handWritten([], [[[SEED_CLIENT, 0], 1_000_000]]), "gap");
  });

  it("knows a delete that brings nothing", () => {
    const server = copy();
    const bytes = updateOf((_, blocks) => words(blocks).delete(0, 4));
    expect(inspectUpdate(server, bytes)).toMatchObject({ ok: true, isNews: true, isTidying: false });
    Y.applyUpdate(server, bytes);
    expect(inspectUpdate(server, bytes)).toMatchObject({ ok: true, isNews: false });
    expect(inspectUpdate(server, handWritten([], [[[SEED_CLIENT, 0], 0]]))).toMatchObject({ ok: true, isNews: false });
  });

  it("refuses parts without a length, which Yjs would take in unseen", () => {
    const known = { client: 100, clock: 0 };
    refused(
      handWritten([{ ...known, structs: [{ parent: "elsewhere", content: { words: "" } }] }]),
      "invalid-structure",
    );
    refused(
      handWritten([{ ...known, structs: [{ parent: "elsewhere", content: { deleted: 0 } }] }]),
      "invalid-structure",
    );
    refused(handWritten([{ ...known, structs: [{ content: { gc: 0 } }] }]), "invalid-structure");
  });

  it("refuses clocks and ids that a snapshot would garble", () => {
    refused(handWritten([{ client: 100, clock: 0, structs: [{ content: { gc: 2 ** 40 } }] }]), "invalid-structure");
    refused(handWritten([{ client: 2 ** 40, clock: 0, structs: [paragraphIn("default")] }]), "invalid-structure");
  });

  it("refuses holes", () => {
    refused(
      handWritten([{ client: 100, clock: 0, structs: [{ content: { skip: 2 } }, paragraphIn("default")] }]),
      "gap",
    );
  });

  it("can't read a client that comes twice: Yjs would lose the first part", () => {
    const part = { client: 100, structs: [paragraphIn("default")] };
    const bytes = handWritten([
      { ...part, clock: 0 },
      { ...part, clock: 1 },
    ]);
    expect(() => inspectUpdate(copy(), bytes)).toThrow();
  });

  it("does not believe what an update says about known parts", () => {
    const server = copy();
    Y.applyUpdate(server, handWritten([{ client: 100, clock: 0, structs: [paragraphIn("default")] }]));
    const lie: HandWritten = { origin: [999, 7], content: { node: "paragraph" } };
    const bytes = handWritten([{ client: 100, clock: 0, structs: [lie] }], [[[SEED_CLIENT, 0], 1]]);
    const admission = inspectUpdate(server, bytes);
    expect(admission).toMatchObject({ ok: true, isNews: true, clients: [] });
    if (admission.ok) Y.applyUpdate(server, admission.bytes);
    expect(server.store.pendingStructs).toBeNull();
  });

  it("refuses neighbours that never were such", () => {
    const [client, clock] = wordsId();
    // The first words are at the next clocks: "Ships change " is one run.
    const at = (offset: number): Id => [client, clock + 1 + offset];
    const between = (origin: Id | undefined, right: Id | undefined): HandWritten => ({
      ...(origin ? { origin } : {}),
      ...(right ? { right } : {}),
      content: { words: "x" },
    });
    const inspected = (...structs: HandWritten[]) =>
      inspectUpdate(copy(), handWritten([{ client: 100, clock: 0, structs }]));
    expect(inspected(between(at(3), at(4)))).toMatchObject({ ok: true });
    expect(inspected(between(at(3), undefined))).toMatchObject({ ok: true });
    expect(inspected(between(undefined, at(0)))).toMatchObject({ ok: true });
    const wrong: [Id | undefined, Id | undefined][] = [
      [at(4), at(3)],
      [at(3), at(3)],
      [at(3), at(5)],
      [undefined, at(1)],
    ];
    for (const [origin, right] of wrong) {
      expect(inspected(between(origin, right))).toMatchObject({ ok: false, code: "invalid-structure" });
    }
    // Among what the update brings itself, too.
    expect(inspected(between(at(3), at(4)), between([100, 0], at(4)))).toMatchObject({ ok: true });
    expect(inspected(between(at(3), at(4)), between([100, 0], at(5)))).toMatchObject({ ok: false });
    // To the left of the left one, it is never met, unless both may be one run.
    expect(inspected(between(at(3), at(4)), between(at(4), [100, 0]))).toMatchObject({ ok: true });
    const run: HandWritten = { origin: at(3), right: at(4), content: { words: "yz" } };
    expect(inspected(run, between([100, 1], [100, 1]))).toMatchObject({ ok: false });
    expect(inspected(run, between([100, 1], [100, 0]))).toMatchObject({ ok: true });
    const goesOn: HandWritten = { origin: [100, 1], right: at(4), content: { words: "yz" } };
    expect(inspected(run, goesOn, between([100, 3], [100, 2]))).toMatchObject({ ok: false });
  });

  it("admits an undo of a stock client that brings back what stands behind what was brought back before", () => {
    const doc = copy(100);
    const server = copy();
    const answers: boolean[] = [];
    doc.on("update", (update: Uint8Array) => {
      const admission = inspectUpdate(server, update);
      answers.push(admission.ok);
      if (admission.ok) Y.applyUpdate(server, admission.bytes);
    });
    const blocks = textFragment(doc);
    blocks.insert(0, [
      element("blockquote", [element("paragraph", [text("one")]), element("paragraph", [text("two")])]),
    ]);
    const undo = new Y.UndoManager(blocks, { captureTimeout: 0 });
    const quote = (): Y.XmlElement => blocks.get(0) as Y.XmlElement;
    quote().delete(1, 1);
    undo.undo();
    quote().insert(2, [element("paragraph", [text("three")])]);
    blocks.delete(0, 1);
    undo.undo();
    expect(answers).toEqual([true, true, true, true, true, true]);
    expect(textFragment(server).toString()).toBe(blocks.toString());
  });

  it("refuses a value of an attribute that is put before another", () => {
    const server = copy();
    const level = heading(textFragment(server))._map.get("level")?.id;
    if (!level) throw new Error("The sample has no level.");
    const id: Id = [level.client, level.clock];
    const value = (place: Partial<HandWritten>): Uint8Array =>
      handWritten([{ client: 100, clock: 0, structs: [{ ...place, content: { value: 3 } }] }]);
    expect(inspectUpdate(server, value({ origin: id }))).toMatchObject({ ok: true });
    expect(inspectUpdate(server, value({ right: id }))).toMatchObject({ ok: false, code: "invalid-structure" });
  });

  it("refuses deletes that are named twice", () => {
    const [client, clock] = wordsId();
    refused(
      handWritten(
        [],
        [
          [[client, clock + 1], 3],
          [[client, clock + 2], 1],
        ],
      ),
      "invalid-structure",
    );
  });

  it("refuses a part that stands between two places", () => {
    const right = words(textFragment(copy()))._start?.id;
    if (!right) throw new Error("The sample has no words.");
    const between: HandWritten = {
      origin: [SEED_CLIENT, 0],
      right: [right.client, right.clock],
      content: { words: "x" },
    };
    refused(handWritten([{ client: 100, clock: 0, structs: [between] }]), "invalid-structure");
  });

  it("says that formatting is only tidied up", () => {
    const server = copy();
    Y.applyUpdate(
      server,
      updateOf((_, blocks) => words(blocks).format(0, 4, { bold: {} })),
    );
    expect(inspectUpdate(server, handWritten([], [[[100, 0], 1]]))).toMatchObject({
      ok: true,
      isNews: true,
      isTidying: true,
    });
  });

  it("does not take long over a long chain in what was deleted", () => {
    const server = copy();
    Y.applyUpdate(server, handWritten([{ client: 100, clock: 0, structs: [{ content: { gc: 1 } }] }]));
    const structs = Array.from(
      { length: 50_000 },
      (_, index): HandWritten => ({ origin: [100, index], content: { words: "x" } }),
    );
    expect(inspectUpdate(server, handWritten([{ client: 100, clock: 1, structs }]))).toMatchObject({ ok: true });
  }, 5000);
});
