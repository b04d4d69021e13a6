import { describe, expect, it } from "vitest";
import { type DraftKey, readDraft, writeDraft } from "./draft-store.ts";

function memory() {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
    removeItem: (name: string) => void items.delete(name),
  };
}

const KEY: DraftKey = { person: "ada", bulletin: "b1", subject: "reply:a1" };

describe("drafts", () => {
  it("gives back the words that were kept", () => {
    const storage = memory();
    expect(writeDraft(storage, KEY, "Two words\n\nand more")).toBe(true);
    expect(readDraft(storage, KEY)).toBe("Two words\n\nand more");
  });

  it("keeps apart people, bulletins and threads", () => {
    const storage = memory();
    writeDraft(storage, KEY, "mine");
    expect(readDraft(storage, { ...KEY, person: "bob" })).toBe("");
    expect(readDraft(storage, { ...KEY, bulletin: "b2" })).toBe("");
    expect(readDraft(storage, { ...KEY, subject: "edit:a1" })).toBe("");
    expect(readDraft(storage, { ...KEY, subject: "new" })).toBe("");
  });

  it("leaves nothing behind when the words are gone", () => {
    const storage = memory();
    writeDraft(storage, KEY, "words");
    writeDraft(storage, KEY, "");
    expect(storage.items.size).toBe(0);
  });

  it("says so, and does not throw, when the browser keeps nothing", () => {
    const full = {
      ...memory(),
      getItem: () => {
        throw new Error("SecurityError");
      },
      setItem: () => {
        throw new Error("QuotaExceededError");
      },
    };
    expect(writeDraft(full, KEY, "words")).toBe(false);
    expect(readDraft(full, KEY)).toBe("");
    expect(writeDraft(null, KEY, "words")).toBe(false);
    expect(readDraft(null, KEY)).toBe("");
  });
});
