import { expect, it } from "vitest";
import { safeHref } from "./safe-href.ts";

it.each([
  "https://example.org/a:b",
  "HTTP://example.org",
  "mailto:a@example.org",
  "#",
  "#a:b",
  "/a:b",
  "../a",
  "a.html",
  "?q=a:b",
])("keeps %s", (href) => expect(safeHref(` ${href} `)).toBe(href));

it.each([
  "",
  " ",
  "javascript:x",
  "java\nscript:x",
  "\u0001javascript:x",
  "java\u200bscript:x",
  "data:x",
  "file:///x",
  "ünscheme:x",
])("refuses %j", (href) => expect(safeHref(href)).toBeNull());
