import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Awareness } from "y-protocols/awareness";
import { applyUpdate, Doc } from "yjs";
import { quoteOf } from "../../domain/anchor/anchor.ts";
import type { BulletinNode } from "../../domain/schema/document.ts";
import { seedUpdate } from "../../domain/ydoc/text-doc.ts";
import { readTextMap } from "../../domain/ydoc/text-map.ts";
import type { ReadingState } from "../editor/reading-state.ts";
import type { AnnotationView, BulletinSession } from "../sync/bulletin-session.ts";
import { LiveText } from "./live-text.tsx";

const one = (text: string): BulletinNode => ({
  type: "doc",
  content: [{ type: "paragraph", content: [{ type: "text", text }] }],
});

function sessionOn(document: BulletinNode, quote: string): BulletinSession {
  const doc = new Doc();
  applyUpdate(doc, seedUpdate(document));
  const { text } = readTextMap(doc);
  const start = text.indexOf(quote);
  const range = { start, end: start + quote.length };
  const view: AnnotationView = {
    annotation: {
      id: "a1",
      kind: "claim",
      author: { id: "p1", name: "Ada" },
      at: "2026-11-23T10:00:00.000Z",
      anchor: { ...quoteOf(text, range), start: null, end: null, state: "anchored" },
      tags: [],
      comments: [],
      resolved: null,
      moves: [],
      deleted: null,
    },
    pending: false,
    range,
  };
  return {
    me: { id: "p1", name: "Ada", role: "reader" },
    bulletin: null,
    text: { doc, awareness: new Awareness(doc), isLoaded: true, plain: text },
    annotations: [view],
    areAnnotationsLoaded: true,
    tags: [],
    saved: { state: "saved" },
    refused: [],
    dismissRefused: () => {},
    retryRefused: () => {},
    present: [],
    editorShown: () => {},
    send: () => Promise.resolve({ ok: true }),
  };
}

const reading: ReadingState = {
  activeId: "a1",
  activeFrom: "margin",
  activate: () => {},
  draft: null,
  startDraft: () => {},
  endDraft: () => {},
  placing: null,
  startPlacing: () => {},
  endPlacing: () => {},
  showResolved: false,
  setShowResolved: () => {},
};

const draw = (session: BulletinSession): string =>
  renderToStaticMarkup(<LiveText session={session} reading={reading} first={one("As the page was made")} />);

describe("LiveText", () => {
  const session = sessionOn(one("The ice had gone."), "ice had");

  it("draws the live text with its highlights, the picked one marked", () => {
    expect(draw(session)).toContain(
      '<p>The <mark class="mark mark-active" data-annotations="a1" data-kind="claim" data-state="anchored" data-active="">ice had</mark> gone.</p>',
    );
  });

  it("draws the page's own text until the live one is loaded", () => {
    const html = draw({ ...session, text: { ...session.text, isLoaded: false, plain: "" } });
    expect(html).toContain("<p>As the page was made</p>");
    expect(html).not.toContain("<mark");
  });

  it("draws no highlight whose range counts in another text", () => {
    const html = draw({ ...session, text: { ...session.text, plain: "All the ice had gone." } });
    expect(html).toContain("<p>The ice had gone.</p>");
    expect(html).not.toContain("<mark");
  });
});
