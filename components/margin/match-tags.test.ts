import { describe, expect, it } from "vitest";
import { leastUsedColour } from "../../domain/vocabulary/choose-colour.ts";
import type { Tag } from "../../domain/vocabulary/vocabulary.ts";
import { offerTags } from "./match-tags.ts";

const tag = (label: string, colour: Tag["colour"] = "amber"): Tag => ({ id: label, label, colour, deletedAt: null });
const TAGS = [tag("Economy"), tag("Énergie"), tag("New energy"), tag("Troops")];

describe("offerTags", () => {
  it("offers all before anything is typed, without those that are on it", () => {
    expect(offerTags(TAGS, "", ["Troops"])).toEqual({ tags: TAGS.slice(0, 3), create: null });
  });

  it("finds without regard to case and accents, beginnings first", () => {
    expect(offerTags(TAGS, "ENER", []).tags.map(({ label }) => label)).toEqual(["Énergie", "New energy"]);
  });

  it("offers to create what does not exist, tidied", () => {
    expect(offerTags(TAGS, "  cross   border ", [])).toEqual({ tags: [], create: "cross border" });
  });

  it("does not offer to create a twin, also of one that is on the annotation", () => {
    expect(offerTags(TAGS, "economy", []).create).toBeNull();
    expect(offerTags(TAGS, "economy", ["Economy"])).toEqual({ tags: [], create: null });
  });

  it("does not offer a label that is too long", () => {
    expect(offerTags(TAGS, "x".repeat(61), []).create).toBeNull();
  });
});

describe("leastUsedColour", () => {
  it("takes the first unused one, then the least used", () => {
    expect(leastUsedColour([])).toBe("amber");
    expect(leastUsedColour([tag("a", "amber"), tag("b", "blue")])).toBe("green");
    const all = (["amber", "blue", "green", "rose", "violet", "teal", "orange", "slate"] as const).map((c) =>
      tag(c, c),
    );
    expect(leastUsedColour([...all, ...all.filter(({ colour }) => colour !== "teal")])).toBe("teal");
  });
});
