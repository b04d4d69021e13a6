/** From the words of a command line to a command. */

import { parseArgs } from "node:util";
import { ROLES, type Role } from "../../domain/permissions/permissions.ts";

export type Command =
  | { name: "help" }
  | { name: "token create"; email: string; label: string }
  | { name: "user create"; email: string; password: string | null; role: Role; displayName: string }
  | { name: "user password"; email: string; password: string | null }
  | { name: "import"; files: string[] }
  | { name: "export"; id: string; format: string; out: string }
  | { name: "rebuild" };

/** The words make no command; the message says what is wrong with them. */
export class UsageError extends Error {}

export const USAGE = `Usage: npm run glossa -- COMMAND

  token create --email E [--label L]       makes an API token for a member; it is shown once
  user create --email E --role R [--name N] [--password P]
                                           makes an account; R: ${ROLES.join(", ")}
  user password --email E [--password P]   sets a new password and ends the member's sessions
  import FILE…                             imports files with all repairs and prints their links
  export ID --format F --out PATH          writes a bulletin (html, jsonld); PATH -: standard output
  rebuild                                  makes the rows for search and lists anew from the log
  help                                     prints this

Without --password it is asked for, or read from a line of standard input.
Works while the server runs and when it does not; DATA_DIR and DATABASE_URL are those of the server.
`;

const OPTION = { type: "string" } as const;
const OPTIONS = {
  email: OPTION,
  label: OPTION,
  password: OPTION,
  role: OPTION,
  name: OPTION,
  format: OPTION,
  out: OPTION,
  help: { type: "boolean", short: "h" },
} as const;

type Values = Partial<Record<Exclude<keyof typeof OPTIONS, "help">, string>>;

/** What each command takes. */
const TAKES: Record<Exclude<Command["name"], "help">, readonly (keyof Values)[]> = {
  "token create": ["email", "label"],
  "user create": ["email", "password", "role", "name"],
  "user password": ["email", "password"],
  import: [],
  export: ["format", "out"],
  rebuild: [],
};

/** Throws {@link UsageError}. */
export function parseArguments(argv: string[]): Command {
  const { values, positionals } = split(argv);
  if (values.help || positionals.length === 0 || positionals[0] === "help") return { name: "help" };
  const name = (Object.keys(TAKES) as (keyof typeof TAKES)[]).find((known) =>
    known.split(" ").every((word, index) => positionals[index] === word),
  );
  if (!name) throw new UsageError(`There is no command "${positionals.slice(0, 2).join(" ")}".`);
  const { help: _, ...options } = values;
  const foreign = Object.keys(options).find((option) => !TAKES[name].some((taken) => taken === option));
  if (foreign) throw new UsageError(`"${name}" takes no --${foreign}.`);
  return build(name, options, positionals.slice(name.split(" ").length));
}

function split(argv: string[]) {
  try {
    return parseArgs({ args: argv, options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split(". ", 1)[0] ?? "").replace(/\.?$/, ".") : "");
  }
}

function build(name: Exclude<Command["name"], "help">, values: Values, rest: string[]): Command {
  const need = (option: keyof Values): string => {
    const value = values[option];
    if (value) return value;
    throw new UsageError(`"${name}" needs --${option}.`);
  };
  if (name === "import") {
    if (rest.length === 0) throw new UsageError('"import" needs at least one file.');
    return { name, files: rest };
  }
  if (name === "export") {
    const [id, ...more] = rest;
    if (!id || more.length > 0) throw new UsageError('"export" needs the id of one bulletin.');
    return { name, id, format: need("format"), out: need("out") };
  }
  if (rest.length > 0) throw new UsageError(`"${name}" does not know what to do with "${rest[0]}".`);
  switch (name) {
    case "token create":
      return { name, email: need("email"), label: values.label ?? "command line" };
    case "user create": {
      const email = need("email");
      const role = ROLES.find((known) => known === need("role"));
      if (!role) throw new UsageError(`The role must be one of ${ROLES.join(", ")}.`);
      return {
        name,
        email,
        role,
        password: values.password ?? null,
        displayName: values.name ?? email.split("@", 1)[0] ?? email,
      };
    }
    case "user password":
      return { name, email: need("email"), password: values.password ?? null };
    case "rebuild":
      return { name };
  }
}

/** Whether a password has to be asked for before the command can be carried out. */
export function needsPassword(command: Command): boolean {
  return "password" in command && command.password === null;
}
