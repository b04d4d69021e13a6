/** What happens around the first page of a new installation: the first account and something to annotate. */

import type { Application } from "./application.ts";
import type { Config } from "./config.ts";
import type { Logger } from "./log.ts";

/**
 * With no account yet: makes the owner whom the environment names, else gives the token of a one-time set-up link. Of
 * nodes that start at once one does, and the others find the account.
 */
export function openFirstAccount(
  application: Application,
  config: Config,
): Promise<{ isFirst: boolean; setUpToken: string | null }> {
  const { operator, isEmpty } = application.gateway.people;
  return application.alone(async () => {
    if (!(await isEmpty())) return { isFirst: false, setUpToken: null };
    if (!config.owner) return { isFirst: true, setUpToken: (await operator.createSetUpLink())?.token ?? null };
    const { email, password } = config.owner;
    await operator.createAccount({ email, password, name: email.split("@", 1)[0] ?? email, role: "owner" });
    return { isFirst: true, setUpToken: null };
  });
}

/** Something to annotate for a newcomer. An installation works without it, so failing is only logged. */
export async function importSample(application: Application, path: string, log: Logger): Promise<void> {
  try {
    await application.importFile(path);
  } catch (error) {
    log.warn({ err: error }, "The sample bulletin could not be imported.");
  }
}
