// `npm run glossa -- …`: the command line, see server/cli.
import "./node-version.mjs";
import { launch, withTypeScript } from "./launch.mjs";
import { ROOT, typedIn } from "./paths.mjs";
import { prepare } from "./prepare.mjs";

await launch(async () => {
  const cwd = typedIn();
  process.chdir(ROOT);
  process.env.NODE_ENV = "production";
  await prepare({ withBuild: false });
  await withTypeScript();
  const { commandLine } = await import("../cli/command-line.ts");
  const code = await commandLine(process.argv.slice(2), cwd);
  // Not before all is written: standard output may be a slow pipe.
  process.stdout.write("", () => process.exit(code));
});
