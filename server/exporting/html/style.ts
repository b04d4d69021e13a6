/** The style of an exported page. No fonts are embedded: the stack names a good serif on each system. */

import { ANNOTATION_KINDS } from "../../../domain/annotation/annotation.ts";
import { TAG_COLOURS } from "../../../domain/vocabulary/vocabulary.ts";
import { customProperties, DARK, LIGHT } from "./palette.ts";

const COLOURS = [
  `:root{color-scheme:light dark;${customProperties(LIGHT)}}`,
  `@media screen and (prefers-color-scheme:dark){:root{${customProperties(DARK)}}}`,
  "@media print{:root{--paper:#fff;--raised:#fff}}",
  ...ANNOTATION_KINDS.map((kind) => `[data-kind=${kind}]{--wash:var(--${kind}-wash);--stroke:var(--${kind}-stroke)}`),
  ...TAG_COLOURS.map(
    (tag) => `[data-colour=${tag}]{--back:var(--${tag}-back);--tag:var(--${tag}-ink);--dot:var(--${tag}-dot)}`,
  ),
].join("\n");

const PAGE = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-block:4.5rem}
body{margin:0;background:var(--paper);color:var(--ink);font:1.125rem/1.7 var(--serif);overflow-wrap:break-word}
:root{--serif:"Iowan Old Style","Palatino Linotype",Palatino,"URW Palladio L",P052,"Book Antiqua",Georgia,serif;
--sans:system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.page{max-inline-size:40rem;margin-inline:auto;padding:clamp(1.5rem,5vw,4.5rem) clamp(1.125rem,5vw,2rem) 4rem}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.18em}
a:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:2px}
.head{margin-block-end:2.75rem}
.eyebrow{font:600 .75rem/1.4 var(--sans);letter-spacing:.09em;text-transform:uppercase;color:var(--faint);margin:0 0 1rem}
h1{font-size:clamp(1.9rem,1.4rem + 2.2vw,2.75rem);font-weight:500;line-height:1.12;letter-spacing:-.012em;
text-wrap:balance;margin:0}
.byline{font-style:italic;font-size:1.15rem;color:var(--soft);margin:.75rem 0 0}
.facts{font:.8125rem/1.6 var(--sans);color:var(--faint);margin:1.1rem 0 0}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;list-style:none;margin:.9rem 0 0;padding:.8rem 0 0;
border-block-start:1px solid var(--line);font:.8125rem/1.7 var(--sans);color:var(--soft)}
.text{font-variant-numeric:oldstyle-nums;text-wrap:pretty;max-inline-size:66ch}
.text>:first-child{margin-block-start:0}
.text :is(p,ul,ol,blockquote){margin:0 0 1em}
.text li>p{margin-block-end:.4em}
.text :is(h2,h3,h4,h5,h6){font-weight:600;line-height:1.25;text-wrap:balance;margin:1.9em 0 .55em}
.text h2{font-size:1.35em}.text h3{font-size:1.15em}.text :is(h4,h5,h6){font-size:1em;font-style:italic}
.text a:not(.reference){color:inherit;text-decoration-color:var(--accent)}
.text blockquote{border-inline-start:2px solid var(--line);padding-inline-start:1.1em;color:var(--soft)}
.text :is(ul,ol){padding-inline-start:1.5em}
.table{overflow-x:auto;margin-block:1.4em}
table{border-collapse:collapse;border-block:1.5px solid var(--ink);inline-size:100%;font:.84em/1.45 var(--sans)}
:is(td,th){border-block-end:1px solid var(--line);padding:.5em .9em .5em 0;text-align:start;vertical-align:top}
:is(td,th)>p:last-child{margin:0!important}`;

/** Kinds differ by the form of the line, overlapping passages by its height. */
const MARKS = `
mark{background:none;color:inherit}
[class^=lane-]{background:var(--wash);-webkit-box-decoration-break:clone;box-decoration-break:clone;padding-block:.1em;
border-radius:2px;text-decoration:underline 1.5px var(--stroke);text-decoration-skip-ink:none}
.lane-0{text-underline-offset:.2em}.lane-1{text-underline-offset:.36em}
.lane-2{text-underline-offset:.52em}.lane-3{text-underline-offset:.68em}
[class^=lane-][data-kind=highlight]{text-decoration-style:solid;text-decoration-thickness:.5px}
[class^=lane-][data-kind=claim]{text-decoration-style:double}
[class^=lane-][data-kind=question]{text-decoration-style:wavy;text-decoration-thickness:1px}
[class^=lane-][data-kind=suggestion]{text-decoration-style:dashed}
[class^=lane-][data-resolved]{background:none}
[class^=lane-]:target{outline:2px solid var(--stroke);outline-offset:2px}
.reference{font:600 .66em/1 var(--sans);font-variant-numeric:lining-nums;vertical-align:super;color:var(--stroke);
text-decoration:none;padding:.25em .2em;margin-inline-start:.05em;-webkit-user-select:none;user-select:none}
.reference:is(:hover,:focus-visible){text-decoration:underline}
.reference:target{outline:2px solid var(--stroke)}`;

const THREADS = `
.notes{margin-block-start:3.5rem;font:.9375rem/1.55 var(--sans)}
.notes h2{font:600 .75rem/1.4 var(--sans);letter-spacing:.09em;text-transform:uppercase;color:var(--faint);
margin:2rem 0 .9rem;padding-block-start:1rem;border-block-start:1px solid var(--line)}
.notes h2:first-child{margin-block-start:0}
.hint,.none,.state{color:var(--soft);font-size:.93em;margin:0 0 .9rem}
.threads,.comments,.tags{list-style:none;margin:0;padding:0}
.thread{background:var(--raised);border:1px solid var(--line);border-inline-start:3px solid var(--stroke);
border-radius:4px;padding:.8rem 1rem .9rem;margin:0 0 .8rem}
.thread:target{background:var(--target);border-color:var(--stroke)}
.thread header{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 .6rem}
.thread h3{font:600 .95em/1.5 var(--sans);margin:0}
.number{color:var(--stroke);font-variant-numeric:tabular-nums}
.by{font-size:.87em;color:var(--faint);margin:0}
cite{font-style:normal;font-weight:600;color:var(--soft)}
.thread header .by{flex-basis:100%}
.back{margin-inline-start:auto;text-decoration:none;padding:.1rem .45rem;min-inline-size:1.5rem}
.thread blockquote{font:italic 1em/1.5 var(--serif);color:var(--soft);margin:.5rem 0 .2rem;white-space:pre-line}
.thread[data-state=uncertain] blockquote,.thread[data-state=detached] blockquote{border-block-end:1px dotted var(--faint);
padding-block-end:.4rem}
.state{margin:.35rem 0 .2rem;font-style:italic}
.tags{display:flex;flex-wrap:wrap;gap:.35rem;margin-block:.5rem .1rem}
.tag{background:var(--back);color:var(--tag);border-radius:1em;font-size:.83em;line-height:1.5;padding:.1rem .65rem}
.tag::before{content:"";display:inline-block;inline-size:.55em;block-size:.55em;border-radius:50%;
background:var(--dot);margin-inline-end:.4em}
.comments>li{margin-block-start:.7rem}
.comments>li+li{border-block-start:1px solid var(--line);padding-block-start:.6rem}
.words p{margin:.15rem 0 .45rem}
.words p:last-child,.by:last-child{margin-block-end:0}
.resolved{color:var(--soft);font-size:.87em;margin:.7rem 0 0}
.resolved strong::before{content:"✓ "}
.about{margin-block-start:3.5rem;border-block-start:1px solid var(--line);padding-block-start:1.2rem;
font:.8125rem/1.6 var(--sans);color:var(--faint)}
.about h2{font:inherit;font-weight:600;color:var(--soft);margin:0 0 .5rem}
.about dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.1rem 1.25rem;margin:0}
.about dd{margin:0;overflow-wrap:anywhere}
@media screen and (min-width:70rem){
.page{max-inline-size:74rem;padding-inline:2.5rem;display:grid;column-gap:4.5rem;
grid-template-columns:minmax(0,40rem) minmax(20rem,1fr);grid-template-areas:"head head" "text notes" "about about"}
.head{grid-area:head;max-inline-size:40rem}.text{grid-area:text}.about{grid-area:about;max-inline-size:40rem}
.notes{grid-area:notes;margin:0;position:sticky;inset-block-start:0;align-self:start;max-block-size:100vh;
overflow-y:auto;overscroll-behavior:contain;padding:1rem .5rem 1rem 4px;scroll-padding-block:1rem}
}`;

const PRINT = `
@page{margin:22mm 20mm 24mm;@bottom-center{content:counter(page) " / " counter(pages);font:9pt sans-serif;color:#655f59}}
@media print{
body{font-size:10.5pt;line-height:1.55}
.page{max-inline-size:none;padding:0}
.text{max-inline-size:none}
h1{font-size:24pt}
.text :is(p,li){orphans:3;widows:3}
:is(h1,h2,h3,h4,h5,h6){break-after:avoid}
:is(.thread,.legend,.about,tr,.comments>li){break-inside:avoid}
.notes{font-size:8.5pt;columns:2;column-gap:8mm}
.notes h2{column-span:all}
.back{display:none}
.text a[href^=http]:not([data-part])::after{content:" ⟨" attr(href) "⟩";font:.78em var(--sans);
color:var(--faint);overflow-wrap:anywhere}
[class^=lane-],.tag,.tag::before{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
@media (forced-colors:active){
[class^=lane-]{text-decoration-color:CanvasText}.tag{border:1px solid}.tag::before{forced-color-adjust:none}
}`;

export const STYLE = [COLOURS, PAGE, MARKS, THREADS, PRINT].join("\n");
