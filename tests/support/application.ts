/** The application in the test's own process, with sockets but without pages: for what no request can bring about. */

import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "next-auth/jwt";
import { pino } from "pino";
import type { Role } from "../../domain/permissions/permissions.ts";
import type { Application } from "../../server/application.ts";
import type { Principal } from "../../server/auth/people.ts";
import { openDataDir, readConfig } from "../../server/config.ts";
import { createMetrics } from "../../server/metrics/metrics.ts";
import { startApplication } from "../../server/start-application.ts";
import { NO_METRICS, type SocketEnd, type SyncGauges, type SyncMetrics } from "../../server/sync/metrics.ts";
import { paragraph } from "./text-edits.ts";

const PASSWORD = "correct horse battery";
const COOKIE = "authjs.session-token";

/** Somebody who is signed in. */
export interface Member {
  principal: Principal;
  token: string;
  /** For a socket of one's own page. */
  headers: Record<string, string>;
}

export interface TestApplication extends Application {
  /** http://127.0.0.1:PORT, where sockets are taken. */
  url: string;
  member(role: Role): Promise<Member>;
  /** A bulletin with these paragraphs; its id. */
  bulletin(by: Member, paragraphs: string[]): Promise<string>;
  /** The sockets that are in a room. */
  sockets(): { bytesWaiting: number }[];
  /** How sockets ended, in order. */
  readonly ends: SocketEnd[];
  stop(): Promise<void>;
}

export async function startTestApplication(): Promise<TestApplication> {
  const dataDir = await mkdtemp(join(tmpdir(), "glossa-application-"));
  const config = await openDataDir(readConfig({ DATA_DIR: dataDir }, dataDir));
  const ends: SocketEnd[] = [];
  let gauges = (): SyncGauges => ({ rooms: [], sockets: [] });
  const sync: SyncMetrics = {
    ...NO_METRICS,
    observe(read) {
      gauges = read;
    },
    socketClosed: (end) => void ends.push(end),
  };
  const metrics = { ...createMetrics(), sync };
  const application = await startApplication(config, pino({ level: "warn" }), { metrics });
  const { people, bulletins } = application.gateway;
  const server = createServer().on("upgrade", (...args) => application.upgrade(...args));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${portOf(server.address())}`;
  let count = 0;

  return {
    ...application,
    url,
    async member(role) {
      const email = `${role}-${++count}@example.org`;
      await people.operator.createAccount({ email, name: `The ${role} ${count}`, password: PASSWORD, role });
      const claims = await people.signIn({ email, password: PASSWORD, address: "192.0.2.1" });
      const principal = await people.bySession(claims.userId, claims.sessionId);
      if (!principal) throw new Error("A fresh session is not valid.");
      const { token } = await people.operator.createTokenFor({ email, label: "test" });
      const cookie = await encode({ token: claims, secret: config.authSecret, salt: COOKIE });
      return { principal, token, headers: { origin: url, cookie: `${COOKIE}=${cookie}` } };
    },
    async bulletin(by, paragraphs) {
      const document = { type: "doc" as const, content: paragraphs.map((text) => paragraph(text)) };
      const made = await bulletins.create(by.principal, { title: "A bulletin", author: null, source: null, document });
      return made.id;
    },
    sockets: () => [...gauges().sockets],
    ends,
    async stop() {
      await application.drain();
      await new Promise((resolve) => server.close(resolve));
      await application.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}
