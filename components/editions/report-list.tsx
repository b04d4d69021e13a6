"use client";

import { useState } from "react";
import { FATES, type Fate, type ReportItem } from "../../domain/edition/edition-report.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { FATE_WORDS } from "./fate-words.ts";
import { ReportEntry } from "./report-entry.tsx";

/** Of a long list so many are drawn at once. */
const STEP = 50;

/** Where the summary's links lead. */
export const sectionId = (fate: Fate): string => `edition-${fate}`;

/** All annotations by what becomes of them, the worst first; those for which nothing changes are folded away. */
export function ReportList({ items }: { items: readonly ReportItem[] }) {
  return (
    <div className="grid gap-3">
      {FATES.map((fate) => {
        const own = items.filter(({ state }) => state === fate);
        return own.length > 0 && <FateSection key={fate} fate={fate} items={own} />;
      })}
    </div>
  );
}

function FateSection({ fate, items }: { fate: Fate; items: readonly ReportItem[] }) {
  const [shown, setShown] = useState(STEP);
  const { heading, lead, icon, tone } = FATE_WORDS[fate];
  return (
    <details id={sectionId(fate)} open={fate !== "exact"} className="group rounded-lg border border-line bg-raised">
      <summary className="flex list-none flex-wrap items-center gap-2.5 rounded-lg px-4 py-3 sm:px-5 [&::-webkit-details-marker]:hidden">
        <Icon name={icon} size={18} className={tone} />
        <h2 className="text-base font-medium">{heading}</h2>
        <span className="text-sm text-faint tabular-nums">{items.length.toLocaleString("en")}</span>
        <Icon name="chevron-down" size={16} className="ml-auto text-faint transition-transform group-open:rotate-180" />
      </summary>
      <div className="border-t border-line px-4 sm:px-5">
        <p className="pt-3 text-sm text-soft text-pretty">{lead}</p>
        <ul className="divide-y divide-line">
          {items.slice(0, shown).map((item) => (
            <ReportEntry key={item.id} item={item} />
          ))}
        </ul>
        {items.length > shown && (
          <Button size="small" className="mb-4" onClick={() => setShown(shown + STEP)}>
            Show more<span className="sr-only"> {heading.toLowerCase()} annotations</span>
          </Button>
        )}
      </div>
    </details>
  );
}
