/** The threads of a bulletin: beside its text on a wide screen, after it on a narrow one and on paper. */

import type { AnchorState } from "../../../domain/anchor/anchor.ts";
import type { ExportAnnotation, ExportComment } from "../../../domain/export/export-model.ts";
import { escapeHtml, paragraphs } from "./escape.ts";
import { moment } from "./moments.ts";
import { KIND_NAME, passageId, threadId } from "./names.ts";

const STATE_SENTENCE: Record<AnchorState, string | null> = {
  anchored: null,
  moved: null,
  uncertain: "It is not certain where in the text this passage is now.",
  detached: "These words are not in the text any more.",
};

export function renderThreads(annotations: readonly ExportAnnotation[]): string {
  if (annotations.length === 0) return `<h2 id="annotations">Annotations</h2>\n<p class="none">There are none yet.</p>`;
  const placed = annotations.filter(({ place }) => place);
  const onAll = annotations.filter(({ state }) => state === null);
  const lost = annotations.filter(({ state, place }) => state !== null && !place);
  return [
    `<h2 id="annotations">Annotations</h2>`,
    list(placed, "Annotations on passages"),
    section(onAll, "On the whole bulletin", ""),
    section(
      lost,
      "Without a sure place",
      `<p class="hint">The text has changed since these were written; each keeps the words that it was made on.</p>`,
    ),
  ].join("\n");
}

function section(annotations: readonly ExportAnnotation[], title: string, hint: string): string {
  return annotations.length === 0 ? "" : `<h2>${title}</h2>\n${hint}${list(annotations, title)}`;
}

function list(annotations: readonly ExportAnnotation[], name: string): string {
  if (annotations.length === 0) return "";
  const items = annotations.map((annotation) => `<li value="${annotation.number}">${thread(annotation)}</li>`);
  return `<ol class="threads" role="list" aria-label="${name}">\n${items.join("\n")}\n</ol>`;
}

function thread(annotation: ExportAnnotation): string {
  const { id, kind, number, author, at, state, quote, tags, comments, opensWithOwnComment, resolved } = annotation;
  const sentence = state && STATE_SENTENCE[state];
  const name = escapeHtml(threadId(id));
  return [
    `<article class="thread" id="${name}" data-annotation="${escapeHtml(id)}" data-kind="${kind}"`,
    `${state ? ` data-state="${state}"` : ""}${resolved ? " data-resolved" : ""} aria-labelledby="${name}-name">`,
    `<header><h3 id="${name}-name"><span class="number">${number}</span> <span class="kind">${KIND_NAME[kind]}</span></h3>`,
    `${back(annotation)}<p class="by"><cite>${escapeHtml(author.name)}</cite> ${moment(at)}</p></header>`,
    quote ? `<blockquote dir="auto">${escapeHtml(quote.quote)}</blockquote>` : "",
    sentence ? `<p class="state">${sentence}</p>` : "",
    tags.length > 0 ? `<ul class="tags" role="list" aria-label="Tags">${tags.map(tagItem).join("")}</ul>` : "",
    comments.length > 0
      ? `<ol class="comments" role="list">${comments.map((one, index) => comment(one, opensWithOwnComment && index === 0)).join("")}</ol>`
      : "",
    resolved
      ? `<p class="resolved"><strong>Resolved</strong> by ${escapeHtml(resolved.by.name)}, ${moment(resolved.at)}` +
        `${resolved.reason ? `: ${escapeHtml(resolved.reason)}` : ""}</p>`
      : "",
    `</article>`,
  ].join("");
}

const tagItem = ({ label, colour }: { label: string; colour: string }): string =>
  `<li class="tag" data-colour="${colour}">${escapeHtml(label)}</li>`;

/** The opening comment of the annotation's own author is signed by the thread's head already. */
function comment({ id, author, at, text, editedAt }: ExportComment, isOpening: boolean): string {
  const signature = isOpening ? [] : [`<cite>${escapeHtml(author.name)}</cite> ${moment(at)}`];
  const by = editedAt ? [...signature, `(edited ${moment(editedAt)})`] : signature;
  return (
    `<li id="comment-${escapeHtml(id)}">${by.length > 0 ? `<p class="by">${by.join(" ")}</p>` : ""}` +
    `<div class="words">${paragraphs(text)}</div></li>`
  );
}

function back({ id, number, place }: ExportAnnotation): string {
  if (!place) return "";
  return (
    `<a class="back" href="#${passageId(escapeHtml(id))}" aria-label="Back to passage ${number}">` +
    `<span aria-hidden="true">↩</span></a>`
  );
}
