/** GET /api/metrics. Beside Next, so that it answers while the server starts, drains or has no database. */

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Metrics } from "./metrics.ts";
import type { Access } from "./metrics-gate.ts";

const PROBLEMS = {
  405: { code: "invalid", title: "Method not allowed", detail: "The metrics can only be read." },
  403: {
    code: "forbidden",
    title: "Not allowed",
    detail:
      "The metrics are for this machine itself, and for owners: send an API token as “Authorization: Bearer TOKEN”.",
  },
  503: {
    code: "unavailable",
    title: "Not available now",
    detail: "The API token can't be checked now: the database does not answer, or the server is starting.",
  },
} as const;

interface Options {
  metrics: Pick<Metrics, "exposition">;
  gate(request: IncomingMessage): Promise<Access>;
}

export function createMetricsEndpoint({ metrics, gate }: Options) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("allow", "GET, HEAD");
      return problem(response, 405);
    }
    const access = await gate(request);
    if (access === "forbidden") return problem(response, 403);
    if (access === "unknown") {
      response.setHeader("retry-after", "5");
      return problem(response, 503);
    }
    const { type, body } = await metrics.exposition();
    response.writeHead(200, { "content-type": type, "cache-control": "no-store" });
    response.end(body);
  };
}

function problem(response: ServerResponse, status: keyof typeof PROBLEMS): void {
  const { code, title, detail } = PROBLEMS[status];
  response.writeHead(status, { "content-type": "application/problem+json", "cache-control": "no-store" });
  response.end(JSON.stringify({ type: `urn:glossa:problem:${code}`, title, status, detail }));
}
