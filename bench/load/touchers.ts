/** Opens bulletins, each for as long as its state takes to come, some at a time. */

import { Client } from "./client.ts";
import type { Address } from "./dialect.ts";
import { serveCalls } from "./serve-calls.ts";

const AT_ONCE = 16;

async function touch({ addresses }: { addresses: Address[] }): Promise<void> {
  const left = addresses.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const address of left) {
        const client = new Client(address, {});
        await client.ready;
        client.socket.close();
        await client.socket.closed;
      }
    }),
  );
}

const calls = { touch };
export type ToucherCalls = typeof calls;
serveCalls(calls);
