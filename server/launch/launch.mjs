// What every launched program shares: errors as a sentence, and TypeScript from here on.
import { LaunchError } from "./run-step.mjs";

/**
 * Runs `main`; a {@link LaunchError} is told in its sentence, below what the failed step wrote.
 * @param {() => Promise<void>} main
 */
export async function launch(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    if (error.tail) process.stderr.write(`\n${error.tail}\n\n`);
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** From here on this process imports TypeScript. To be called once the packages are installed. */
export async function withTypeScript() {
  const { register } = await import("tsx/esm/api");
  register();
}
