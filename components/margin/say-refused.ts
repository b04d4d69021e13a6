/** What a refusal says, before its reason. */

import type { RefusedChange } from "../sync/bulletin-session.ts";
import { KINDS } from "./kinds.ts";

/** One sentence: what could not be done. */
export function sayRefused({ command }: Pick<RefusedChange, "command">): string {
  switch (command?.name) {
    case undefined:
      return "Your change to the text could not be saved.";
    case "create-annotation":
      return `Your ${KINDS[command.kind].label.toLowerCase()} could not be posted.`;
    case "add-comment":
      return "Your comment could not be posted.";
    case "edit-comment":
      return "Your change to a comment could not be saved.";
    case "delete-comment":
      return "The comment could not be deleted.";
    case "delete-annotation":
      return "The annotation could not be deleted.";
    case "restore-annotation":
      return "The annotation could not be brought back.";
    case "change-kind":
      return `The annotation could not be made a ${KINDS[command.kind].label.toLowerCase()}.`;
    case "place-annotation":
    case "unplace-annotation":
      return "The passage could not be changed.";
    case "tag-annotation":
      return "The tag could not be added.";
    case "untag-annotation":
      return "The tag could not be taken off.";
    case "resolve-thread":
      return "The thread could not be resolved.";
    case "reopen-thread":
      return "The thread could not be reopened.";
    case "create-tag":
      return `The tag “${command.label}” could not be made.`;
    case "change-tag":
      return `The tag “${command.label}” could not be changed.`;
    case "delete-tag":
      return "The tag could not be deleted.";
    case "restore-tag":
      return "The tag could not be brought back.";
  }
}

/** The words in the text that the refused annotation was about; null when it was about none. */
export const quoteOfRefused = ({ command }: Pick<RefusedChange, "command">): string | null =>
  command?.name === "create-annotation" ? (command.anchor?.quote ?? null) : null;
