import { describe, expect, it } from "vitest";
import type { Role } from "../../domain/permissions/permissions.ts";
import type { Principal } from "../auth/people.ts";
import type { Bulletins } from "../commands/bulletins.ts";
import { createImports } from "./create-imports.ts";

const principal = (role: Role): Principal => ({
  id: "u1",
  name: "Anna",
  role,
  email: "anna@example.org",
  workspaceId: "w1",
  sessionId: null,
});

const INPUT = { text: "A *Matter*.", format: "text" as const, repair: true, refused: [], title: "Given" };

function imports() {
  const created: unknown[] = [];
  const never = (): never => {
    throw new Error("The importer only creates.");
  };
  const bulletins: Bulletins = {
    list: never,
    get: never,
    change: never,
    delete: never,
    restore: never,
    text: never,
    async create(_, input) {
      created.push(input);
      return { ...input, id: "b1", createdAt: "", updatedAt: "", deletedAt: null, annotations: 0, words: 2 };
    },
  };
  return { created, imports: createImports({ bulletins }) };
}

describe("createImports", () => {
  it.each(["editor", "owner"] as const)("creates what the preview shows, for an %s", async (role) => {
    const { created, imports: importer } = imports();
    const preview = importer.preview(principal(role), INPUT);
    expect(await importer.import(principal(role), { ...INPUT, source: " https://example.org " })).toMatchObject({
      id: "b1",
    });
    expect(created).toEqual([
      { title: "Given", author: null, source: "https://example.org", document: preview.document },
    ]);
  });

  it.each(["annotator", "reader"] as const)("refuses an %s and creates nothing", async (role) => {
    const { created, imports: importer } = imports();
    await expect(importer.import(principal(role), INPUT)).rejects.toMatchObject({ code: "forbidden" });
    expect(() => importer.preview(principal(role), INPUT)).toThrow("Only editors and owners can import bulletins.");
    expect(created).toEqual([]);
  });
});
