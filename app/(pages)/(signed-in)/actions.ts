"use server";

import { refresh } from "next/cache";
import type { Result } from "../../../components/ui/result.ts";
import { gateway } from "../../../server/gateway.ts";
import { attempt, firstEmpty, textOf } from "../../attempt.ts";
import { requirePrincipal } from "../../session.ts";

/** Changes a bulletin's title, author and source. */
export async function changeBulletinAction(_: Result | null, form: FormData): Promise<Result> {
  const empty = firstEmpty(form, { title: "Give the bulletin a title." });
  if (empty) return empty;
  const principal = await requirePrincipal();
  const outcome = await attempt(async () => {
    await gateway().bulletins.change(principal, textOf(form, "id"), {
      title: textOf(form, "title").trim(),
      author: textOf(form, "author").trim() || null,
      source: textOf(form, "source").trim() || null,
    });
    return null;
  }, ["title"]);
  refresh();
  return outcome;
}

/** Moves a bulletin to the recently deleted ones. */
export async function deleteBulletinAction(id: string): Promise<Result> {
  const principal = await requirePrincipal();
  const outcome = await attempt(async () => {
    await gateway().bulletins.delete(principal, id);
    return null;
  });
  refresh();
  return outcome;
}

/** Undoes a deletion. */
export async function restoreBulletinAction(id: string): Promise<Result> {
  const principal = await requirePrincipal();
  const outcome = await attempt(async () => {
    await gateway().bulletins.restore(principal, id);
    return null;
  });
  refresh();
  return outcome;
}
