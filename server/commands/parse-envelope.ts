/** Commands as they arrive from outside, parsed once at the edge. */

import { z } from "zod";
import { CONTEXT_LENGTH } from "../../domain/anchor/anchor.ts";
import { ANNOTATION_KINDS } from "../../domain/annotation/annotation.ts";
import {
  type AnnotationCommand,
  COMMENT_MAX,
  type CommandEnvelope,
  type VocabularyCommand,
} from "../../domain/annotation/command.ts";
import { TAG_COLOURS, TAG_LABEL_MAX } from "../../domain/vocabulary/vocabulary.ts";

/** A passage may be the whole of a long bulletin, but no more. */
const QUOTE_MAX = 5_000_000;

/** Base64 of two varints and a few bytes. */
const POSITION_MAX = 200;

const TAGS_MAX = 100;

/** The database's text holds no U+0000, and nobody types one. */
const words = z.string().refine((text) => !text.includes("\u0000"), "must not hold the character U+0000");
const id = z.guid().transform((value) => value.toLowerCase());
const commentText = words.max(COMMENT_MAX).refine((text) => text.trim() !== "", "must not be empty");
const context = words.max(CONTEXT_LENGTH * 4);
const position = z.string().max(POSITION_MAX).nullable();
const kind = z.enum(ANNOTATION_KINDS);

const anchor = z.object({
  start: position,
  end: position,
  quote: words.min(1).max(QUOTE_MAX),
  prefix: context,
  suffix: context,
  near: z.number().int().nonnegative().optional(),
});

const annotationCommand = z.discriminatedUnion("name", [
  z.object({
    name: z.literal("create-annotation"),
    annotation: id,
    kind,
    anchor: anchor.nullable(),
    comment: z.object({ id, text: commentText }).nullable(),
    tags: z.array(id).max(TAGS_MAX),
  }),
  z.object({ name: z.literal("delete-annotation"), annotation: id }),
  z.object({ name: z.literal("restore-annotation"), annotation: id }),
  z.object({ name: z.literal("change-kind"), annotation: id, kind }),
  z.object({ name: z.literal("place-annotation"), annotation: id, anchor }),
  z.object({ name: z.literal("unplace-annotation"), annotation: id }),
  z.object({ name: z.literal("tag-annotation"), annotation: id, tag: id }),
  z.object({ name: z.literal("untag-annotation"), annotation: id, tag: id }),
  z.object({ name: z.literal("add-comment"), annotation: id, comment: id, text: commentText }),
  z.object({ name: z.literal("edit-comment"), annotation: id, comment: id, text: commentText }),
  z.object({ name: z.literal("delete-comment"), annotation: id, comment: id }),
  z.object({ name: z.literal("resolve-thread"), annotation: id, reason: words.max(COMMENT_MAX).nullable() }),
  z.object({ name: z.literal("reopen-thread"), annotation: id }),
]) satisfies z.ZodType<AnnotationCommand>;

const label = words.trim().min(1).max(TAG_LABEL_MAX);
const colour = z.enum(TAG_COLOURS);

const vocabularyCommand = z.discriminatedUnion("name", [
  z.object({ name: z.literal("create-tag"), tag: id, label, colour }),
  z.object({ name: z.literal("change-tag"), tag: id, label, colour }),
  z.object({ name: z.literal("delete-tag"), tag: id }),
  z.object({ name: z.literal("restore-tag"), tag: id }),
]) satisfies z.ZodType<VocabularyCommand>;

const envelopeOf = <C>(command: z.ZodType<C>) =>
  z.object({
    key: id,
    command,
    textMarker: z
      .object({ replica: z.string().min(1).max(100), n: z.number().int().nonnegative() })
      .nullable()
      .default(null),
  });

type Parsed<C> = { ok: true; envelope: CommandEnvelope<C> } | { ok: false; key: string; problem: string };

const parse = <C>(schema: z.ZodType<CommandEnvelope<C>>, value: unknown): Parsed<C> => {
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, envelope: result.data };
  const [issue] = result.error.issues;
  const where = issue?.path.join(".") || "the command";
  return { ok: false, key: keyOf(value), problem: `${where}: ${issue?.message ?? "invalid"}` };
};

/** So that a client can tell which of its commands was malformed. */
function keyOf(value: unknown): string {
  if (value === null || typeof value !== "object" || !("key" in value)) return "";
  return typeof value.key === "string" ? value.key : "";
}

export const parseAnnotationEnvelope = (value: unknown): Parsed<AnnotationCommand> =>
  parse(envelopeOf<AnnotationCommand>(annotationCommand), value);

export const parseVocabularyEnvelope = (value: unknown): Parsed<VocabularyCommand> =>
  parse(envelopeOf<VocabularyCommand>(vocabularyCommand), value);
