/** What happens around the first page of a new installation: the first account and something to annotate. */

import type { Application } from "./application.ts";
import type { Config } from "./config.ts";
import type { Logger } from "./log.ts";

/**
 * With no account yet: makes the owner whom the environment names, else gives the token of a one-time set-up link.
 * Null when an account exists.
 */
export async function openFirstAccount(application: Application, config: Config): Promise<string | null> {
  const { operator } = application.gateway.people;
  if (!config.owner) return (await operator.createSetUpLink())?.token ?? null;
  const { email, password } = config.owner;
  await operator.createAccount({ email, password, name: email.split("@", 1)[0] ?? email, role: "owner" });
  return null;
}

/** Something to annotate for a newcomer. An installation works without it, so failing is only logged. */
export async function importSample(application: Application, path: string, log: Logger): Promise<void> {
  try {
    await application.importFile(path);
  } catch (error) {
    log.warn({ err: error }, "The sample bulletin could not be imported.");
  }
}
