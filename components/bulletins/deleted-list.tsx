"use client";

import { startTransition, useOptimistic } from "react";
import type { BulletinSummary } from "../../domain/bulletin/bulletin.ts";
import { Button } from "../ui/button.tsx";
import type { Result } from "../ui/result.ts";
import { runAction } from "../ui/run-action.ts";
import { showToast } from "../ui/toast-store.ts";
import { BulletinFacts } from "./bulletin-facts.tsx";

interface Props {
  items: BulletinSummary[];
  now: number;
  restore: (id: string) => Promise<Result>;
}

/** Deleted bulletins, each with its way back. */
export function DeletedList({ items, now, restore }: Props) {
  const [shown, hide] = useOptimistic(items, (all, id: string) => all.filter((item) => item.id !== id));
  const bringBack = ({ id, title }: BulletinSummary) =>
    startTransition(async () => {
      hide(id);
      document.getElementById("main")?.focus();
      const restored = await runAction(() => restore(id));
      if (restored.ok) showToast(`“${title}” is back in the list.`);
    });
  return (
    <ul className="divide-y divide-line border-y border-line">
      {shown.map((bulletin) => (
        <li key={bulletin.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-5">
          <div className="grid min-w-0 flex-1 basis-64 gap-1">
            <h2 className="font-serif text-md">{bulletin.title}</h2>
            <BulletinFacts bulletin={bulletin} now={now} />
          </div>
          <Button icon="undo" onClick={() => bringBack(bulletin)}>
            Restore<span className="sr-only"> {bulletin.title}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}
