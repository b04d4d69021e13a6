import { describe, expect, it } from "vitest";
import type { VocabularyCommand } from "../annotation/command.ts";
import { ROLES } from "../permissions/permissions.ts";
import { decideVocabulary } from "./decide-vocabulary.ts";
import type { Tag } from "./vocabulary.ts";

const NOW = "2026-11-23T10:00:00.000Z";
const tags: Tag[] = [
  { id: "a", label: "Trade", colour: "blue", deletedAt: null },
  { id: "b", label: "Ports", colour: "green", deletedAt: null },
  { id: "c", label: "Café", colour: "rose", deletedAt: null },
  { id: "gone", label: "Old", colour: "teal", deletedAt: NOW },
  { id: "double", label: "trade", colour: "teal", deletedAt: NOW },
];

const all = (outcome: string): string[] => [outcome, outcome, outcome, "forbidden"];
const managed = (outcome: string): string[] => [outcome, outcome, "forbidden", "forbidden"];

const TABLE: [string, VocabularyCommand, string[]][] = [
  ["create", { name: "create-tag", tag: "x", label: "New", colour: "blue" }, all("changed")],
  ["create under a taken id", { name: "create-tag", tag: "a", label: "New", colour: "blue" }, all("conflict")],
  ["create under a deleted id", { name: "create-tag", tag: "gone", label: "New", colour: "blue" }, all("conflict")],
  ["create with a taken label", { name: "create-tag", tag: "x", label: "TRADE", colour: "blue" }, all("conflict")],
  [
    "create with a label that looks the same",
    { name: "create-tag", tag: "x", label: "Cafe\u0301", colour: "blue" },
    all("conflict"),
  ],
  ["create with a deleted one's label", { name: "create-tag", tag: "x", label: "Old", colour: "blue" }, all("changed")],
  ["rename", { name: "change-tag", tag: "a", label: "Commerce", colour: "blue" }, managed("changed")],
  ["rename in other letters", { name: "change-tag", tag: "a", label: "TRADE", colour: "blue" }, managed("changed")],
  ["rename to the same", { name: "change-tag", tag: "a", label: "Trade", colour: "blue" }, managed("unchanged")],
  ["recolour", { name: "change-tag", tag: "a", label: "Trade", colour: "rose" }, managed("changed")],
  ["rename to a taken label", { name: "change-tag", tag: "a", label: "ports", colour: "blue" }, managed("conflict")],
  ["rename a deleted one", { name: "change-tag", tag: "gone", label: "New", colour: "blue" }, managed("not-found")],
  ["rename none", { name: "change-tag", tag: "x", label: "New", colour: "blue" }, managed("not-found")],
  ["delete", { name: "delete-tag", tag: "a" }, managed("changed")],
  ["delete twice", { name: "delete-tag", tag: "gone" }, managed("unchanged")],
  ["delete none", { name: "delete-tag", tag: "x" }, managed("not-found")],
  ["restore", { name: "restore-tag", tag: "gone" }, managed("changed")],
  ["restore what stands", { name: "restore-tag", tag: "a" }, managed("unchanged")],
  ["restore under a label that is taken now", { name: "restore-tag", tag: "double" }, managed("conflict")],
];

describe("a command on the vocabulary, by owner, editor, annotator and reader", () => {
  it.each(TABLE)("%s", (_, command, expected) => {
    const outcomes = ROLES.map((role) => {
      const decision = decideVocabulary(command, { actor: { id: "me", name: "Me", role }, now: NOW, tags });
      if (!decision.ok) return decision.refusal.code;
      return decision.changed ? "changed" : "unchanged";
    });
    expect(outcomes).toEqual(expected);
  });
});
