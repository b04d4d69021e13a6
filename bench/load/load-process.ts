/** A process that makes load, seen from the run: the measured server and the run itself share no thread with it. */

import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Answer } from "./serve-calls.ts";

/** Calls by name, each with its argument and result. */
type Calls = Record<string, (argument: never) => unknown>;

export class LoadProcess<C extends Calls> {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
  private calls = 0;

  /** @param file beside this one */
  constructor(file: string) {
    const path = fileURLToPath(new URL(file, import.meta.url));
    this.child = fork(path, { execArgv: ["--import", "tsx"], stdio: ["ignore", "inherit", "inherit", "ipc"] });
    this.child.on("message", (answer: Answer) => {
      const waiting = this.waiting.get(answer.id);
      this.waiting.delete(answer.id);
      if ("failed" in answer) waiting?.reject(new Error(answer.failed));
      else waiting?.resolve(answer.result as never);
    });
    this.child.on("exit", (code) => {
      for (const { reject } of this.waiting.values()) reject(new Error(`${file} ended with ${code}.`));
      this.waiting.clear();
    });
  }

  call<N extends keyof C & string>(name: N, argument: Parameters<C[N]>[0]): Promise<Awaited<ReturnType<C[N]>>> {
    const id = ++this.calls;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.child.send({ id, name, argument });
    });
  }

  end(): void {
    this.child.kill();
  }
}
