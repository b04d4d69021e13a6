"use client";

import { useEffect, useRef } from "react";
import { count } from "../bulletins/count.ts";
import { ImportSource } from "../bulletins/import-source.tsx";
import { PageFrame } from "../shell/page-frame.tsx";
import { Button, ButtonLink } from "../ui/button.tsx";
import { EditionReport } from "./edition-report.tsx";
import { useEdition } from "./use-edition.ts";

/** From a revised text to the bulletin's new edition: first the source, then the report, which is accepted or not. */
export function EditionFlow({ bulletin }: { bulletin: { id: string; title: string; author: string | null } }) {
  const state = useEdition(bulletin.id);
  const { report, busy } = state;
  const hasReport = report !== null;
  const top = useRef<HTMLDivElement>(null);
  const wasShown = useRef(false);

  // The step that comes begins at its top, also for the keyboard.
  useEffect(() => {
    if (wasShown.current === hasReport) return;
    wasShown.current = hasReport;
    window.scrollTo({ top: 0 });
    top.current?.focus({ preventScroll: true });
  }, [hasReport]);

  return (
    <PageFrame
      title="New edition"
      lead={
        hasReport
          ? "This is what becomes of every annotation. Nothing is changed yet."
          : `A revised text for “${bulletin.title}”. You see what becomes of every annotation before anything is changed.`
      }
      width={hasReport ? "wide" : "text"}
      action={
        hasReport ? (
          <Button icon="arrow-left" onClick={state.startOver}>
            Choose another text
          </Button>
        ) : (
          <ButtonLink icon="arrow-left" href={`/b/${bulletin.id}`}>
            Back to the bulletin
          </ButtonLink>
        )
      }
    >
      <p role="status" className="sr-only">
        {busy === "reading" && "Comparing the texts"}
        {busy === "accepting" && "Replacing the text"}
        {busy === null && report && sayReport(report.counts, report.items.length)}
      </p>
      <div ref={top} tabIndex={-1} className="outline-none">
        {/* Stays mounted, so that pasted words are still there after "Choose another text". */}
        <div hidden={hasReport}>
          <ImportSource state={state} />
        </div>
        {report && <EditionReport state={state} report={report} bulletin={bulletin} />}
      </div>
    </PageFrame>
  );
}

const sayReport = ({ detached, uncertain }: { detached: number; uncertain: number }, all: number): string =>
  `The report lists ${count(all, "annotation")}: ${detached} detached, ${uncertain} uncertain.`;
