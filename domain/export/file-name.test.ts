import { describe, expect, it } from "vitest";
import { contentDisposition, exportFileName } from "./file-name.ts";

describe("exportFileName", () => {
  it("keeps letters of any script and drops what separates paths", () => {
    expect(exportFileName("../Ärger: “Öl” / Ο\u0000 κόσμος", "html")).toBe("Ärger “Öl” Ο κόσμος.html");
  });

  it("is never empty nor longer than systems accept", () => {
    expect(exportFileName(" ... ", "html")).toBe("bulletin.html");
    expect([...exportFileName("🚢".repeat(300), "jsonld")]).toHaveLength(107);
  });
});

describe("contentDisposition", () => {
  it("gives a plain name and the true one", () => {
    expect(contentDisposition(`Öl "heute" (neu).html`)).toBe(
      `attachment; filename="Ol _heute_ (neu).html"; filename*=UTF-8''%C3%96l%20%22heute%22%20%28neu%29.html`,
    );
  });

  it("can't break the header", () => {
    expect(contentDisposition("a\r\nX: b")).not.toMatch(/[\r\n]/);
  });
});
