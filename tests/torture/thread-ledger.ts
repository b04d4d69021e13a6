/**
 * What each annotation has to be: who made it commands its fields alone, comments are their authors'. Of each at most
 * one command is under way, so that what is stored is known but for that one.
 */

import type { Annotation } from "../../domain/annotation/annotation.ts";
import type { AnnotationCommand } from "../../domain/annotation/command.ts";

interface Fields {
  kind: string;
  tags: string[];
  isResolved: boolean;
  isDeleted: boolean;
}

export interface Expected extends Fields {
  id: string;
  owner: number;
  comments: Map<string, { by: number; text: string | null }>;
}

/** A command that was sent, perhaps carried out, and not answered. */
interface UnderWay {
  by: number;
  command: AnnotationCommand;
}

export class ThreadLedger {
  private readonly known = new Map<string, Expected>();
  private readonly underWay = new Map<string, UnderWay>();
  /** Refused, but sent more than once: another of them may be carried out, when the words are back or on another node. */
  private readonly doubtful: UnderWay[] = [];

  get(id: string): Expected | undefined {
    return this.known.get(id);
  }

  all(): Expected[] {
    return [...this.known.values()];
  }

  issued(key: string, by: number, command: AnnotationCommand): void {
    this.underWay.set(key, { by, command });
  }

  /** The server says that it is carried out. */
  done(key: string): void {
    const issued = this.underWay.get(key);
    if (!issued) return;
    this.underWay.delete(key);
    const { command, by } = issued;
    const after = outcome(this.known.get(command.annotation), command, by);
    if (after) this.known.set(after.id, after);
  }

  /** The server says that it is not. */
  refused(key: string, wasSentAgain: boolean): void {
    const issued = this.underWay.get(key);
    this.underWay.delete(key);
    if (issued && wasSentAgain) this.doubtful.push(issued);
  }

  /** What is wrong with the annotations of a document, in which any command that is under way may be carried out or not. */
  faults(found: readonly Annotation[]): string[] {
    const pending = new Map<string, UnderWay[]>();
    for (const each of [...this.underWay.values(), ...this.doubtful]) {
      const { annotation } = each.command;
      pending.set(annotation, [...(pending.get(annotation) ?? []), each]);
    }
    const faults: string[] = [];
    const ids = new Set(found.map(({ id }) => id));
    for (const { id } of this.known.values()) if (!ids.has(id)) faults.push(`annotation ${id} is lost`);
    for (const annotation of found) {
      const before = this.known.get(annotation.id);
      const possible = before ? [before] : [];
      for (const { command, by } of pending.get(annotation.id) ?? []) {
        for (const one of before ? [...possible] : [undefined]) {
          const after = outcome(one, command, by);
          if (after) possible.push(after);
        }
      }
      const is = describe(shapeOf(annotation));
      const may = possible.map(describe);
      if (!may.includes(is)) faults.push(`annotation ${annotation.id} is ${is}, and should be ${may.join(" or ")}`);
    }
    return faults;
  }
}

/** The annotation after a command; null when there is none to change. */
function outcome(before: Expected | undefined, command: AnnotationCommand, by: number): Expected | null {
  if (command.name === "create-annotation") {
    const { comment } = command;
    const comments = new Map(comment ? [[comment.id, { by, text: comment.text }]] : []);
    const { annotation: id, kind, tags } = command;
    return { id, owner: by, kind, tags, isResolved: false, isDeleted: false, comments };
  }
  if (!before) return null;
  switch (command.name) {
    case "delete-annotation":
      return { ...before, isDeleted: true };
    case "restore-annotation":
      return { ...before, isDeleted: false };
    case "place-annotation":
    case "unplace-annotation":
      // Where it lies is checked against the text, not against what was asked for.
      return before;
    case "change-kind":
      return { ...before, kind: command.kind };
    case "tag-annotation":
      return { ...before, tags: [...before.tags, command.tag] };
    case "untag-annotation":
      return { ...before, tags: before.tags.filter((tag) => tag !== command.tag) };
    case "resolve-thread":
      return { ...before, isResolved: true };
    case "reopen-thread":
      return { ...before, isResolved: false };
    case "add-comment":
    case "edit-comment":
      return { ...before, comments: new Map(before.comments).set(command.comment, { by, text: command.text }) };
    case "delete-comment":
      return { ...before, comments: new Map(before.comments).set(command.comment, { by, text: null }) };
  }
}

type Shape = Fields & { comments: Map<string, { text: string | null }> };

function shapeOf(annotation: Annotation): Shape {
  const { kind, tags, resolved, deleted } = annotation;
  const comments = new Map<string, { text: string | null }>();
  for (const { id, text, deletedAt } of annotation.comments) {
    if (comments.has(id)) throw new Error(`The comment ${id} stands twice.`);
    comments.set(id, { text: deletedAt ? null : text });
  }
  return { kind, tags, isResolved: resolved !== null, isDeleted: deleted !== null, comments };
}

/** Comments of several people come in the order of the server's decisions: that one is not known here. */
function describe({ kind, tags, isResolved, isDeleted, comments }: Shape): string {
  const texts = [...comments].map(([id, { text }]) => `${id} ${text}`).sort();
  return JSON.stringify({ kind, tags, isResolved, isDeleted, texts });
}
