import { describe, expect, it } from "vitest";
import { actionFor } from "./annotate-shortcuts.ts";

const pressed = (change: Partial<KeyboardEvent>, isAltGraph = false) => ({
  ctrlKey: true,
  metaKey: false,
  altKey: true,
  shiftKey: false,
  code: "KeyM",
  key: "m",
  ...change,
  getModifierState: () => isAltGraph,
});

describe("actionFor", () => {
  it("knows Ctrl+Alt+M, by the letter and not by the key's place", () => {
    expect(actionFor(pressed({}), false)).toBe("comment");
    expect(actionFor(pressed({ code: "Semicolon", key: "m" }), false)).toBe("comment");
    expect(actionFor(pressed({ key: "m", shiftKey: true }), false)).toBeNull();
  });

  it("leaves AltGr to the keyboard's own characters", () => {
    expect(actionFor(pressed({ key: "@", code: "KeyQ" }, true), false)).toBeNull();
  });

  it("takes Command on a Mac, where Option changes the letter", () => {
    expect(actionFor(pressed({ ctrlKey: false, metaKey: true, key: "µ" }), true)).toBe("comment");
    expect(actionFor(pressed({}), true)).toBeNull();
  });
});
