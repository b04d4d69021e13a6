import { describe, expect, it } from "vitest";
import type { SavedState } from "../sync/bulletin-session.ts";
import { callOutSaved, saySaved } from "./say-saved.ts";

const offline = (waiting: number, kept: "kept" | "keeping" | "only-here" = "kept"): SavedState => ({
  state: "offline",
  waiting,
  kept,
});

describe("saySaved", () => {
  it("counts what waits", () => {
    expect(saySaved(offline(0))).toBe("Offline");
    expect(saySaved(offline(1))).toBe("Offline – 1 change waiting");
    expect(saySaved(offline(2, "only-here"))).toBe("Offline – 2 changes only in this tab");
  });
});

describe("callOutSaved", () => {
  const after = (...states: SavedState[]): string => states.reduce(callOutSaved, "");

  it("is silent while all goes well", () => {
    expect(after({ state: "loading" }, { state: "saved" }, { state: "saving" }, { state: "saved" })).toBe("");
  });

  it("says the same however much is typed without a connection", () => {
    const once = after(offline(0));
    expect(once).toBe("You are offline.");
    expect(after(offline(0), offline(1, "keeping"), offline(2))).toBe(once);
  });

  it("says when all is saved again, once", () => {
    const back = after(offline(1), { state: "saving" }, { state: "saved" });
    expect(back).toBe("You are online again, and everything is saved.");
    expect(after(offline(1), { state: "saved" }, { state: "saving" }, { state: "saved" })).toBe(back);
  });
});
