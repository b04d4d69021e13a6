/** The process: takes the lock, listens, opens the application, serves, and ends cleanly. */

import { fileURLToPath } from "node:url";
import type { Application } from "./application.ts";
import { bootSentence } from "./boot-error.ts";
import { importFiles } from "./cli/import-files.ts";
import { runCommand } from "./cli/run-command.ts";
import { type Config, openDataDir, readConfig, type Settings } from "./config.ts";
import { type ControlSocket, type HolderState, openControlSocket } from "./control-socket.ts";
import { importSample, openFirstAccount } from "./first-boot.ts";
import { installGateway } from "./gateway.ts";
import { type HttpServer, listen } from "./http/http-server.ts";
import type { NextApp } from "./http/next-app.ts";
import { holdInstance } from "./instance-lock.ts";
import type { Holding } from "./launch/exclusive.mjs";
import { createLogger, type Logger } from "./log.ts";
import { createMetrics } from "./metrics/metrics.ts";
import { createMetricsEndpoint } from "./metrics/metrics-endpoint.ts";
import { createMetricsGate } from "./metrics/metrics-gate.ts";
import { addressOf } from "./site-address.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Sockets that are being closed, then answers under way, may end within this time each. */
const HTTP_GRACE_MS = 3000;
/** A stop that takes longer hangs; what was acknowledged is on disk, so ending is safe. */
const STOP_LIMIT_MS = 30_000;

export interface ServeOptions {
  isDev: boolean;
  /** Absolute paths, imported once the server serves. */
  files: string[];
  /** Where the command was typed: DATA_DIR may be relative to it. */
  cwd: string;
}

/** Runs the server until a signal ends it; says why and exits with 1 when it can't start. */
export async function serve(options: ServeOptions): Promise<void> {
  let settings: Settings | null = null;
  try {
    settings = readConfig(process.env, options.cwd);
    await new ServerProcess(settings, options).start();
  } catch (error) {
    const sentence = bootSentence(error, settings);
    if (!sentence) createLogger("error").error({ err: error }, "Glossa could not start.");
    complain(sentence ?? "Glossa could not start because of an unexpected error; see the lines above.");
    process.exit(1);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}

class ServerProcess {
  readonly #settings: Settings;
  readonly #options: ServeOptions;
  readonly #log: Logger;
  readonly #metrics = createMetrics();
  #lock: Holding | null = null;
  #http: HttpServer | null = null;
  #control: ControlSocket | null = null;
  #next: NextApp | null = null;
  /** Set as soon as anything is opened that has to be closed again. */
  #application: Promise<Application> | null = null;
  #stopping: Promise<void> | null = null;
  #state: HolderState["state"] = "starting";
  #isBooted = false;

  constructor(settings: Settings, options: ServeOptions) {
    this.#settings = settings;
    this.#options = options;
    this.#log = createLogger(settings.logLevel);
  }

  async start(): Promise<void> {
    this.#catchSignals();
    const settings = this.#settings;
    this.#lock = await holdInstance(settings.dataDir, () => complain("Waiting for the Glossa that is just stopping …"));
    const gate = createMetricsGate({ byToken: async (token) => (await this.#opened()).gateway.people.byToken(token) });
    const http = await listen({
      host: settings.host,
      port: settings.port,
      isDev: this.#options.isDev,
      readiness: () => this.#readiness(),
      metrics: createMetricsEndpoint({ metrics: this.#metrics, gate }),
      onError: (error) => this.#log.error({ err: error }, "A request failed."),
    });
    this.#http = http;
    // Only now is anything written: a mistake in the environment or an occupied port leaves no trace.
    const config = await openDataDir(settings);
    const origin = addressOf(config, http.port);
    const opening = this.#open(config, http.port);
    this.#application = opening;
    // Awaited below, but the control socket comes first.
    opening.catch(() => {});
    this.#control = await openControlSocket(config.dataDir, {
      state: () => ({ state: this.#state, pid: process.pid, address: origin }),
      run: async (argv, cwd, output) =>
        runCommand(argv, { application: await opening, cwd, origin, output, log: this.#log }),
    });
    const application = await opening;
    await this.#serve(application, config, http, origin);
  }

  /** Rejects before there is an application. */
  async #opened(): Promise<Application> {
    if (!this.#application) throw new Error("The server is starting.");
    return this.#application;
  }

  async #open(config: Config, port: number): Promise<Application> {
    const { startApplication } = await import("./start-application.ts");
    const starting = startApplication(config, this.#log, { metrics: this.#metrics });
    // The database opens in another thread while Next is loaded in this one.
    starting.catch(() => {});
    const { startNext } = await import("./http/next-app.ts");
    this.#next = await startNext({ dir: ROOT, isDev: this.#options.isDev, hostname: config.host, port });
    return starting;
  }

  async #serve(application: Application, config: Config, http: HttpServer, origin: string): Promise<void> {
    installGateway(application.gateway);
    const { isFirst, setUpToken } = await openFirstAccount(application, config);
    if (this.#stopping || !this.#next) return;
    const { request, upgrade } = this.#next;
    http.serve({
      request,
      upgrade(path) {
        if (path.startsWith("/sync/")) return (...args) => application.upgrade(...args);
        return path.startsWith("/_next/") ? upgrade : null;
      },
    });
    this.#state = "serving";
    this.#log.info({ address: origin, node: process.version }, "started");
    say(`Glossa is at ${origin}`);
    if (setUpToken) say(`Make the first account: ${origin}/setup/${setUpToken}`);

    if (isFirst) {
      const { SAMPLE_BULLETIN_PATH } = await import("./importing/sample-bulletin.ts");
      await importSample(application, SAMPLE_BULLETIN_PATH, this.#log);
    }
    const isStopping = () => this.#stopping !== null;
    await importFiles(this.#options.files, { application, origin, log: this.#log, isStopping, say, complain });
    this.#isBooted = true;
  }

  async #readiness() {
    if (this.#stopping) return { isBooted: this.#isBooted, obstacle: "The server is stopping.", degraded: null };
    if (this.#state === "starting" || !this.#application) {
      return { isBooted: false, obstacle: "The server is starting.", degraded: null };
    }
    const { gateway } = await this.#application;
    const { ready, reason, degraded } = await gateway.health();
    const obstacle = ready ? null : (reason ?? "The server can't do its work now.");
    return { isBooted: this.#isBooted, obstacle, degraded };
  }

  #catchSignals(): void {
    // A repeated signal changes nothing: the first one is being obeyed.
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
      process.on(signal, () => {
        this.#log.info({ signal }, "asked to stop");
        void this.#stop();
      });
    }
    for (const event of ["uncaughtException", "unhandledRejection"] as const) {
      process.on(event, (error: unknown) => {
        this.#log.fatal({ err: error }, "An error that nothing handled.");
        complain("Glossa stopped because of an unexpected error; what was saved is safe. Start it again.");
        process.exit(1);
      });
    }
  }

  #stop(): Promise<void> {
    this.#stopping ??= this.#drainAndExit().catch((error: unknown) => {
      this.#log.fatal({ err: error }, "The server could not stop cleanly.");
      process.exit(1);
    });
    return this.#stopping;
  }

  async #drainAndExit(): Promise<void> {
    this.#state = "draining";
    const limit = setTimeout(() => {
      this.#log.error("Stopping took too long.");
      process.exit(1);
    }, STOP_LIMIT_MS);
    limit.unref();
    this.#http?.drain();
    const application = await this.#application?.catch(() => null);
    await application?.drain();
    await this.#http?.stop(HTTP_GRACE_MS);
    await this.#next?.close();
    await application?.close();
    await this.#control?.close();
    await this.#lock?.release();
    this.#log.info("stopped");
    process.exit(0);
  }
}
