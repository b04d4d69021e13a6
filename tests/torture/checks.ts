/** What has to be true after a kill, and when everybody has come back and is quiet. Each throws with what is wrong. */

import type * as Y from "yjs";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import { isVisible, visibleComments } from "../../domain/annotation/annotation.ts";
import { readAnnotations } from "../../domain/ydoc/annotations-doc.ts";
import { readTextMap } from "../../domain/ydoc/text-map.ts";
import { api } from "../support/members.ts";
import type { TestServer } from "../support/server.ts";
import type { Crew } from "./crew.ts";
import { isWord } from "./field.ts";
import { contentOf, holds, type Kind, type Seen } from "./states.ts";

/** More faults than this are counted only. */
const SHOWN_MAX = 8;

function refuseFaults(when: string, faults: string[]): void {
  if (faults.length === 0) return;
  const rest = faults.length > SHOWN_MAX ? `\n… and ${faults.length - SHOWN_MAX} more` : "";
  throw new Error(`${when}:\n${faults.slice(0, SHOWN_MAX).join("\n")}${rest}`);
}

/** What a server holds, before anybody has come back to it. */
export async function checkAfterKill(crew: Crew, url: string, seen: Seen[]): Promise<void> {
  const text = await crew.freshLook(url, "text");
  const annotations = await crew.freshLook(url, "annotations");
  const { words, threads } = crew;
  refuseFaults("After the kill, in the text", words.faultsAfterKill(readTextMap(text.doc).text));
  refuseFaults("After the kill, in the annotations", threads.faults(readAnnotations(annotations.doc)));
  const lost = seen.filter((each) => !holds(each.kind === "text" ? text.doc : annotations.doc, each));
  refuseFaults(
    "After the kill",
    lost.map(({ kind }) => `a reader has seen something of the ${kind} that is not there any more`),
  );
  text.close();
  annotations.close();
}

/** All clients and a fresh load agree, with what was typed and commanded, and so do the API, its lists and exports. */
export async function checkWhenQuiet(
  crew: Crew,
  servers: TestServer[],
  token: string,
  bulletin: string,
): Promise<void> {
  for (const server of servers) {
    const text = await crew.freshLook(server.url, "text");
    const annotations = await crew.freshLook(server.url, "annotations");
    await untilEqual(crew, "text", text.doc);
    refuseFaults("In the text", crew.words.faultsWhenQuiet(readTextMap(text.doc).text));
    // The server looks at anchors until the text has been quiet for a while, so this may have to be looked at again.
    for (;;) {
      await untilEqual(crew, "annotations", annotations.doc);
      const before = contentOf(annotations.doc, "annotations");
      refuseFaults("In the annotations", crew.threads.faults(readAnnotations(annotations.doc)));
      const faults = await apiFaults(server, token, bulletin, text.doc, annotations.doc);
      if (faults.length === 0) break;
      // Rows are stored before anybody is shown them: so more has to come, or they differ.
      await crew.news
        .until("more annotations", () => contentOf(annotations.doc, "annotations") !== before)
        .catch(() => refuseFaults("The API and the documents differ", faults));
    }
    text.close();
    annotations.close();
  }
}

async function untilEqual(crew: Crew, kind: Kind, fresh: Y.Doc): Promise<void> {
  const differing = (): number => {
    const wanted = contentOf(fresh, kind);
    return crew.docs(kind).filter((doc) => contentOf(doc, kind) !== wanted).length;
  };
  await crew.news.until(
    () =>
      `all clients to agree about the ${kind} with a fresh load; ${differing()} of ${crew.docs(kind).length} do not`,
    () => differing() === 0,
  );
}

interface Item {
  id: string;
  body?: unknown[];
  target: { selector?: { type: string; start?: number; end?: number }[] };
  "glossa:state"?: string;
  "glossa:replies"?: unknown[];
}

async function apiFaults(
  server: TestServer,
  token: string,
  bulletin: string,
  text: Y.Doc,
  annotations: Y.Doc,
): Promise<string[]> {
  const faults: string[] = [];
  const plain = await get(server, token, `/bulletins/${bulletin}/text`);
  if (plain !== readTextMap(text).text) faults.push("GET …/text is another text than a fresh load");
  const visible = readAnnotations(annotations).filter(isVisible);

  const page = await api<{ items: Item[] }>(server, token, `/bulletins/${bulletin}/annotations?limit=10000`);
  faults.push(...differences("GET …/annotations", page.items.map(shapeOfItem), visible.map(shapeOf)));

  faults.push(...lies(plain, page.items, visible));

  const list = await api<{ items: { id: string; annotations: number }[] }>(server, token, "/bulletins");
  const count = list.items.find(({ id }) => id === bulletin)?.annotations;
  if (count !== visible.length) faults.push(`The list counts ${count} annotations, and there are ${visible.length}`);

  const jsonld: { first: { items: { id: string; motivation: string }[] } } = JSON.parse(
    await get(server, token, `/bulletins/${bulletin}/export?format=jsonld`),
  );
  const exported = jsonld.first.items.filter(({ motivation }) => motivation !== "replying").map(({ id }) => id);
  faults.push(
    ...differences(
      "The export as JSON-LD",
      exported,
      visible.map(({ id }) => `urn:uuid:${id}`),
    ),
  );
  return faults;
}

/** A word that was typed here stands once and is never changed: what sits elsewhere than on it lies. */
function lies(text: string, items: Item[], annotations: Annotation[]): string[] {
  const words = new Map(
    annotations.map(({ id, anchor }) => [`urn:uuid:${id}`, anchor?.original ?? anchor?.quote ?? ""]),
  );
  const points = [...text];
  return items.flatMap(({ id, target }) => {
    const word = words.get(id) ?? "";
    const place = target.selector?.find(({ type }) => type === "TextPositionSelector");
    if (!isWord(word) || !place) return [];
    const found = points.slice(place.start, place.end).join("");
    return found === word ? [] : [`The annotation ${id} was made on ${word} and lies on “${found}”`];
  });
}

/** Its id, its state, and how many comments and tags it has: an item's bodies are its author's words and its tags. */
function shapeOf(annotation: Annotation): string {
  const { id, anchor, tags } = annotation;
  return `urn:uuid:${id} ${anchor?.state} ${visibleComments(annotation).length + tags.length}`;
}

const shapeOfItem = (item: Item): string =>
  `${item.id} ${item["glossa:state"]} ${(item["glossa:replies"]?.length ?? 0) + (item.body?.length ?? 0)}`;

function differences(where: string, found: string[], wanted: string[]): string[] {
  const has = new Set(found);
  const needs = new Set(wanted);
  const missing = wanted.filter((each) => !has.has(each));
  const surplus = found.filter((each) => !needs.has(each));
  if (found.length > has.size) surplus.push("something twice");
  if (missing.length + surplus.length === 0) return [];
  return [
    `${where} lacks ${missing.slice(0, 3)} (${missing.length}) and has ${surplus.slice(0, 3)} (${surplus.length})`,
  ];
}

async function get(server: TestServer, token: string, path: string): Promise<string> {
  const response = await fetch(`${server.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
  const text = await response.text();
  if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${text}`);
  return text;
}
