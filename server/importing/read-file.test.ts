import { describe, expect, it } from "vitest";
import { MAX_BYTES } from "./limits.ts";
import { readFile } from "./read-file.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const refusal = (name: string, content: Uint8Array): { code: unknown; message: string } => {
  try {
    readFile({ name, bytes: content });
  } catch (error) {
    if (error instanceof Error && "code" in error) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("It was read.");
};

describe("readFile", () => {
  it.each([
    ["a.txt", "text"],
    ["A.TXT", "text"],
    ["b.md", "markdown"],
    ["folder.d/c.markdown", "markdown"],
  ])("reads %s as %s", (name, format) => {
    expect(readFile({ name, bytes: bytes("Words.") })).toEqual({ text: "Words.", format });
  });

  it.each(["a.pdf", "a.docx", "a", "txt", ".constructor"])("refuses %s and says what it takes", (name) => {
    expect(refusal(name, bytes("Words."))).toEqual({
      code: "unprocessable",
      message: expect.stringContaining("it takes .txt, .md and .markdown"),
    });
  });

  it.each([
    ["empty", new Uint8Array(), "empty"],
    ["only white space", bytes(" \n\t\u00a0\r\n"), "only white space"],
    ["only a byte order mark", new Uint8Array([0xef, 0xbb, 0xbf]), "empty"],
    ["zero bytes", bytes("a\0b is not text"), "zero bytes"],
    ["control characters", bytes("\x01\x02\x03\x04 words"), "control characters"],
    ["Latin-1", new Uint8Array([0x4d, 0xfc, 0x6e]), "UTF-8"],
    ["cut off in a character", bytes("Zürich").subarray(0, 2), "UTF-8"],
    ["UTF-16 with its mark", new Uint8Array([0xff, 0xfe, 0x41, 0, 0x42, 0]), "UTF-16"],
    ["UTF-16 without it", new Uint8Array([0x41, 0, 0x42, 0, 0x43, 0, 0x44, 0]), "UTF-16"],
  ])("refuses a file that is %s", (_, content, sentence) => {
    expect(refusal("a.txt", content)).toEqual({ code: "unprocessable", message: expect.stringContaining(sentence) });
  });

  it("names the limit and the size of what is too large", () => {
    expect(refusal("a.txt", new Uint8Array(50 * 1024 * 1024).fill(0x61))).toEqual({
      code: "too-large",
      message: "This text is 50 MB long; Glossa takes at most 5 MB.",
    });
    expect(refusal("a.txt", new Uint8Array(MAX_BYTES + 1).fill(0x61)).code).toBe("too-large");
    expect(readFile({ name: "a.txt", bytes: new Uint8Array(MAX_BYTES).fill(0x61) }).text).toHaveLength(MAX_BYTES);
  });

  it("strips the byte order mark and makes line ends one kind, and leaves other characters alone", () => {
    expect(readFile({ name: "a.txt", bytes: bytes("\ufeffa\r\nb\rc\u2028d e\u0301 \u00ad 😀") }).text).toBe(
      "a\nb\nc\nd e\u0301 \u00ad 😀",
    );
  });

  it("drops a stray control character, as PDFs leave them", () => {
    expect(readFile({ name: "a.txt", bytes: bytes("co\x02operation") }).text).toBe("cooperation");
  });
});
