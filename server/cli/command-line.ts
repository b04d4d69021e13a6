/**
 * `npm run glossa -- …`: has the server that holds DATA_DIR carry the command out, or does it itself when none runs.
 */

import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { bootSentence } from "../boot-error.ts";
import { openDataDir, readConfig, type Settings } from "../config.ts";
import { askState, askToRun, type CommandOutput, openControlSocket } from "../control-socket.ts";
import { holdInstance, InstanceRunning } from "../instance-lock.ts";
import { createLogger } from "../log.ts";
import { addressOf } from "../site-address.ts";
import { type Command, needsPassword, parseArguments, USAGE, UsageError } from "./parse-arguments.ts";
import { readPassword } from "./read-password.ts";
import { EXIT, runCommand } from "./run-command.ts";

const DEFAULT_PORT = 3000;

/** Returns the exit code. */
export async function commandLine(argv: string[], cwd: string): Promise<number> {
  let settings: Settings | null = null;
  try {
    const command = parseArguments(argv);
    if (command.name === "help") {
      process.stdout.write(USAGE);
      return EXIT.done;
    }
    const known = readConfig(process.env, cwd);
    settings = known;
    const complete = needsPassword(command) ? [...argv, "--password", await askedPassword()] : argv;
    const isAlone = command.name === "rebuild";
    return await withOutput(command, cwd, (output) =>
      delegateOrRun({ argv: complete, cwd, settings: known, output, isAlone }),
    );
  } catch (error) {
    const isMisuse = error instanceof UsageError;
    const sentence = isMisuse ? `${error.message} See: npm run glossa -- help` : bootSentence(error, settings);
    if (!sentence) createLogger("error").error({ err: error }, "The command failed.");
    process.stderr.write(`${sentence ?? "The command failed because of an unexpected error; see the lines above."}\n`);
    return isMisuse ? EXIT.misused : EXIT.failed;
  }
}

async function askedPassword(): Promise<string> {
  const password = await readPassword("New password: ");
  if (!password) throw new UsageError("The password is missing.");
  return password;
}

/** Standard output, or the file of an export: written only when all of it is there. */
async function withOutput(
  command: Command,
  cwd: string,
  run: (output: CommandOutput) => Promise<number>,
): Promise<number> {
  const err = (text: string) => void process.stderr.write(text);
  if (command.name !== "export" || command.out === "-") {
    return run({ out: (chunk) => void process.stdout.write(chunk), err });
  }
  const chunks: Uint8Array[] = [];
  const exit = await run({ out: (chunk) => void chunks.push(Buffer.from(chunk)), err });
  if (exit !== EXIT.done) return exit;
  const path = resolve(cwd, command.out);
  try {
    await writeFile(path, Buffer.concat(chunks));
  } catch (error) {
    err(`${path} can't be written: ${error instanceof Error ? error.message : String(error)}.\n`);
    return EXIT.failed;
  }
  err(`${path} is written.\n`);
  return exit;
}

interface Job {
  argv: string[];
  cwd: string;
  settings: Settings;
  output: CommandOutput;
  /** It rewrites what a server writes too, so no server may use the database meanwhile. */
  isAlone: boolean;
}

async function delegateOrRun(job: Job): Promise<number> {
  const holder = await askState(job.settings.dataDir);
  if (holder?.state === "serving" || holder?.state === "starting") return delegate(job);
  try {
    return await runHere(job);
  } catch (error) {
    // A server took the lock between the question and now.
    if (error instanceof InstanceRunning && error.holder) return delegate(job);
    throw error;
  }
}

async function delegate({ argv, cwd, settings, output }: Job): Promise<number> {
  const exit = await askToRun(settings.dataDir, argv, cwd, output);
  if (exit !== null) return exit;
  output.err("The server ended before the command was done; try again.\n");
  return EXIT.failed;
}

async function runHere({ argv, cwd, settings, output, isAlone }: Job): Promise<number> {
  const lock = await holdInstance(settings.dataDir, (holder) => {
    output.err(holder.state === "command" ? "Waiting for another command …\n" : "Waiting for the server to stop …\n");
  });
  const config = await openDataDir(settings);
  const control = await openControlSocket(config.dataDir, {
    state: () => ({ state: "command", pid: process.pid, address: null }),
    run: async () => EXIT.failed,
  });
  const log = createLogger(process.env.LOG_LEVEL ? config.logLevel : "warn");
  const { startApplication } = await import("../start-application.ts");
  const application = await startApplication(config, log, { isServer: isAlone });
  const origin = addressOf(config, config.port || DEFAULT_PORT);
  try {
    return await runCommand(argv, { application, cwd, origin, output, log });
  } finally {
    await application.drain();
    await application.close();
    await control.close();
    await lock.release();
  }
}
