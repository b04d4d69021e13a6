/** One life of the thread in which PGlite runs. */

import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";

interface FromThread {
  ready?: true;
  /** It can't go on, and why. */
  failed?: string;
}

export class EmbeddedThread {
  /** Resolves, with the reason, when it is of no use any more: broken, killed or closed. */
  readonly ended: Promise<string>;
  private readonly exited: Promise<void>;
  private readonly worker: Worker;

  /** Opens the files in `directory`; rejects with the reason when they can't be opened. */
  static async start(directory: string): Promise<EmbeddedThread> {
    const thread = new EmbeddedThread(directory);
    const ready = new Promise<null>((resolve) => {
      thread.worker.on("message", (message: FromThread) => {
        if (message.ready) resolve(null);
      });
    });
    const reason = await Promise.race([ready, thread.ended]);
    if (reason === null) return thread;
    await thread.kill();
    throw new Error(`The embedded database could not be opened: ${reason}`);
  }

  private constructor(directory: string) {
    const worker = new Worker(new URL("./embedded-worker.mjs", import.meta.url), {
      workerData: { directory },
      execArgv: [],
    });
    this.worker = worker;
    this.ended = new Promise((resolve) => {
      worker.on("message", ({ failed }: FromThread) => {
        if (failed !== undefined) resolve(failed);
      });
      worker.on("error", (error) => resolve(String(error)));
      worker.once("exit", () => resolve("its thread ended"));
    });
    this.exited = new Promise((resolve) => worker.once("exit", () => resolve()));
  }

  /** A connection; the one before, if there is one, is cut. */
  connect(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.worker.postMessage({ connect: port2 }, [port2]);
    return port1;
  }

  async close(): Promise<void> {
    this.worker.postMessage({ close: true });
    await this.exited;
  }

  /** Also when it hangs in a statement; resolves when its files are free. */
  async kill(): Promise<void> {
    await this.worker.terminate();
  }
}
