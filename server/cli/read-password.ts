/** Asks for a password without showing it; from a pipe it is the first line. */

import { createInterface } from "node:readline";
import { Writable } from "node:stream";

/** Null when the input ends before a line. */
export async function readPassword(question: string): Promise<string | null> {
  const isTerminal = process.stdin.isTTY === true;
  if (isTerminal) process.stderr.write(question);
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: isTerminal });
  lines.on("SIGINT", () => process.exit(130));
  try {
    for await (const line of lines) return line;
    return null;
  } finally {
    lines.close();
    if (isTerminal) process.stderr.write("\n");
  }
}
