/** The load's side of a call from the run: one answer to each, over the channel that Node gives a forked process. */

export interface Call {
  id: number;
  name: string;
  argument: unknown;
}

export type Answer = { id: number; result: unknown } | { id: number; failed: string };

// biome-ignore lint/suspicious/noExplicitAny: the two sides share the types of their calls (LoadProcess), not this file.
type Handlers = Record<string, (argument: any) => unknown>;

/** Ends with the run: when it is gone, the channel closes. */
export function serveCalls(handlers: Handlers): void {
  process.on("disconnect", () => process.exit(0));
  process.on("message", async ({ id, name, argument }: Call) => {
    try {
      const result = await handlers[name]?.(argument);
      process.send?.({ id, result } satisfies Answer);
    } catch (error) {
      process.send?.({ id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
}
