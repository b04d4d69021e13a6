/** Carries out a command of the command line, in the server that runs or in a process of its own. */

import { resolve } from "node:path";
import { isAppError } from "../../domain/app-error.ts";
import type { Application } from "../application.ts";
import type { CommandOutput } from "../control-socket.ts";
import type { Logger } from "../log.ts";
import { importFiles } from "./import-files.ts";
import { type Command, parseArguments, USAGE, UsageError } from "./parse-arguments.ts";

export interface CommandContext {
  application: Application;
  /** Where the command was typed. */
  cwd: string;
  origin: string;
  output: CommandOutput;
  log: Logger;
}

export const EXIT = { done: 0, failed: 1, misused: 2 } as const;

/** Returns the exit code; what went wrong is one sentence on standard error. */
export async function runCommand(argv: string[], context: CommandContext): Promise<number> {
  const { output, log } = context;
  try {
    return await carryOut(parseArguments(argv), context);
  } catch (error) {
    if (error instanceof UsageError) {
      output.err(`${error.message}\n`);
      return EXIT.misused;
    }
    if (!isAppError(error)) log.error({ err: error }, "A command failed.");
    output.err(`${isAppError(error) ? error.message : "The command failed; the reason is in the log."}\n`);
    return EXIT.failed;
  }
}

async function carryOut(command: Command, { application, cwd, origin, output, log }: CommandContext): Promise<number> {
  const { people, exports } = application.gateway;
  switch (command.name) {
    case "help":
      output.out(USAGE);
      return EXIT.done;
    case "token create": {
      const { token } = await people.operator.createTokenFor({ email: command.email, label: command.label });
      output.out(`${token}\n`);
      output.err("Keep it: it is not shown again. Send it as the header Authorization: Bearer TOKEN.\n");
      return EXIT.done;
    }
    case "user create": {
      const { email, role, displayName } = command;
      await people.operator.createAccount({ email, role, name: displayName, password: givenPassword(command) });
      output.err(`${email} can sign in at ${origin} as ${role}.\n`);
      return EXIT.done;
    }
    case "user password":
      await people.operator.setPassword({ email: command.email, password: givenPassword(command) });
      output.err(`The password of ${command.email} is changed.\n`);
      return EXIT.done;
    case "import": {
      const { failed } = await importFiles(
        command.files.map((file) => resolve(cwd, file)),
        {
          application,
          origin,
          log,
          isStopping: () => false,
          say: (line) => output.out(`${line}\n`),
          complain: (line) => output.err(`${line}\n`),
        },
      );
      return failed === 0 ? EXIT.done : EXIT.failed;
    }
    case "export": {
      // Where the bytes go is the asking process's business: it may be another user's file.
      const file = await exports.export(await people.operator.principal(), command.id, command.format, origin);
      output.out(file.bytes);
      return EXIT.done;
    }
    case "rebuild": {
      const { bulletins, annotations } = await application.rebuild();
      output.out(`Rebuilt ${annotations} annotations of ${bulletins} bulletins from the log.\n`);
      return EXIT.done;
    }
  }
}

function givenPassword(command: { password: string | null }): string {
  if (command.password === null) throw new UsageError("The password is missing.");
  return command.password;
}
