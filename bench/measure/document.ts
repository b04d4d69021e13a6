/** docs/BENCHMARKS.md: what each scenario gave when it was last written down. The words around the sections stay. */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FILE = fileURLToPath(new URL("../../docs/BENCHMARKS.md", import.meta.url));

/** Puts the section in place of the one of this name, or at the end. */
export function writeSection(name: string, markdown: string): void {
  const begin = `<!-- ${name}: written by npm run bench -- ${name} --write -->`;
  const end = `<!-- end of ${name} -->`;
  const section = `${begin}\n\n${markdown}\n\n${end}`;
  const text = existsSync(FILE) ? readFileSync(FILE, "utf8") : "# Benchmarks\n";
  const from = text.indexOf(begin);
  const until = text.indexOf(end);
  const next =
    from >= 0 && until > from
      ? text.slice(0, from) + section + text.slice(until + end.length)
      : `${text.trimEnd()}\n\n${section}\n`;
  writeFileSync(FILE, next);
}
