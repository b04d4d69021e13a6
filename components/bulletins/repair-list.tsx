"use client";

import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Switch } from "../ui/switch.tsx";
import type { ShownRepair } from "./import-client.ts";
import { groupRepairs, type RepairGroup } from "./repair-words.ts";
import { shorten } from "./shorten.ts";
import { wordChange } from "./word-change.ts";

interface Props {
  repairs: ShownRepair[];
  refused: readonly string[];
  onRefuse: (ids: readonly string[]) => void;
}

/** Every repair, by kind, each with a switch. */
export function RepairList({ repairs, refused, onRefuse }: Props) {
  if (repairs.length === 0) return null;
  const turn = (ids: string[], on: boolean) =>
    onRefuse(on ? refused.filter((id) => !ids.includes(id)) : [...new Set([...refused, ...ids])]);
  return (
    <section aria-label="Repairs" className="grid border-t border-line">
      {groupRepairs(repairs).map((group) => (
        <Group key={group.heading} group={group} refused={refused} onTurn={turn} />
      ))}
    </section>
  );
}

/** A group longer than this opens on demand. */
const OPEN_MAX = 4;
/** Of a long group so many are drawn at once. */
const STEP = 50;

interface GroupProps {
  group: RepairGroup;
  refused: readonly string[];
  onTurn: (ids: string[], on: boolean) => void;
}

function Group({ group, refused, onTurn }: GroupProps) {
  const [shown, setShown] = useState(STEP);
  const ids = group.repairs.map((repair) => repair.id);
  // Said once when it is the same for all, so that the words themselves can be looked through.
  const [first, ...rest] = group.repairs;
  const sentence = rest.length > 0 && rest.every((repair) => repair.text === first?.text) ? first?.text : null;
  const done = ids.filter((id) => !refused.includes(id)).length;
  return (
    <details open={group.repairs.length <= OPEN_MAX} className="group border-b border-line">
      <summary className="flex list-none items-center gap-2 rounded-sm py-2.5 [&::-webkit-details-marker]:hidden">
        <span aria-hidden="true" className="text-faint transition-transform group-open:rotate-90">
          ›
        </span>
        <span className="font-medium">{group.heading}</span>
        <span className="ml-auto text-sm text-faint tabular-nums">
          {done === ids.length ? ids.length : `${done} of ${ids.length}`}
        </span>
      </summary>
      <div className="grid gap-4 pt-1 pb-5">
        {ids.length > 2 && (
          <Button size="small" className="justify-self-start" onClick={() => onTurn(ids, done < ids.length)}>
            {done < ids.length ? "Accept all" : "Refuse all"}
            <span className="sr-only"> {group.heading.toLowerCase()}</span>
          </Button>
        )}
        {sentence && <p className="text-sm text-soft text-pretty">{sentence}</p>}
        <ul className={sentence ? "grid gap-2.5" : "grid gap-4"}>
          {group.repairs.slice(0, shown).map((repair) => (
            <li key={repair.id}>
              <Switch
                checked={!refused.includes(repair.id)}
                onChange={(event) => onTurn([repair.id], event.target.checked)}
              >
                {!sentence && <span className="block text-sm">{repair.text}</span>}
                <ChangedWords repair={repair} isOff={refused.includes(repair.id)} />
              </Switch>
            </li>
          ))}
        </ul>
        {group.repairs.length > shown && (
          <Button size="small" onClick={() => setShown(shown + STEP)}>
            Show more
          </Button>
        )}
      </div>
    </details>
  );
}

/** What goes is struck out, what comes stands after it; the words around are faint. */
function ChangedWords({ repair, isOff }: { repair: ShownRepair; isOff: boolean }) {
  if (repair.before === repair.after)
    return <span className="font-serif text-sm text-soft">{shorten(repair.after)}</span>;
  const { start, removed, added, end } = wordChange(repair.before, repair.after);
  return (
    <span className={`block font-serif text-sm ${isOff ? "text-faint" : "text-soft"}`}>
      {start}
      {removed && <del className={isOff ? "no-underline" : "decoration-danger"}>{shorten(removed)}</del>}
      {removed && added && (
        <span aria-hidden="true" className="mx-1.5 text-faint">
          →
        </span>
      )}
      {added && <ins className={isOff ? "no-underline" : "text-ink no-underline"}>{shorten(added)}</ins>}
      {end}
    </span>
  );
}
