/** A posted W3C annotation or reply, made ours. */

import { type AnnotationCommand, COMMENT_MAX } from "../../../../../../domain/annotation/command.ts";
import { AppError } from "../../../../../../domain/app-error.ts";
import {
  type ReadAnnotation,
  type ReadReply,
  type ReadResult,
  readAnnotation,
} from "../../../../../../domain/w3c/read-annotation.ts";
import type { Principal } from "../../../../../../server/auth/people.ts";
import { carryOut, refusalError } from "../carry-out.ts";
import { derivedId } from "./derived-id.ts";
import { proposeAnchor } from "./propose-anchor.ts";
import { tagIds } from "./tag-ids.ts";

export type Posted = { type: "annotation"; id: string } | { type: "reply"; parent: string; id: string };

/** @param key names this request: what is made under it is made once. */
export async function postAnnotation(
  principal: Principal,
  bulletinId: string,
  key: string,
  input: unknown,
): Promise<Posted> {
  const read = readAnnotation(input);
  refuseLongWords(read);
  switch (read.type) {
    case "problems":
      throw new AppError("invalid", read.problems.join(" "));
    case "reply":
      return postReply(principal, bulletinId, key, read.reply);
    case "annotation":
      return postMark(principal, bulletinId, key, read.annotation);
  }
}

function refuseLongWords(read: ReadResult): void {
  const words =
    read.type === "reply" ? read.reply.text : read.type === "annotation" ? read.annotation.comment?.text : "";
  if ((words ?? "").length <= COMMENT_MAX) return;
  throw new AppError("too-large", `A comment has ${COMMENT_MAX.toLocaleString("en")} characters at most.`);
}

async function postMark(principal: Principal, bulletinId: string, key: string, read: ReadAnnotation): Promise<Posted> {
  const anchor = read.quote || read.position ? await proposeAnchor(principal, bulletinId, read) : null;
  // Only now: a refused annotation leaves no tags behind.
  const tags = await tagIds(principal, read.tags, key);
  const create = (id: string, name: string): Promise<string | null> =>
    tryToMake(principal, bulletinId, derivedId(name, key), id, {
      name: "create-annotation",
      annotation: id,
      kind: read.kind,
      anchor,
      comment: read.comment && { id: read.comment.id ?? derivedId("comment", key), text: read.comment.text },
      tags,
    });
  return { type: "annotation", id: await underFreeId(read.id, derivedId("annotation", key), create) };
}

async function postReply(principal: Principal, bulletinId: string, key: string, reply: ReadReply): Promise<Posted> {
  const { parent, text } = reply;
  const add = (id: string, name: string): Promise<string | null> =>
    tryToMake(principal, bulletinId, derivedId(name, key), id, {
      name: "add-comment",
      annotation: parent,
      comment: id,
      text,
    });
  return { type: "reply", parent, id: await underFreeId(reply.id, derivedId("reply", key), add) };
}

/** Under the id that it came with, so that what was exported comes back as itself; under one of ours when that is taken. */
async function underFreeId(
  wanted: string | null,
  own: string,
  make: (id: string, name: string) => Promise<string | null>,
): Promise<string> {
  const made = (wanted && (await make(wanted, "as-posted"))) ?? (await make(own, "anew"));
  if (made) return made;
  throw new AppError("conflict", "This was posted before.");
}

/** The id, or null when it is taken. */
async function tryToMake(
  principal: Principal,
  bulletinId: string,
  key: string,
  id: string,
  command: AnnotationCommand,
): Promise<string | null> {
  const answer = await carryOut(principal, bulletinId, key, command);
  if (answer.ok) return id;
  if (answer.refusal.code === "conflict") return null;
  throw refusalError(answer.refusal);
}
