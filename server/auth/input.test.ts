import { describe, expect, it } from "vitest";
import { isAppError } from "../../domain/app-error.ts";
import { days, email, isUuid, name, parseInput, password } from "./input.ts";

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (isAppError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "accepted";
}

describe("input", () => {
  it("lower-cases and trims e-mail addresses", () => {
    expect(parseInput(email, " Anna.Berg@Example.ORG ")).toBe("anna.berg@example.org");
  });

  it.each(["", "anna", "anna@", "@host", "a b@host", "a@b@c", `a@${"b".repeat(254)}`, 7, null, "a\u0000b@host"])(
    "refuses %j as an e-mail address",
    (value) => {
      expect(refusal(() => parseInput(email, value))).toBe("invalid: This is not a valid e-mail address.");
    },
  );

  it("counts a password's characters, not its code units", () => {
    expect(parseInput(password, "ten chars!")).toBe("ten chars!");
    expect(refusal(() => parseInput(password, "🔑".repeat(9)))).toContain("at least 10 characters");
    expect(refusal(() => parseInput(password, "x".repeat(201)))).toContain("at most 200 characters");
    expect(refusal(() => parseInput(password, undefined))).toBe("invalid: Enter a password.");
  });

  it("refuses names that could read as another's", () => {
    expect(parseInput(name, "  Anna   Berg ")).toBe("Anna Berg");
    expect(refusal(() => parseInput(name, "   "))).toBe("invalid: Enter a name.");
    expect(refusal(() => parseInput(name, "Anna\nBerg"))).toContain("control characters");
    expect(refusal(() => parseInput(name, "Anna\u202egreB"))).toContain("control characters");
  });

  it("keeps invitations between 1 and 30 days", () => {
    expect([1, 30].map((value) => parseInput(days, value))).toEqual([1, 30]);
    for (const value of [0, 31, 1.5, "7", Number.NaN]) {
      expect(refusal(() => parseInput(days, value))).toContain("between 1 and 30 days");
    }
  });

  it("tells uuids from other strings", () => {
    expect(isUuid("00000000-0000-0000-0000-000000000000")).toBe(true);
    expect(isUuid("1; DROP TABLE")).toBe(false);
  });
});
