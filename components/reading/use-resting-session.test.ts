import { describe, expect, it } from "vitest";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import type { AnnotationView } from "../sync/bulletin-session.ts";
import { haveOnlyMoved } from "./use-resting-session.ts";

const annotation = (id: string): Annotation => ({
  id,
  kind: "comment",
  author: { id: "p1", name: "Ada" },
  at: "2026-11-23T10:00:00.000Z",
  anchor: null,
  tags: [],
  comments: [],
  resolved: null,
  moves: [],
  deleted: null,
});
const [one, other] = [annotation("a"), annotation("b")];
const view = (of: Annotation, start: number | null, pending = false): AnnotationView => ({
  annotation: of,
  pending,
  range: start === null ? null : { start, end: start + 5 },
});

describe("haveOnlyMoved", () => {
  const before = [view(one, 1), view(other, 9)];

  it("is so when the same lie elsewhere", () => {
    expect(haveOnlyMoved(before, [view(one, 1), view(other, 10)])).toBe(true);
  });

  it.each([
    ["one has come", [...before, view(annotation("c"), 20)]],
    ["one has changed", [view({ ...one, kind: "claim" }, 1), view(other, 9)]],
    ["one is answered", [view(one, 1, true), view(other, 9)]],
    ["one has lost its place", [view(one, null), view(other, 9)]],
    ["their order is another", [view(other, 1), view(one, 9)]],
  ])("is not so when %s", (_, after) => {
    expect(haveOnlyMoved(before, after)).toBe(false);
  });
});
