import { describe, expect, it } from "vitest";
import type { Anchor } from "../anchor/anchor.ts";
import { ROLES, type Role } from "../permissions/permissions.ts";
import type { Annotation } from "./annotation.ts";
import type { AnnotationCommand } from "./command.ts";
import { type DecisionContext, decideAnnotation } from "./decide-annotation.ts";

const NOW = "2026-11-23T10:00:00.000Z";
const BEFORE = "2026-11-22T10:00:00.000Z";
const signed = (id: string) => ({ id, name: id.toUpperCase() });
const comment = (id: string, author: string, deletedAt: string | null = null) => ({
  id,
  author: signed(author),
  at: BEFORE,
  text: deletedAt ? "" : `by ${author}`,
  editedAt: null,
  deletedAt,
});

const annotation = (change: Partial<Annotation> = {}): Annotation => ({
  id: "a",
  kind: "comment",
  author: signed("other"),
  at: BEFORE,
  anchor: null,
  tags: ["known"],
  comments: [comment("mine", "me"), comment("theirs", "other"), comment("gone", "me", BEFORE)],
  resolved: null,
  moves: [],
  deleted: null,
  ...change,
});

const anchor = (quote: string, state: Anchor["state"] = "anchored"): Anchor => ({
  state,
  quote,
  prefix: "",
  suffix: "",
  start: `start of ${quote}`,
  end: `end of ${quote}`,
});

const context = (role: Role, before: Annotation | null, placed: Anchor | null = anchor("new")): DecisionContext => ({
  actor: { id: "me", name: "ME", role },
  now: NOW,
  annotation: before,
  anchor: placed,
  hasTag: (tag) => tag === "known" || tag === "new",
});

const mine = annotation({ author: signed("me") });
const deletedByMe = annotation({ deleted: { by: signed("me"), at: BEFORE } });
const deletedByOther = annotation({ author: signed("me"), deleted: { by: signed("other"), at: BEFORE } });
const resolved = annotation({ resolved: { by: signed("other"), at: BEFORE, reason: null } });

const create = (
  change: Partial<Extract<AnnotationCommand, { name: "create-annotation" }>> = {},
): AnnotationCommand => ({
  name: "create-annotation",
  annotation: "a",
  kind: "highlight",
  anchor: null,
  comment: null,
  tags: [],
  ...change,
});

const onWords = annotation({ author: signed("me"), anchor: anchor("old") });
const placing: AnnotationCommand = { name: "place-annotation", annotation: "a", anchor: anchor("new") };
const placedBy = (id: string): Annotation => ({
  ...onWords,
  moves: [
    { at: BEFORE, by: signed(id), from: anchor("first") },
    { at: BEFORE, by: null, from: anchor("second") },
  ],
});

/** Outcome by role, from owner to reader. */
const all = (outcome: string): string[] => [outcome, outcome, outcome, "forbidden"];
const moderated = (outcome: string): string[] => [outcome, outcome, "forbidden", "forbidden"];

const TABLE: [string, Annotation | null, AnnotationCommand, string[]][] = [
  ["create", null, create(), all("changed")],
  [
    "create with a comment and tags",
    null,
    create({ comment: { id: "c", text: "x" }, tags: ["new", "new"] }),
    all("changed"),
  ],
  ["create with a tag that is not there", null, create({ tags: ["new", "lost"] }), all("not-found")],
  ["create what is there", mine, create(), all("conflict")],
  ["create what was deleted", deletedByMe, create(), all("conflict")],
  ["delete one's own", mine, { name: "delete-annotation", annotation: "a" }, all("changed")],
  ["delete another's", annotation(), { name: "delete-annotation", annotation: "a" }, moderated("changed")],
  ["delete what is not there", null, { name: "delete-annotation", annotation: "a" }, all("not-found")],
  ["delete what was deleted", deletedByOther, { name: "delete-annotation", annotation: "a" }, all("unchanged")],
  ["restore what one deleted", deletedByMe, { name: "restore-annotation", annotation: "a" }, all("changed")],
  [
    "restore one's own that another deleted",
    deletedByOther,
    { name: "restore-annotation", annotation: "a" },
    moderated("changed"),
  ],
  ["restore what stands", annotation(), { name: "restore-annotation", annotation: "a" }, all("unchanged")],
  ["restore what is not there", null, { name: "restore-annotation", annotation: "a" }, all("not-found")],
  ["change the kind of one's own", mine, { name: "change-kind", annotation: "a", kind: "claim" }, all("changed")],
  [
    "change the kind of another's",
    annotation(),
    { name: "change-kind", annotation: "a", kind: "claim" },
    moderated("changed"),
  ],
  ["change to the same kind", mine, { name: "change-kind", annotation: "a", kind: "comment" }, all("unchanged")],
  ["place one's own", onWords, placing, all("changed")],
  ["place another's", { ...onWords, author: signed("other") }, placing, moderated("changed")],
  ["place where it lies", annotation({ author: signed("me"), anchor: anchor("new") }), placing, all("unchanged")],
  [
    "confirm where it lies",
    annotation({ author: signed("me"), anchor: anchor("new", "uncertain") }),
    placing,
    all("changed"),
  ],
  ["place one on the whole bulletin", mine, placing, all("invalid")],
  ["take one's placing back", placedBy("me"), { name: "unplace-annotation", annotation: "a" }, all("changed")],
  ["take another's placing back", placedBy("other"), { name: "unplace-annotation", annotation: "a" }, all("conflict")],
  ["take back what was never placed", mine, { name: "unplace-annotation", annotation: "a" }, all("conflict")],
  ["tag", annotation(), { name: "tag-annotation", annotation: "a", tag: "new" }, all("changed")],
  ["tag twice", annotation(), { name: "tag-annotation", annotation: "a", tag: "known" }, all("unchanged")],
  [
    "tag with what is not there",
    annotation(),
    { name: "tag-annotation", annotation: "a", tag: "lost" },
    all("not-found"),
  ],
  ["untag", annotation(), { name: "untag-annotation", annotation: "a", tag: "known" }, all("changed")],
  ["untag what has it not", annotation(), { name: "untag-annotation", annotation: "a", tag: "new" }, all("unchanged")],
  ["reply", annotation(), { name: "add-comment", annotation: "a", comment: "c", text: "x" }, all("changed")],
  [
    "reply to what is resolved",
    resolved,
    { name: "add-comment", annotation: "a", comment: "c", text: "x" },
    all("changed"),
  ],
  [
    "reply to what was deleted",
    deletedByMe,
    { name: "add-comment", annotation: "a", comment: "c", text: "x" },
    all("not-found"),
  ],
  [
    "reply under an id that is taken",
    annotation(),
    { name: "add-comment", annotation: "a", comment: "theirs", text: "x" },
    all("conflict"),
  ],
  [
    "edit one's own comment",
    annotation(),
    { name: "edit-comment", annotation: "a", comment: "mine", text: "x" },
    all("changed"),
  ],
  [
    "edit it to the same",
    annotation(),
    { name: "edit-comment", annotation: "a", comment: "mine", text: "by me" },
    all("unchanged"),
  ],
  [
    "edit another's comment",
    mine,
    { name: "edit-comment", annotation: "a", comment: "theirs", text: "x" },
    all("forbidden"),
  ],
  [
    "edit a deleted comment",
    annotation(),
    { name: "edit-comment", annotation: "a", comment: "gone", text: "x" },
    all("not-found"),
  ],
  [
    "delete one's own comment",
    annotation(),
    { name: "delete-comment", annotation: "a", comment: "mine" },
    all("changed"),
  ],
  [
    "delete another's comment under one's own annotation",
    mine,
    { name: "delete-comment", annotation: "a", comment: "theirs" },
    moderated("changed"),
  ],
  [
    "delete a deleted comment",
    annotation(),
    { name: "delete-comment", annotation: "a", comment: "gone" },
    all("unchanged"),
  ],
  ["resolve", annotation(), { name: "resolve-thread", annotation: "a", reason: "done" }, all("changed")],
  ["resolve what is resolved", resolved, { name: "resolve-thread", annotation: "a", reason: "mine" }, all("unchanged")],
  ["reopen", resolved, { name: "reopen-thread", annotation: "a" }, all("changed")],
  ["reopen what is open", annotation(), { name: "reopen-thread", annotation: "a" }, all("unchanged")],
];

describe("a command, by owner, editor, annotator and reader", () => {
  it.each(TABLE)("%s", (_, before, command, expected) => {
    const frozen = JSON.stringify(before);
    const outcomes = ROLES.map((role) => {
      const decision = decideAnnotation(command, context(role, before));
      if (!decision.ok) return decision.refusal.code;
      if (!decision.changed) expect(decision.annotation).toEqual(before);
      return decision.changed ? "changed" : "unchanged";
    });
    expect(outcomes).toEqual(expected);
    // What was decided on is nobody's to change.
    expect(JSON.stringify(before)).toBe(frozen);
  });
});

describe("what a command leads to", () => {
  const after = (before: Annotation | null, command: AnnotationCommand): Annotation => {
    const decision = decideAnnotation(command, context("owner", before));
    if (!decision.ok) throw new Error(decision.refusal.text);
    return decision.annotation;
  };

  it("is signed with the actor and the time", () => {
    const made = after(null, create({ comment: { id: "c", text: "x" }, tags: ["new", "known", "new"] }));
    expect(made).toMatchObject({ author: signed("me"), at: NOW, tags: ["new", "known"] });
    expect(made.comments).toMatchObject([{ id: "c", author: signed("me"), at: NOW, text: "x" }]);
  });

  it("keeps an edited comment's author and place", () => {
    const { comments } = after(annotation(), { name: "edit-comment", annotation: "a", comment: "mine", text: "x" });
    expect(comments.map(({ id }) => id)).toEqual(["mine", "theirs", "gone"]);
    expect(comments[0]).toMatchObject({ text: "x", editedAt: NOW, at: BEFORE, author: signed("me") });
  });

  it("wipes a deleted comment's words and keeps its place", () => {
    const { comments } = after(annotation(), { name: "delete-comment", annotation: "a", comment: "theirs" });
    expect(comments[1]).toMatchObject({ id: "theirs", text: "", deletedAt: NOW, author: signed("other") });
  });

  it("keeps where it sat before, and takes that back", () => {
    const placed = after(onWords, placing);
    expect(placed.anchor).toEqual(anchor("new"));
    expect(placed.moves).toEqual([{ at: NOW, by: signed("me"), from: anchor("old") }]);
    const back = after(placed, { name: "unplace-annotation", annotation: "a" });
    expect(back.anchor).toEqual(anchor("old"));
    expect(back.moves.map(({ from }) => from.quote)).toEqual(["old", "new"]);
  });

  it("is nowhere when its words are nowhere", () => {
    const decision = decideAnnotation(placing, context("owner", onWords, null));
    expect(decision).toMatchObject({ ok: false, refusal: { code: "quote-not-found" } });
  });

  it("ends a thread at two thousand comments", () => {
    const full = annotation({ comments: Array.from({ length: 2000 }, (_, index) => comment(String(index), "me")) });
    const decision = decideAnnotation(
      { name: "add-comment", annotation: "a", comment: "c", text: "x" },
      context("owner", full),
    );
    expect(decision).toMatchObject({ ok: false, refusal: { code: "too-large" } });
  });
});
