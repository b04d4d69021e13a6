// `npm run bench`: our server beside its peers. bench/ has packages of its own, which nothing else needs.
import "./node-version.mjs";
import { existsSync } from "node:fs";
import { fingerprint, isMarked, mark, unmark } from "./fingerprint.mjs";
import { launch, withTypeScript } from "./launch.mjs";
import { inRoot, ROOT } from "./paths.mjs";
import { prepare } from "./prepare.mjs";
import { LaunchError, runStep } from "./run-step.mjs";
import { endWithNpm } from "./watch-parent.mjs";

const INSTALLED = "bench/node_modules/.glossa-installed";

/** The peers' packages, when they are missing or stale. */
async function preparePeers() {
  const wanted = fingerprint(["bench/package-lock.json"], [process.platform, process.arch]);
  if (isMarked(INSTALLED, wanted)) return;
  unmark(INSTALLED);
  const { npm_execpath: npm } = process.env;
  await runStep({
    doing: "Installing the other servers",
    hint: "some seconds",
    failed: "The other servers' packages could not be installed. Check that this machine reaches the npm registry.",
    command: [
      ...(npm && existsSync(npm) ? [process.execPath, npm] : ["npm"]),
      "ci",
      "--prefix=bench",
      "--ignore-scripts",
      // Hocuspocus 4 is run by a Node of its own; npm would warn that ours is too old.
      "--loglevel=error",
    ],
  });
  mark(INSTALLED, wanted);
}

await launch(async () => {
  endWithNpm();
  process.chdir(ROOT);
  if (process.platform !== "linux") {
    throw new LaunchError("The bench reads processor times from /proc, so it runs on Linux only.");
  }
  await prepare({ withBuild: true });
  await preparePeers();
  await withTypeScript();
  await import(inRoot("bench/run.ts"));
});
