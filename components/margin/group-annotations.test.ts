import { describe, expect, it } from "vitest";
import type { AnchorState } from "../../domain/anchor/anchor.ts";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import type { AnnotationView } from "../sync/bulletin-session.ts";
import { groupAnnotations, inMarginOrder } from "./group-annotations.ts";

const ADA = { id: "ada", name: "Ada" };
const AT = "2026-01-01T00:00:00.000Z";

function view(id: string, state: AnchorState | null, isPlaced: boolean, isResolved = false): AnnotationView {
  const annotation: Annotation = {
    id,
    kind: "comment",
    author: ADA,
    at: AT,
    anchor: state && { state, quote: "words", prefix: "", suffix: "", start: null, end: null },
    tags: [],
    comments: [],
    resolved: isResolved ? { by: ADA, at: AT, reason: null } : null,
    moves: [],
    deleted: null,
  };
  return { annotation, pending: false, range: isPlaced ? { start: 1, end: 6 } : null };
}

const ids = (views: AnnotationView[]) => views.map(({ annotation }) => annotation.id);

describe("groupAnnotations", () => {
  const views = [
    view("anchored", "anchored", true),
    view("moved", "moved", true),
    view("unsure-here", "uncertain", true),
    view("unsure", "uncertain", false),
    view("gone", "detached", false),
    view("coming", "anchored", false),
    view("whole", null, false),
    view("done", "anchored", true, true),
  ];

  it("puts each in one place and counts the resolved ones that it hides", () => {
    const groups = groupAnnotations(views, { showResolved: false, activeId: null, activeFrom: null });
    expect(ids(groups.placed)).toEqual(["anchored", "moved"]);
    expect(ids(groups.uncertain)).toEqual(["unsure-here", "unsure"]);
    expect(ids(groups.detached)).toEqual(["gone"]);
    expect(ids(groups.placing)).toEqual(["coming"]);
    expect(ids(groups.whole)).toEqual(["whole"]);
    expect(groups.hidden).toBe(1);
  });

  it("loses none when resolved ones are shown", () => {
    const groups = groupAnnotations(views, { showResolved: true, activeId: null, activeFrom: null });
    expect(ids(inMarginOrder(groups)).sort()).toEqual(ids(views).sort());
    expect(groups.hidden).toBe(0);
  });

  it("has an uncertain one beside the text where it was picked there", () => {
    const picked = { showResolved: false, activeId: "unsure-here" };
    expect(ids(groupAnnotations(views, { ...picked, activeFrom: "text" }).placed)).toContain("unsure-here");
    expect(ids(groupAnnotations(views, { ...picked, activeFrom: "margin" }).uncertain)).toContain("unsure-here");
  });

  it("keeps a resolved one that is active", () => {
    const groups = groupAnnotations(views, { showResolved: false, activeId: "done", activeFrom: "margin" });
    expect(ids(groups.placed)).toContain("done");
    expect(groups.hidden).toBe(0);
  });
});
