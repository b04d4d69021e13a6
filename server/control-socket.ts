/**
 * The socket by which the command line reaches the process that holds DATA_DIR. One request a connection: a line of
 * JSON, answered by lines of JSON. Whoever can open it may do everything, so it lies in a folder for this user alone.
 */

import { rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { openRunFolder, runFolderPath } from "./run-folder.ts";

const holderState = z.object({
  state: z.enum(["starting", "serving", "draining", "command"]),
  pid: z.number(),
  /** Of a server that listens. */
  address: z.string().nullable(),
});
/** What the process that holds DATA_DIR is doing; `command`: a command of the command line, which ends by itself. */
export type HolderState = z.infer<typeof holderState>;

const request = z.union([
  z.object({ ask: z.literal("state") }),
  z.object({ ask: z.literal("run"), argv: z.array(z.string()), cwd: z.string() }),
]);
type ControlRequest = z.infer<typeof request>;

/** Standard output may be any bytes, so it travels in base64. */
const runLine = z.union([z.object({ out: z.base64() }), z.object({ err: z.string() }), z.object({ exit: z.number() })]);

/** Where a command writes. */
export interface CommandOutput {
  out(chunk: string | Uint8Array): void;
  err(text: string): void;
}

export interface ControlHandlers {
  state(): HolderState;
  /** Carries out a command and gives its exit code. */
  run(argv: string[], cwd: string, output: CommandOutput): Promise<number>;
}

export interface ControlSocket {
  close(): Promise<void>;
}

function socketPath(folder: string): string {
  return join(folder, "control.sock");
}

/** Opens the socket of `dataDir`; the caller holds the instance lock, so a socket file in its place is stale. */
export async function openControlSocket(dataDir: string, handlers: ControlHandlers): Promise<ControlSocket> {
  const path = socketPath(await openRunFolder(dataDir));
  await rm(path, { force: true });
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    socket.on("error", () => socket.destroy());
    createInterface({ input: socket }).once("line", (line) => {
      answer(line, handlers, socket).catch((error: unknown) => {
        send(socket, { err: `${error instanceof Error ? error.message : String(error)}\n` });
        send(socket, { exit: 1 });
        socket.end();
      });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  return {
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(line: string, handlers: ControlHandlers, socket: Socket): Promise<void> {
  const asked = request.parse(JSON.parse(line));
  if (asked.ask === "state") {
    send(socket, handlers.state());
  } else {
    const exit = await handlers.run(asked.argv, asked.cwd, {
      out: (chunk) => send(socket, { out: Buffer.from(chunk).toString("base64") }),
      err: (text) => send(socket, { err: text }),
    });
    send(socket, { exit });
  }
  socket.end();
}

function send(socket: Socket, message: HolderState | z.infer<typeof runLine>): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}

/** What the holder of `dataDir` is doing, or null when nobody answers. */
export async function askState(dataDir: string): Promise<HolderState | null> {
  for await (const line of ask(dataDir, { ask: "state" })) return holderState.parse(line);
  return null;
}

/** Has the holder of `dataDir` carry out a command; its exit code, or null when it ended before the command did. */
export async function askToRun(
  dataDir: string,
  argv: string[],
  cwd: string,
  output: CommandOutput,
): Promise<number | null> {
  for await (const line of ask(dataDir, { ask: "run", argv, cwd })) {
    const message = runLine.parse(line);
    if ("out" in message) output.out(Buffer.from(message.out, "base64"));
    else if ("err" in message) output.err(message.err);
    else return message.exit;
  }
  return null;
}

/** The lines of the answer; none when nobody listens, and fewer than expected when the holder ends. */
async function* ask(dataDir: string, message: ControlRequest): AsyncGenerator<unknown> {
  const socket = connect(socketPath(runFolderPath(dataDir)));
  const isConnected = await new Promise<boolean>((resolve) => {
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
  });
  if (!isConnected) return;
  socket.on("error", () => socket.destroy());
  socket.write(`${JSON.stringify(message)}\n`);
  try {
    for await (const line of createInterface({ input: socket })) yield JSON.parse(line);
  } finally {
    socket.destroy();
  }
}
