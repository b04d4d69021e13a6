import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { Annotation } from "../annotation/annotation.ts";
import { observeAnnotations, readAnnotation, readAnnotations, writeAnnotation } from "./annotations-doc.ts";

const by = { id: "u", name: "U" };
const comment = (id: string, text = "x") => ({ id, author: by, at: "t", text, editedAt: null, deletedAt: null });
const annotation = (id: string, change: Partial<Annotation> = {}): Annotation => ({
  id,
  kind: "comment",
  author: by,
  at: "t",
  anchor: { state: "anchored", quote: "q", prefix: "", suffix: "", start: "s", end: "e" },
  tags: ["a"],
  comments: [comment("z"), comment("a")],
  resolved: null,
  moves: [],
  deleted: null,
  ...change,
});

describe("the annotations document", () => {
  it("gives back what was written, in another copy too, the thread in its order", () => {
    const doc = new Y.Doc();
    doc.transact(() => writeAnnotation(doc, annotation("1")));
    const copy = new Y.Doc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
    expect(readAnnotation(copy, "1")).toEqual(annotation("1"));
    expect(readAnnotations(copy)).toHaveLength(1);
    expect(readAnnotation(copy, "2")).toBeNull();
  });

  it("writes only what differs", () => {
    const doc = new Y.Doc();
    doc.transact(() => writeAnnotation(doc, annotation("1", { comments: [comment("long", "x".repeat(5000))] })));
    const updates: Uint8Array[] = [];
    doc.on("update", (update: Uint8Array) => updates.push(update));
    const same = annotation("1", { comments: [comment("long", "x".repeat(5000))] });
    doc.transact(() => writeAnnotation(doc, same));
    expect(updates).toHaveLength(0);
    doc.transact(() => writeAnnotation(doc, { ...same, comments: [...same.comments, comment("reply")] }));
    expect(updates).toHaveLength(1);
    expect(updates[0]?.length).toBeLessThan(400);
  });

  it("tells which annotations a change touched, and whether they only sit elsewhere since", () => {
    const doc = new Y.Doc();
    const seen: [string[], boolean][] = [];
    const stop = observeAnnotations(doc, (ids, haveOnlyMoved) => seen.push([[...ids].sort(), haveOnlyMoved]));
    const write = (...all: Annotation[]): void =>
      doc.transact(() => {
        for (const each of all) writeAnnotation(doc, each);
      });
    const anchor = { quote: "words", prefix: "", suffix: "", start: null, end: null, state: "moved" } as const;
    write(annotation("1"), annotation("2"));
    write(annotation("2", { tags: [] }));
    write(annotation("1", { comments: [comment("z", "new"), comment("a")] }));
    write(annotation("2", { tags: [], anchor }));
    write(annotation("1", { anchor: null }), annotation("2", { tags: ["t"], anchor }));
    stop();
    write(annotation("3"));
    expect(seen).toEqual([
      [["1", "2"], false],
      [["2"], false],
      [["1"], false],
      [["2"], true],
      [["1", "2"], false],
    ]);
  });
});
