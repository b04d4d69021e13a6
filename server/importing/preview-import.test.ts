import { describe, expect, it } from "vitest";
import { plainText } from "../../domain/schema/plain-text.ts";
import type { ImportInput, ImportPreview } from "./imports.ts";
import { MAX_BYTES, MAX_REPAIRS } from "./limits.ts";
import { previewImport } from "./preview-import.ts";

const preview = (text: string, more: Partial<ImportInput> = {}): ImportPreview =>
  previewImport({ text, format: "text", repair: true, refused: [], ...more });
const kinds = (text: string, more: Partial<ImportInput> = {}): string[] =>
  preview(text, more).repairs.map(({ kind }) => kind);
const blocks = (text: string, more: Partial<ImportInput> = {}): string[] =>
  plainText(preview(text, more).document).split("\n\n");

const PROSE =
  "The committee met in the old harbour and agreed that shipping should go on through the winter, whatever it cost.";
const BROKEN = "The committee met in the old harbour and agreed that shipping should";
const REST = "go on through the winter. It did not say who would pay for it.";

describe("without repair", () => {
  it("makes one paragraph per block between blank lines and nothing else", () => {
    const text = "\n\nA Title\n\nAnna Example\n \t\n[a](#)  *b*\n  wrapped line\nagain\n\n\n\nPISM BULLETIN\n\nend";
    expect(preview(text, { repair: false })).toMatchObject({
      title: "A Title",
      author: null,
      repairs: [],
      document: {
        type: "doc",
        content: ["A Title", "Anna Example", "[a](#)  *b* wrapped line again", "PISM BULLETIN", "end"].map((line) => ({
          type: "paragraph",
          content: [{ type: "text", text: line }],
        })),
      },
    });
  });

  it.each([
    ["a given title", "First\n\nSecond.", { title: "  Given \n one " }, "Given one"],
    ["the first heading", "Intro.\n\n# Head *it*", { format: "markdown", fileName: "f.md" }, "Head it"],
    ["a first line like a title", "First\n\nSecond.", { fileName: "f.txt" }, "First"],
    ["the file's name", PROSE, { fileName: "some/folder/my-file.v2.txt" }, "my-file.v2"],
    ["the first words", PROSE, {}, "The committee met in the old harbour and agreed that shipping should go on…"],
  ] as const)("takes %s as the title", (_, text, more, title) => {
    expect(preview(text, { repair: false, ...more }).title).toBe(title);
  });

  it("refuses a title that is too long, and a text of nothing", () => {
    expect(() => preview("a", { title: "x".repeat(301) })).toThrow("A title has at most 300 characters.");
    expect(() => preview(" \n ")).toThrow("no text");
    expect(() => preview("<script>a</script>", { format: "html" })).toThrow("no text");
  });
});

describe("title and author", () => {
  it.each([
    ["on blocks of their own", `A Matter of Policy\n\nAnna Example\n\n${PROSE}`, "Anna Example"],
    ["in one block", `A Matter\nof Policy\nAnna Example\n\n${PROSE}`, "Anna Example"],
    [
      "with By and several names",
      `A Matter of Policy\n\nBy Anna Example, J. R. Sample and Ursula von der Probe\n\n${PROSE}`,
      "Anna Example, J. R. Sample and Ursula von der Probe",
    ],
    ["with a date between", `A Matter of Policy\n\n12 May 2031\n\nJosé Ñandú-Muster\n\n${PROSE}`, "José Ñandú-Muster"],
    ["with a masthead above", `POLICY BULLETIN\n\nA Matter of Policy\n\nAnna Example\n\n${PROSE}`, "Anna Example"],
    ["without an author", `A Matter of Policy\n\nAn Introduction to It\n\n${PROSE}`, null],
    ["with a subtitle", `A Matter of Policy\n\nPolicy Paper\n\n${PROSE}`, null],
  ])("are found %s", (_, text, author) => {
    const found = preview(text);
    expect(found.title).toBe("A Matter of Policy");
    expect(found.author).toBe(author);
  });

  it("are left in the text when refused", () => {
    const text = `A Matter of Policy\n\nAnna Example\n\n${PROSE}`;
    const ids = preview(text).repairs.map(({ id }) => id);
    expect(preview(text, { refused: ids.slice(0, 1) })).toMatchObject({
      title: "Untitled bulletin",
      author: "Anna Example",
    });
    expect(blocks(text, { refused: ids })).toEqual(["A Matter of Policy", "Anna Example", PROSE]);
  });

  it.each([PROSE, `Dear all,\n\n${PROSE}`, "Milk\n\nEggs\n\nBread", `[A Link](#)\n\n${PROSE}`])(
    "are not found in %j",
    (text) => {
      expect(kinds(text)).not.toContain("title");
    },
  );

  it("come from the first heading of Markdown, and a link in it keeps the line in the text", () => {
    expect(preview(`# A *Matter*\n\nAnna Example\n\n${PROSE}`, { format: "markdown" })).toMatchObject({
      title: "A Matter",
      author: "Anna Example",
    });
    expect(kinds(`# A [Matter](#x)\n\n${PROSE}`, { format: "markdown" })).toEqual([]);
  });
});

describe("what belongs to the page", () => {
  it.each([
    ["alone between paragraphs", `${PROSE}\n\nPISM BULLETIN\n\n${PROSE}`, 1],
    ["in a broken sentence", `${BROKEN}\n\nSOME WORDS\n\n${REST}`, 1],
    ["repeated with page numbers in it", `${PROSE}\n\nHARBOUR NOTES 2\n\n${PROSE}\n\nHARBOUR NOTES 3\n\n${PROSE}`, 2],
    ["equal to the title", `A Matter of Policy\n\n${PROSE}\n\nA Matter of Policy\n\n${PROSE}`, 1],
    ["at the edge of pages", `${PROSE}\n1\n\fHarbour Institute\n${PROSE}\n2\n\fHarbour Institute\n${PROSE}`, 2],
  ])("is removed: a header %s", (_, text, headers) => {
    expect(kinds(text).filter((kind) => kind === "running-header")).toHaveLength(headers);
    expect(plainText(preview(text).document)).not.toMatch(/NOTES|BULLETIN|Institute|SOME/);
  });

  it.each([
    ["headings in capitals", `${PROSE}\n\nBACKGROUND\n\n${PROSE}\n\nTHE ROAD AHEAD\n\n${PROSE}`],
    ["the name of a part", `${PROSE}\n\nCONCLUSIONS\n\n${PROSE}`],
    ["speakers", Array(6).fill(`ANNA\n\nYes, I think so.`).join("\n\n")],
    ["a sentence in capitals", `${PROSE}\n\nNO DEAL WAS MADE.\n\n${PROSE}`],
    ["a line in small letters", `${PROSE}\n\nWhat Comes Next\n\n${PROSE}`],
    ["text that is all there is", "PISM BULLETIN\n\nPISM BULLETIN\n\n12"],
  ])("is not: %s", (_, text) => {
    expect(kinds(text)).toEqual([]);
  });

  it("takes page numbers, but no figures of a column and no year", () => {
    const pages = `${PROSE}\n\n1\n\n${PROSE}\n\n- 2 -\n\n${PROSE}\n\nPage 3 of 9\n\n${PROSE}`;
    expect(kinds(pages)).toEqual(["page-number", "page-number", "page-number"]);
    expect(kinds(`${PROSE}\n\n12\n\n34\n\n${PROSE}`)).toEqual([]);
    expect(kinds(`${PROSE}\n\n7\n\n${PROSE}\n\n3\n\n${PROSE}`)).toEqual([]);
    expect(kinds(`${PROSE}\n\n2031\n\n${PROSE}`)).toEqual([]);
  });
});

describe("broken paragraphs", () => {
  it("are joined in mid-sentence, also over a header and a page number", () => {
    expect(blocks(`${BROKEN}\n\n${REST}`)).toEqual([`${BROKEN} ${REST}`]);
    expect(blocks(`${PROSE}\n\n${BROKEN}\n\n12\n\nPISM BULLETIN\n\n${REST}`)).toEqual([PROSE, `${BROKEN} ${REST}`]);
    expect(blocks(`${BROKEN} of the\n\nEuropean Union. ${PROSE}`)).toEqual([
      `${BROKEN} of the European Union. ${PROSE}`,
    ]);
  });

  it.each([
    ["after a full stop", `${PROSE}\n\n${REST}`],
    ["after a full stop, a quote and a note", `${PROSE}”12\n\n${REST}`],
    ["after a full stop in a link", `${PROSE.slice(0, -1)} [by the U.S.](#)\n\n${REST}`],
    ["after a colon", `${BROKEN}:\n\n${REST}`],
    ["before a capital", `${PROSE.slice(0, -1)}\n\nIt did not say who would pay for it.`],
    [
      "in lists",
      "the first of several items\n\nthe second of several items\n\n- the third of them all\n\n- the fourth of them".replace(
        /^/,
        "- ",
      ),
    ],
    ["after a heading", `The road ahead\n\n${REST}`],
  ])("are not joined %s", (_, text) => {
    expect(kinds(text)).not.toContain("joined-paragraph");
  });

  it("keep the words in order when the header between them is kept", () => {
    const text = `${BROKEN}\n\nPISM BULLETIN\n\n${REST}`;
    const header = preview(text).repairs.find(({ kind }) => kind === "running-header");
    const kept = preview(text, { refused: [header?.id ?? ""] });
    expect(plainText(kept.document)).toBe(`${BROKEN} PISM BULLETIN ${REST}`);
    expect(kept.repairs.map(({ accepted }) => accepted)).toEqual([true, false]);
  });

  it("lose the hyphen of a broken word, but not the word's own", () => {
    const lines =
      "The de-\nvelopment of long-\nterm plans in North-\nEast Asia and of non-\nnuclear arms, a state-\nowned and a state-owned one.";
    expect(blocks(lines)).toEqual([
      "The development of long-term plans in North-East Asia and of non-nuclear arms, a state-owned and a state-owned one.",
    ]);
    expect(blocks(`${BROKEN} con-\n\ntinue. ${PROSE}`)).toEqual([`${BROKEN} continue. ${PROSE}`]);
    const ids = preview(lines).repairs.map(({ id }) => id);
    expect(blocks(lines, { refused: ids })[0]).toContain("The de- velopment of long- term");
  });
});

describe("run-in headings", () => {
  const bold = (text: string): string[] =>
    (preview(text).document.content ?? [])
      .flatMap((node) => node.content ?? [])
      .filter((run) => run.marks?.some(({ type }) => type === "bold"))
      .map((run) => run.text ?? "");

  it.each([
    "Conclusions and Perspectives.",
    "Conclusions.",
    "Causes of the Harbour Committee's Winter Shipping.",
    "U.S. Response to the Crisis.",
    "Shipping in the Baltic, Black and North Seas.",
  ])("become bold in their paragraph: %s", (heading) => {
    const text = `${PROSE}\n\n${heading} ${PROSE}`;
    expect(bold(text)).toEqual([heading]);
    expect(blocks(text)).toEqual([PROSE, `${heading} ${PROSE}`]);
  });

  it.each([
    "Vladimir Sample.",
    "Kim and Sample.",
    "Dr. Anna Sample agreed.",
    "President J. Sample went to Moscow.",
    "Yes.",
    "The committee met.",
    "In September 2031.",
    "The U.S. Government agreed.",
    "Russia won.",
    "“Peace and Cooperation.”",
  ])("are not seen in: %s", (sentence) => {
    expect(bold(`${PROSE}\n\n${sentence} ${PROSE}`)).toEqual([]);
  });

  it("need text behind them, and none that is bold already is found again", () => {
    expect(bold(`${PROSE}\n\nConclusions and Perspectives.`)).toEqual([]);
    expect(kinds(`${PROSE}\n\n**Conclusions.** ${PROSE}`, { format: "markdown" })).toEqual([]);
  });
});

describe("links and italics", () => {
  const content = (text: string, more: Partial<ImportInput> = {}) => preview(text, more).document.content?.[0]?.content;

  it("become marks, also in each other and over a join", () => {
    expect(content("See [the *Sea Star*](https://example.org/a_(b)?x=1), (*now*).")).toEqual([
      { type: "text", text: "See " },
      { type: "text", text: "the ", marks: [{ type: "link", attrs: { href: "https://example.org/a_(b)?x=1" } }] },
      {
        type: "text",
        text: "Sea Star",
        marks: [{ type: "link", attrs: { href: "https://example.org/a_(b)?x=1" } }, { type: "italic" }],
      },
      { type: "text", text: ", (" },
      { type: "text", text: "now", marks: [{ type: "italic" }] },
      { type: "text", text: ")." },
    ]);
    const over = `${BROKEN} [go on\n\nwith it](#). ${PROSE}`;
    expect(content(over)?.[1]).toEqual({
      type: "text",
      text: "go on with it",
      marks: [{ type: "link", attrs: { href: "#" } }],
    });
  });

  it.each([
    "2 * 3 * 4",
    "a* b*",
    "**a**",
    "[a]()",
    "[](#)",
    "[the company](TASS)",
    "![a](b.png)",
    "[a] (#)",
    "[a](b c.html)",
    "f[0](x)",
  ])("leave %s as it is", (text) => expect(content(text)).toEqual([{ type: "text", text }]));

  it("keep the words of an unsafe link, list the target that they drop, and keep it as text when refused", () => {
    const found = preview("See [the note](javascript:alert(1)) here.");
    expect(found.repairs).toMatchObject([
      { kind: "link", before: "[the note](javascript:alert(1))", after: "the note" },
    ]);
    expect(found.document.content?.[0]?.content).toEqual([{ type: "text", text: "See the note here." }]);
    const refused = found.repairs.map(({ id }) => id);
    expect(blocks("See [the note](javascript:alert(1)) here.", { refused })).toEqual([
      "See [the note](javascript:alert(1)) here.",
    ]);
    const markdown = preview("See [the note](javascript:alert) here.", { format: "markdown" });
    expect(markdown.repairs.map(({ kind }) => kind)).toEqual(["link"]);
    expect(plainText(markdown.document)).toBe("See the note here.");
  });
});

describe("ids", () => {
  it("tell repairs of the same words apart and survive edits elsewhere", () => {
    const ids = preview("[a](#) [a](#) *b*").repairs.map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(preview("*c* [a](#) and [a](#) *b*").repairs.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    expect(blocks("[a](#) [a](#) *b*", { refused: [ids[1] ?? ""] })).toEqual(["a [a](#) b"]);
  });
});

describe("hostile text", () => {
  /** Anything quadratic would take minutes in these, so that the time limit ends it; the real work takes a second. */
  const LONG = 200_000;
  const TIME_LIMIT = 60_000;
  const full = (piece: string, length = LONG): string => piece.repeat(Math.ceil(length / piece.length));

  it.each([
    "[",
    "]",
    "*",
    " *a",
    "[a](",
    "](",
    "[a](((",
    " ",
    "\n",
    "a-\n",
    "a",
    "A. ",
    "Aa, ",
    "\u00ad\n",
    "<",
    "<b",
    "&#",
  ])(
    "that repeats %j keeps its characters",
    (piece) => {
      const letters = (text: string): number => text.replace(/[\s\u00ad-]/g, "").length;
      const text = `words ${full(piece)}`;
      expect(letters(plainText(preview(text).document))).toBe(letters(text));
      expect(plainText(preview(text, { format: "markdown" }).document)).toContain("words");
      expect(plainText(preview(text, { format: "html" }).document)).toContain("words");
    },
    TIME_LIMIT,
  );

  it.each(["[", "*"])(
    "of a megabyte of %s is one paragraph",
    (piece) => {
      const text = full(piece, 1_000_000);
      expect(plainText(preview(text).document)).toBe(text);
    },
    TIME_LIMIT,
  );

  it(
    "has a bounded list of repairs, and what lies beyond stays in the text",
    () => {
      const found = preview(full("[ab](#) "));
      expect(found.repairs).toHaveLength(MAX_REPAIRS);
      expect(plainText(found.document).match(/ab/g)).toHaveLength(LONG / 8);
    },
    TIME_LIMIT,
  );

  it(
    "has a bounded number of blocks and nodes",
    () => {
      expect(() => preview(full("a\n\n"))).toThrow("more than 50,000 paragraphs");
      expect(() => preview(full("1\n\f"))).toThrow("more than 50,000 paragraphs");
      expect(() => preview(full("- a\n", 400_000), { format: "markdown" })).toThrow("split it");
      expect(() => preview(full("<li>a", 1_100_000), { format: "html" })).toThrow("split it");
      expect(() => preview(full("a", MAX_BYTES + 1))).toThrow("Glossa takes at most 5 MB");
    },
    TIME_LIMIT,
  );
});
