import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { canEditText, type Role } from "../../domain/permissions/permissions.ts";
import { seedUpdate } from "../../domain/ydoc/text-doc.ts";
import { textFragment } from "../../domain/ydoc/text-map.ts";
import { paragraph } from "../../tests/support/text-edits.ts";
import { judge, type Verdict } from "./judge.ts";

const SEED = seedUpdate({ type: "doc", content: [paragraph("one two three")] });

/** A text room's document with those who wrote in it. */
class Desk {
  readonly doc = new Y.Doc();
  readonly writers = new Map<number, string>();
  takesUpdates = true;

  constructor() {
    Y.applyUpdate(this.doc, SEED);
  }

  judge(bytes: Uint8Array, user: string, role: Role = "editor"): Verdict {
    const from = { actor: { id: user, name: user, role }, canWrite: canEditText({ role }) };
    return judge(this.doc, bytes, from, this);
  }
}

function updateOf(client: number, change: (text: Y.XmlText) => void = (text) => text.insert(0, "x")): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = client;
  Y.applyUpdate(doc, SEED);
  let made: Uint8Array = new Uint8Array();
  doc.once("update", (update: Uint8Array) => {
    made = update;
  });
  const block = textFragment(doc).get(0);
  const words = block instanceof Y.XmlElement ? block.get(0) : null;
  if (words instanceof Y.XmlText) change(words);
  return made;
}

describe("judge", () => {
  it("names the ids that nobody had, once", () => {
    const desk = new Desk();
    const bytes = updateOf(7);
    expect(desk.judge(bytes, "ada")).toEqual({ bytes, claims: [{ client: 7, userId: "ada" }] });
    expect(desk.writers).toEqual(new Map([[7, "ada"]]));
    expect(desk.judge(bytes, "ada")).toEqual({ bytes, claims: [] });
    const both = Y.mergeUpdates([updateOf(7), updateOf(8)]);
    expect(desk.judge(both, "ada")).toMatchObject({ claims: [{ client: 8, userId: "ada" }] });
  });

  it("lets nobody write under another's id, and claims nothing then", () => {
    const desk = new Desk();
    desk.writers.set(7, "ada");
    expect(desk.judge(updateOf(7), "eve")).toMatchObject({ code: "client-id-taken" });
    expect(desk.judge(Y.mergeUpdates([updateOf(7), updateOf(9)]), "eve")).toMatchObject({ code: "client-id-taken" });
    expect(desk.writers).toEqual(new Map([[7, "ada"]]));
  });

  it("claims nothing for a delete of another's words", () => {
    const desk = new Desk();
    const bytes = updateOf(7, (text) => text.delete(0, 3));
    expect(desk.judge(bytes, "ada")).toEqual({ bytes, claims: [] });
  });

  it.each<Role>(["reader", "annotator"])("takes nothing from a %s that changes the text", (role) => {
    const desk = new Desk();
    expect(desk.judge(updateOf(7), "ada", role)).toMatchObject({ code: "forbidden" });
    expect(
      desk.judge(
        updateOf(7, (text) => text.delete(0, 3)),
        "ada",
        role,
      ),
    ).toMatchObject({ code: "forbidden" });
    expect(
      desk.judge(
        updateOf(7, (text) => text.format(0, 3, { bold: {} })),
        "ada",
        role,
      ),
    ).toMatchObject({ code: "forbidden" });
    expect(desk.judge(SEED, "ada", role)).toBe("nothing-new");
    expect(desk.writers.size).toBe(0);
  });

  it("takes nothing where only the server writes", () => {
    const desk = new Desk();
    desk.takesUpdates = false;
    expect(desk.judge(updateOf(7), "ada", "owner")).toMatchObject({ code: "forbidden" });
    expect(desk.judge(SEED, "ada", "owner")).toBe("nothing-new");
  });

  it("does not read what is large from those who write nothing", () => {
    const bytes = updateOf(7, (text) => text.insert(0, "x".repeat(2 ** 20)));
    expect(new Desk().judge(bytes, "ada", "reader")).toMatchObject({ code: "forbidden" });
    expect(new Desk().judge(new Uint8Array(2 ** 20 + 1), "ada", "reader")).toMatchObject({ code: "forbidden" });
    expect(new Desk().judge(bytes, "ada", "editor")).toMatchObject({ claims: [{ client: 7 }] });
  });

  it("lets nobody fill a text with ids", () => {
    const desk = new Desk();
    for (let id = 100; id < 3100; id++) desk.writers.set(id, "eve");
    expect(desk.judge(updateOf(7), "eve")).toMatchObject({ code: "too-large" });
    expect(desk.judge(updateOf(100), "eve")).toMatchObject({ claims: [] });
    expect(desk.judge(updateOf(7), "ada")).toMatchObject({ claims: [{ client: 7, userId: "ada" }] });
  });

  it("says when bytes are no update", () => {
    expect(new Desk().judge(new Uint8Array([3, 1, 4, 1, 5]), "ada")).toBe("malformed");
  });
});
