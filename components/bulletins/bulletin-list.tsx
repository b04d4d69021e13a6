"use client";

import Link from "next/link";
import { startTransition, useOptimistic, useState } from "react";
import type { BulletinSummary } from "../../domain/bulletin/bulletin.ts";
import { IconButton } from "../ui/button.tsx";
import { Menu } from "../ui/menu.tsx";
import { MenuItem, MenuSeparator } from "../ui/menu-item.tsx";
import type { FormAction, Result } from "../ui/result.ts";
import { runAction } from "../ui/run-action.ts";
import { showToast } from "../ui/toast-store.ts";
import { BulletinFacts } from "./bulletin-facts.tsx";
import { ChangeBulletinDialog } from "./change-bulletin-dialog.tsx";

interface Props {
  items: BulletinSummary[];
  now: number;
  mayManage: boolean;
  actions: {
    change: FormAction;
    remove: (id: string) => Promise<Result>;
    restore: (id: string) => Promise<Result>;
  };
}

/** The workspace's bulletins, the one that was changed last first. */
export function BulletinList({ items, now, mayManage, actions }: Props) {
  const [shown, hide] = useOptimistic(items, (all, id: string) => all.filter((item) => item.id !== id));
  const [changing, setChanging] = useState<BulletinSummary | null>(null);

  const remove = (bulletin: BulletinSummary) =>
    startTransition(async () => {
      hide(bulletin.id);
      document.getElementById("main")?.focus();
      const removed = await runAction(() => actions.remove(bulletin.id));
      if (!removed.ok) return;
      showToast(`“${bulletin.title}” was deleted.`, {
        undo: () => startTransition(async () => void (await runAction(() => actions.restore(bulletin.id)))),
      });
    });

  return (
    <>
      <ul className="divide-y divide-line border-y border-line">
        {shown.map((bulletin) => (
          <li key={bulletin.id} className="relative flex items-start gap-2 py-5 sm:py-6">
            <div className="grid min-w-0 flex-1 gap-1.5">
              <h2 className="font-serif text-lg font-medium tracking-[-0.008em] text-balance">
                <Link
                  href={`/b/${bulletin.id}`}
                  className="underline decoration-transparent decoration-1 underline-offset-4 transition-colors hover:text-accent hover:decoration-current"
                >
                  {bulletin.title}
                </Link>
              </h2>
              <BulletinFacts bulletin={bulletin} now={now} />
            </div>
            {mayManage && (
              <Menu
                label={`Actions for ${bulletin.title}`}
                trigger={(props) => (
                  <IconButton {...props} icon="more" label={`Actions for ${bulletin.title}`} title="Actions" />
                )}
              >
                <MenuItem icon="edit" onClick={() => setChanging(bulletin)}>
                  Rename…
                </MenuItem>
                <MenuSeparator />
                <MenuItem icon="trash" danger onClick={() => remove(bulletin)}>
                  Delete
                </MenuItem>
              </Menu>
            )}
          </li>
        ))}
      </ul>
      {changing && (
        <ChangeBulletinDialog bulletin={changing} action={actions.change} onClose={() => setChanging(null)} />
      )}
    </>
  );
}
