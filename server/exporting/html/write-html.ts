/** A bulletin with its annotations as one HTML file that needs nothing else: no script, no network, no fonts. */

import { ANNOTATION_KINDS } from "../../../domain/annotation/annotation.ts";
import type { ExportModel } from "../../../domain/export/export-model.ts";
import { bulletinAddress } from "../../../domain/w3c/addresses.ts";
import { escapeHtml, safeHref } from "./escape.ts";
import { moment } from "./moments.ts";
import { counted, KIND_NAME } from "./names.ts";
import { renderText } from "./render-text.ts";
import { renderThreads } from "./render-threads.ts";
import { STYLE } from "./style.ts";

/** The file says itself that it may load and run nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export function writeHtml(model: ExportModel): string {
  const { bulletin } = model;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Glossa">
<title>${escapeHtml(bulletin.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main class="page">
${head(model)}
<article class="text" aria-label="Text">
${renderText(model)}</article>
<aside class="notes" aria-labelledby="annotations" tabindex="0">
${renderThreads(model.annotations)}
</aside>
${about(model)}
</main>
</body>
</html>
`;
}

function head({ bulletin, counts, annotations, exportedAt }: ExportModel): string {
  const kinds = ANNOTATION_KINDS.filter((kind) => annotations.some((annotation) => annotation.kind === kind));
  const legend = kinds.map(
    (kind) => `<li><mark><span class="lane-0" data-kind="${kind}">${KIND_NAME[kind]}</span></mark></li>`,
  );
  const facts = [
    counted(counts.annotations, "annotation"),
    counted(counts.comments, "comment"),
    `${counts.resolved} resolved`,
  ];
  return [
    `<header class="head">`,
    `<p class="eyebrow">Annotated bulletin</p>`,
    `<h1 dir="auto">${escapeHtml(bulletin.title)}</h1>`,
    bulletin.author ? `<p class="byline" dir="auto">${escapeHtml(bulletin.author)}</p>` : "",
    `<p class="facts"><a href="#annotations">${facts.join(" · ")}</a> · as of ${moment(exportedAt)}</p>`,
    legend.length > 0
      ? `<ul class="legend" role="list" aria-label="How passages are marked">${legend.join("")}</ul>`
      : "",
    `</header>`,
  ]
    .filter((line) => line !== "")
    .join("\n");
}

function about(model: ExportModel): string {
  const { bulletin, counts } = model;
  const rows: [string, string][] = [
    ["Bulletin", link(bulletinAddress(model.origin, bulletin.id))],
    ["Id", escapeHtml(bulletin.id)],
    ...(bulletin.source ? [["Source", link(bulletin.source)] satisfies [string, string]] : []),
    ["Version", "Present state"],
    ["Exported", moment(model.exportedAt)],
    ["Text", `state ${model.textSeq}, SHA-256 <code>${escapeHtml(model.textHash)}</code>`],
    ["Annotations", `${counts.annotations}, of which ${counts.placed} on passages of this text`],
    ["Comments", `${counts.comments}`],
    ["Resolved", counted(counts.resolved, "thread")],
  ];
  return `<footer class="about">
<h2>About this copy</h2>
<dl>${rows.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join("")}</dl>
</footer>`;
}

function link(address: string): string {
  const href = safeHref(address);
  const words = escapeHtml(address);
  return href ? `<a href="${escapeHtml(href)}" rel="noopener noreferrer">${words}</a>` : words;
}
