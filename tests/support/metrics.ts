/** A server's metrics as a test reads them. */

import type { TestServer } from "./server.ts";

/** Values by name and labels, as in `glossa_rooms{room="text"}`. */
export async function scrape(
  server: Pick<TestServer, "url">,
  headers: Record<string, string> = {},
): Promise<Map<string, number>> {
  const answer = await fetch(`${server.url}/api/metrics`, { headers });
  if (!answer.ok) throw new Error(`GET /api/metrics: ${answer.status} ${await answer.text()}`);
  const lines = (await answer.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(" ");
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}
