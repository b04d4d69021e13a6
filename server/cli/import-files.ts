/** Files named on a command line, of `npm start` or of `import`. */

import { basename } from "node:path";
import { isAppError } from "../../domain/app-error.ts";
import type { Application } from "../application.ts";
import type { Logger } from "../log.ts";

/** Imports each file and says its link; one that can't be imported gets a sentence, and the others go on. */
export async function importFiles(
  paths: string[],
  input: {
    application: Application;
    /** The site's address, for the links. */
    origin: string;
    log: Logger;
    isStopping(): boolean;
    say(line: string): void;
    complain(line: string): void;
  },
): Promise<{ failed: number }> {
  let failed = 0;
  for (const path of paths) {
    if (input.isStopping()) break;
    try {
      const { id } = await input.application.importFile(path);
      input.say(`${basename(path)}: ${input.origin}/b/${id}`);
    } catch (error) {
      failed += 1;
      input.complain(`${basename(path)} was not imported: ${reasonOf(error, input.log)}`);
    }
  }
  return { failed };
}

function reasonOf(error: unknown, log: Logger): string {
  if (isAppError(error)) return error.message;
  switch (error instanceof Error && "code" in error ? error.code : null) {
    case "ENOENT":
      return "there is no such file.";
    case "EISDIR":
      return "it is a folder.";
    case "EACCES":
      return "this user may not read it.";
    default:
      log.error({ err: error }, "A file could not be imported.");
      return "an unexpected error, which is in the log.";
  }
}
