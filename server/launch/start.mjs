// `npm start` and `npm run dev`: prepares the checkout, then is the server itself, so that there is one process to stop.
import "./node-version.mjs";
import { resolve } from "node:path";
import { launch, withTypeScript } from "./launch.mjs";
import { ROOT, typedIn } from "./paths.mjs";
import { prepare } from "./prepare.mjs";
import { LaunchError } from "./run-step.mjs";
import { endWithNpm } from "./watch-parent.mjs";

await launch(async () => {
  endWithNpm();
  const words = process.argv.slice(2);
  const isDev = words[0] === "--dev";
  const files = isDev ? words.slice(1) : words;
  const option = files.find((word) => word.startsWith("-"));
  if (option) {
    throw new LaunchError(`There is no option ${option}; what follows npm start -- are files to import.`);
  }
  const cwd = typedIn();
  process.chdir(ROOT);
  // Packages look at it while they are loaded.
  process.env.NODE_ENV = isDev ? "development" : "production";
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  await prepare({ withBuild: !isDev });
  await withTypeScript();
  const { serve } = await import("../main.ts");
  await serve({ isDev, cwd, files: files.map((file) => resolve(cwd, file)) });
});
