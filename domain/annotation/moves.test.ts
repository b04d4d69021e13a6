import { describe, expect, it } from "vitest";
import type { Anchor, AnchorState } from "../anchor/anchor.ts";
import type { Annotation } from "./annotation.ts";
import { MOVES_MAX, type MoveEvent, moveEvent, ownPlacing, withAnchor } from "./moves.ts";

const ADA = { id: "ada", name: "Ada" };
const anchor = (state: AnchorState, place = "here"): Anchor => ({
  state,
  quote: "words",
  prefix: "",
  suffix: "",
  start: place,
  end: place,
});
const annotation = (at: Anchor | null): Annotation => ({
  id: "a",
  kind: "comment",
  author: ADA,
  at: "t",
  anchor: at,
  moves: [],
  tags: [],
  comments: [],
  resolved: null,
  deleted: null,
});

describe("the history of a passage", () => {
  it("notes each placing by a person, and of the server's each change of state", () => {
    const first = withAnchor(annotation(anchor("anchored")), anchor("anchored", "there"), { by: ADA, at: "1" });
    const followed = withAnchor(first, { ...anchor("anchored", "there"), quote: "other" }, { by: null, at: "2" });
    const lost = withAnchor(followed, anchor("detached"), { by: null, at: "3" });
    expect(lost.moves.map(({ at, by, from }) => [at, by?.id ?? null, from.start, from.quote])).toEqual([
      ["1", "ada", "here", "words"],
      ["3", null, "there", "other"],
    ]);
    expect(lost.anchor?.state).toBe("detached");
  });

  it("holds the newest only", () => {
    let moved = annotation(anchor("anchored", "0"));
    for (let n = 1; n <= MOVES_MAX + 5; n++)
      moved = withAnchor(moved, anchor("anchored", `${n}`), { by: ADA, at: `${n}` });
    expect(moved.moves).toHaveLength(MOVES_MAX);
    expect(moved.moves.at(-1)?.from.start).toBe(`${MOVES_MAX + 4}`);
  });

  it("knows whose the newest placing was", () => {
    const placed = withAnchor(annotation(anchor("anchored")), anchor("anchored", "there"), { by: ADA, at: "1" });
    const lost = withAnchor(placed, anchor("detached"), { by: null, at: "2" });
    expect(ownPlacing(lost, "ada")?.at).toBe("1");
    expect(ownPlacing(lost, "eve")).toBeNull();
  });

  it.each<[MoveEvent, typeof ADA | null, Anchor, Anchor]>([
    ["lost", null, anchor("anchored"), anchor("detached")],
    ["doubted", null, anchor("anchored"), anchor("uncertain")],
    ["found", null, anchor("detached"), anchor("moved")],
    ["followed", null, anchor("anchored"), anchor("moved")],
    ["confirmed", ADA, anchor("uncertain"), anchor("anchored")],
    ["re-attached", ADA, anchor("uncertain"), anchor("anchored", "there")],
    ["re-attached", ADA, anchor("detached"), anchor("anchored")],
    ["changed", ADA, anchor("moved"), anchor("anchored", "there")],
  ])("%s", (event, by, from, to) => {
    expect(moveEvent({ at: "t", by, from }, to)).toBe(event);
  });
});
