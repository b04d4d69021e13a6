import { expect, it } from "vitest";
import { sayPending } from "./say-pending.ts";

it("says that something is sent only while there is a connection", () => {
  expect(sayPending({ state: "saving" })).toBe("sending…");
  expect(sayPending({ state: "offline", waiting: 1, kept: "kept" })).toBe("waiting to be sent");
  expect(sayPending({ state: "closed", reason: "", next: null, kept: "kept" })).toBe("not sent");
});
