import { describe, expect, it } from "vitest";
import {
  type Actor,
  canAnnotate,
  canDeleteAnnotation,
  canDeleteComment,
  canEditComment,
  canEditText,
  canManageBulletins,
  canManageMembers,
  canManageVocabulary,
  canRestoreAnnotation,
  isRole,
  ROLES,
  type Role,
} from "./permissions.ts";

const me = (role: Role): Actor => ({ id: "me", name: "Me", role });
const own = { author: { id: "me" } };
const others = { author: { id: "other" } };

describe("permissions", () => {
  const table: [string, (actor: Actor) => boolean, Role[]][] = [
    ["edit the text", canEditText, ["owner", "editor"]],
    ["manage bulletins", canManageBulletins, ["owner", "editor"]],
    ["manage the vocabulary", canManageVocabulary, ["owner", "editor"]],
    ["manage members", canManageMembers, ["owner"]],
    ["annotate", canAnnotate, ["owner", "editor", "annotator"]],
    ["edit their own comment", (actor) => canEditComment(actor, own), ["owner", "editor", "annotator"]],
    ["edit another's comment", (actor) => canEditComment(actor, others), []],
    ["delete their own comment", (actor) => canDeleteComment(actor, own), ["owner", "editor", "annotator"]],
    ["delete another's comment", (actor) => canDeleteComment(actor, others), ["owner", "editor"]],
    ["delete their own annotation", (actor) => canDeleteAnnotation(actor, own), ["owner", "editor", "annotator"]],
    ["delete another's annotation", (actor) => canDeleteAnnotation(actor, others), ["owner", "editor"]],
    [
      "restore what they deleted",
      (actor) => canRestoreAnnotation(actor, { deleted: { by: { id: "me" } } }),
      ["owner", "editor", "annotator"],
    ],
    [
      "restore what another deleted",
      (actor) => canRestoreAnnotation(actor, { deleted: { by: { id: "other" } } }),
      ["owner", "editor"],
    ],
  ];
  it.each(table)("who may %s", (_, may, roles) => {
    expect(ROLES.filter((role) => may(me(role)))).toEqual(roles);
  });

  it("knows its roles", () => {
    expect(ROLES.every(isRole)).toBe(true);
    for (const other of ["admin", "", null, undefined, 3, "toString"]) expect(isRole(other)).toBe(false);
  });
});
