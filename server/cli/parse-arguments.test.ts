import { describe, expect, it } from "vitest";
import { needsPassword, parseArguments, UsageError } from "./parse-arguments.ts";

const parse = (line: string) => parseArguments(line === "" ? [] : line.split(" "));

describe("parseArguments", () => {
  it.each(["", "help", "--help", "token create --help"])("helps with %j", (line) => {
    expect(parse(line)).toEqual({ name: "help" });
  });

  it("reads each command", () => {
    expect(parse("token create --email a@b")).toEqual({ name: "token create", email: "a@b", label: "command line" });
    expect(parse("user create --email a@b --password p --role reader")).toEqual({
      name: "user create",
      email: "a@b",
      password: "p",
      role: "reader",
      displayName: "a",
    });
    expect(parse("user password --email=a@b")).toEqual({ name: "user password", email: "a@b", password: null });
    expect(parse("import one two")).toEqual({ name: "import", files: ["one", "two"] });
    expect(parse("export ID --format html --out -")).toEqual({ name: "export", id: "ID", format: "html", out: "-" });
    expect(parse("rebuild")).toEqual({ name: "rebuild" });
  });

  it.each([
    "frobnicate",
    "token",
    "token create",
    "token create --email a@b --role owner",
    "user create --email a@b --role king",
    "user create --email a@b --frob x",
    "import",
    "export --format html --out x",
    "export ID OTHER --format html --out x",
    "export ID --out x",
    "rebuild everything",
  ])("refuses %j with a sentence", (line) => {
    expect(() => parse(line)).toThrow(UsageError);
    expect(() => parse(line)).toThrow(/\.$/);
  });

  it("asks for a password only where one is missing", () => {
    expect(needsPassword(parse("user password --email a@b"))).toBe(true);
    expect(needsPassword(parse("user password --email a@b --password p"))).toBe(false);
    expect(needsPassword(parse("rebuild"))).toBe(false);
  });
});
