/** What it takes to resolve all anchors of a text, in this process and without a server. */

import { AnnotationViews } from "../../components/sync/annotation-views.ts";
import { seePassage } from "../../domain/anchor/seen-passage.ts";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import { readTextMap, TextReader } from "../../domain/ydoc/text-map.ts";
import { Passages } from "../../server/sync/passages.ts";
import { anchorsIn, annotationsOn, type Below, copyOf, documentOf, textOf } from "../../tests/support/marked-text.ts";

const RUNS = 15;

type TextDoc = ReturnType<typeof documentOf>;

export interface Resolving {
  /** All in milliseconds of processor time, which others on the machine stretch less; the middle of several runs. */
  nothing: number;
  serverEdit: number;
  browserEdit: number;
}

export async function measureResolving(
  paragraphs: string[],
  { anchors, edits, below }: { anchors: number; edits: number; below: Below },
): Promise<Resolving> {
  const doc = documentOf(paragraphs, edits, below);
  const annotations = annotationsOn(anchorsIn(readTextMap(doc), anchors, below));
  const nothing: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    // Each time as it comes from the server, so that nothing is remembered of an earlier run.
    const fresh = copyOf(doc);
    const told: Annotation[] = JSON.parse(JSON.stringify(annotations));
    nothing.push(
      await took(() => {
        const map = readTextMap(fresh);
        for (const { anchor } of told) if (anchor) seePassage(map, anchor);
      }),
    );
  }
  return { nothing: middle(nothing), ...(await measureEdits(doc, annotations)) };
}

/** A letter that somebody else types in the middle of the text, on the server and in a browser. */
async function measureEdits(doc: TextDoc, annotations: Annotation[]): Promise<Omit<Resolving, "nothing">> {
  const passages = new Passages();
  const views = new AnnotationViews();
  const drawn = { annotations: new Map(annotations.map((each) => [each.id, each])), pending: new Set<string>() };
  const [onServer, inBrowser] = [new TextReader(doc), new TextReader(doc)];
  await passages.look(onServer.read(), annotations, true);
  views.draw(drawn, inBrowser.read(), false);
  const text = textOf(doc, Math.floor(doc.getXmlFragment("default").length / 2));
  const server: number[] = [];
  const browser: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    text.insert(Math.floor(text.length / 2), "y");
    server.push(await took(() => passages.look(onServer.read(), annotations, false)));
    browser.push(await took(() => views.draw(drawn, inBrowser.read(), true)));
  }
  return { serverEdit: middle(server), browserEdit: middle(browser) };
}

async function took(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const middle = (times: number[]): number => [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0;
