/** Builds snapshots off the main thread, one at a time; the thread is started when needed and ended when idle. */

import { Worker } from "node:worker_threads";

/** In milliseconds: a busy bulletin needs a snapshot every few minutes, and a new thread costs 50 ms. */
const IDLE = 30_000;

/** In milliseconds. A document of some megabytes takes a tenth of a second; one that takes this long never ends. */
const LIMIT = 60_000;

export class SnapshotBuilder {
  private worker: Worker | null = null;
  private idle: NodeJS.Timeout | null = null;
  private turn: Promise<unknown> = Promise.resolve();

  /** The state in encoding V2. Rejects when the entries do not make a whole document. */
  build(snapshot: Uint8Array | null, entries: Uint8Array[]): Promise<Uint8Array> {
    const built = this.turn.then(() => this.run(snapshot, entries));
    this.turn = built.catch(() => {});
    return built;
  }

  /** What is being built is given up. */
  async close(): Promise<void> {
    if (this.idle) clearTimeout(this.idle);
    const { worker } = this;
    this.worker = null;
    await worker?.terminate();
  }

  private async run(snapshot: Uint8Array | null, entries: Uint8Array[]): Promise<Uint8Array> {
    if (this.idle) clearTimeout(this.idle);
    const worker = this.worker ?? this.start();
    const bytes = Buffer.concat(entries);
    const answer = this.answerOf(worker);
    worker.postMessage({ snapshot, bytes, lengths: Uint32Array.from(entries, ({ length }) => length) });
    try {
      return await answer;
    } finally {
      if (this.worker) this.idle = setTimeout(() => void this.close(), IDLE).unref();
    }
  }

  private start(): Worker {
    const worker = new Worker(new URL("./snapshot-worker.mjs", import.meta.url), { execArgv: [] });
    worker.unref();
    // An error ends the thread; who waits is told by `answerOf`.
    worker.on("error", () => {});
    worker.once("exit", () => {
      if (this.worker === worker) this.worker = null;
    });
    this.worker = worker;
    return worker;
  }

  private answerOf(worker: Worker): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        void worker.terminate();
        reject(new Error("Building a snapshot took too long."));
      }, LIMIT);
      const settle = (settleWith: () => void): void => {
        clearTimeout(limit);
        worker.off("message", onMessage);
        worker.off("error", onError);
        worker.off("exit", onExit);
        settleWith();
      };
      const onMessage = ({ built, failed }: { built?: Uint8Array; failed?: string }): void =>
        settle(() => (built ? resolve(built) : reject(new Error(failed))));
      const onError = (error: unknown): void => settle(() => reject(error));
      const onExit = (): void => settle(() => reject(new Error("The thread that builds snapshots ended.")));
      worker.on("message", onMessage);
      worker.on("error", onError);
      worker.on("exit", onExit);
    });
  }
}
