import { describe, expect, it } from "vitest";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import type { Command, OutboxEntry } from "./outbox.ts";
import { pendingAnnotations, pendingTags } from "./pending-view.ts";

const actor = { id: "anna", name: "Anna", role: "annotator" as const };
const AT = "2026-11-23T10:00:00.000Z";
let order = 0;
const entry = (command: Command): OutboxEntry => ({
  key: `k${order}`,
  order: order++,
  at: AT,
  command,
  textMarker: null,
});
const context = { actor, hasTag: (tag: string) => tag === "t" };
const annotation = (id: string, change: Partial<Annotation> = {}): Annotation => ({
  id,
  kind: "comment",
  author: { id: "ben", name: "Ben" },
  at: AT,
  anchor: null,
  tags: [],
  comments: [],
  resolved: null,
  moves: [],
  deleted: null,
  ...change,
});
const server = (...all: Annotation[]) => new Map(all.map((one) => [one.id, one]));

describe("pendingAnnotations", () => {
  it("draws a new annotation and the commands that follow on it", () => {
    const anchor = { quote: "q", prefix: "", suffix: "", start: "s", end: "e" };
    const view = pendingAnnotations(
      server(),
      [
        entry({ name: "create-annotation", annotation: "a", kind: "highlight", anchor, comment: null, tags: [] }),
        entry({ name: "tag-annotation", annotation: "a", tag: "t" }),
      ],
      [],
      context,
    );
    expect(view.annotations.get("a")).toMatchObject({
      author: { id: "anna" },
      tags: ["t"],
      anchor: { state: "anchored" },
    });
    expect(view.pending).toEqual(new Set(["a"]));
  });

  it("leaves the server's state alone where the command would be refused", () => {
    const before = annotation("a");
    const view = pendingAnnotations(
      server(before),
      [entry({ name: "delete-annotation", annotation: "a" })],
      [],
      context,
    );
    expect(view.annotations.get("a")).toBe(before);
    expect(view.pending.size).toBe(0);
  });

  it("draws an answered command until its outcome comes, but not as pending", () => {
    const resolve = entry({ name: "resolve-thread", annotation: "a", reason: null });
    const view = pendingAnnotations(server(annotation("a")), [], [resolve], context);
    expect(view.annotations.get("a")?.resolved).not.toBeNull();
    expect(view.pending.size).toBe(0);
  });

  it("does nothing twice when the outcome came before the answer", () => {
    const add = entry({ name: "add-comment", annotation: "a", comment: "c", text: "hello" });
    const done = pendingAnnotations(server(annotation("a")), [add], [], context).annotations.get("a");
    const view = pendingAnnotations(server(done ?? annotation("a")), [], [add], context);
    expect(view.annotations.get("a")?.comments).toHaveLength(1);
  });
});

describe("pendingTags", () => {
  it("offers a new tag at once, in its place", () => {
    const tags = [{ id: "b", label: "Border", colour: "blue" as const, deletedAt: null }];
    const create = entry({ name: "create-tag", tag: "a", label: "Arms", colour: "rose" });
    expect(pendingTags(tags, [create], actor).map(({ label }) => label)).toEqual(["Arms", "Border"]);
    expect(pendingTags(tags, [], actor)).toBe(tags);
  });
});
