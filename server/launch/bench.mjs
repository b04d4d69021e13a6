// `npm run bench`: our server beside its peers. bench/ has packages of its own, which nothing else needs.
import "./node-version.mjs";
import { existsSync } from "node:fs";
import { launch } from "./launch.mjs";
import { inRoot, ROOT } from "./paths.mjs";
import { prepare } from "./prepare.mjs";
import { LaunchError } from "./run-step.mjs";

await launch(async () => {
  process.chdir(ROOT);
  if (!existsSync(inRoot("bench/run.mjs"))) {
    throw new LaunchError(
      "There is nothing to measure yet: the comparison with other servers is not part of this version.",
    );
  }
  await prepare({ withBuild: true });
  await import(inRoot("bench/run.mjs"));
});
