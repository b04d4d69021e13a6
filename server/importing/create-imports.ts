/** The importer: who may use it, and the bulletin it creates. */

import { AppError } from "../../domain/app-error.ts";
import { canManageBulletins } from "../../domain/permissions/permissions.ts";
import type { Principal } from "../auth/people.ts";
import type { Bulletins } from "../commands/bulletins.ts";
import type { Imports } from "./imports.ts";
import { previewImport } from "./preview-import.ts";
import { readFile } from "./read-file.ts";

function mayImport(principal: Principal): void {
  if (canManageBulletins(principal)) return;
  throw new AppError("forbidden", "Only editors and owners can import bulletins.");
}

export function createImports(deps: { bulletins: Bulletins }): Imports {
  return {
    readFile,
    preview(principal, input) {
      mayImport(principal);
      return previewImport(input);
    },
    async import(principal, input) {
      mayImport(principal);
      const { title, author, document } = previewImport(input);
      return deps.bulletins.create(principal, { title, author, source: input.source?.trim() || null, document });
    },
  };
}
