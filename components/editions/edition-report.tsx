"use client";

import { memo } from "react";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import type { Report } from "./edition-client.ts";
import { isUnchanged } from "./fate-words.ts";
import { ReportList } from "./report-list.tsx";
import { ReportSummary } from "./report-summary.tsx";
import { TextComparison } from "./text-comparison.tsx";
import type { EditionState } from "./use-edition.ts";

interface Props {
  state: EditionState;
  report: Report;
  bulletin: { id: string; title: string; author: string | null };
}

/** The second step: the numbers and the choices at the left, every annotation and the text at the right. */
export function EditionReport({ state, report, bulletin }: Props) {
  const { busy, error, isOutdated } = state;
  const isSame = isUnchanged(report.text);
  return (
    <>
      <div className="grid gap-x-10 gap-y-10 lg:grid-cols-[minmax(17rem,20rem)_minmax(0,1fr)]">
        <div className="lg:sticky lg:top-[calc(var(--bar-height)+1.5rem)] lg:max-h-[calc(100dvh-var(--bar-height)-7rem)] lg:self-start lg:overflow-y-auto lg:pr-2">
          <ReportSummary state={state} report={report} bulletin={bulletin} />
        </div>
        <div className="grid min-w-0 content-start gap-10">
          {isSame && <Notice>Nothing differs: this is the text that the bulletin has already.</Notice>}
          <Body report={report} isSame={isSame} />
        </div>
      </div>
      {/* Over the foot of the page frame, so that nothing is left below it at the end. */}
      <div className="sticky bottom-0 z-20 -mx-4 mt-10 -mb-24 grid gap-3 border-t border-line bg-paper px-4 py-3 sm:-mx-6 sm:px-6">
        {error && (
          <Notice tone="danger" alert>
            {error}
          </Notice>
        )}
        <div className="flex flex-wrap items-center justify-end gap-2.5">
          <ButtonLink href={`/b/${bulletin.id}`}>Cancel</ButtonLink>
          {isOutdated ? (
            <Button look="primary" busy={busy === "reading"} onClick={state.askAgain}>
              Make a new report
            </Button>
          ) : (
            <Button
              look="primary"
              busy={busy === "accepting"}
              disabled={isSame || busy === "repairing"}
              onClick={state.accept}
            >
              Accept the new edition
            </Button>
          )}
        </div>
      </div>
    </>
  );
}

/** Turning a switch must not draw thousands of entries again. */
const Body = memo(function Body({ report, isSame }: { report: Report; isSame: boolean }) {
  return (
    <>
      {report.items.length > 0 && <ReportList items={report.items} />}
      {!isSame && <TextComparison blocks={report.comparison} left={report.comparisonLeft} />}
    </>
  );
});
