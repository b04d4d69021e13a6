/** Members of a test server with their API tokens, made by the command line. */

import { ROLES, type Role } from "../../domain/permissions/permissions.ts";
import type { TestServer } from "./server.ts";

export const PASSWORD = "correct horse battery";
export const emailOf = (role: Role): string => `${role}@example.org`;

/** A token for each role; the owner is there from the start. */
export async function tokensByRole(server: TestServer, roles: readonly Role[] = ROLES): Promise<Record<Role, string>> {
  const tokens: Record<Role, string> = { owner: "", editor: "", annotator: "", reader: "" };
  for (const role of roles) {
    const email = emailOf(role);
    if (role !== "owner") await run(server, "user", "create", "--email", email, "--password", PASSWORD, "--role", role);
    tokens[role] = (await run(server, "token", "create", "--email", email)).trim();
  }
  return tokens;
}

async function run(server: TestServer, ...words: string[]): Promise<string> {
  const { code, out, err } = await server.glossa(...words);
  if (code !== 0) throw new Error(`glossa ${words.slice(0, 2).join(" ")} ended with ${code}: ${err}`);
  return out;
}

/** A request with a token; the answer's JSON. */
export async function api<T>(server: TestServer, token: string, path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...init.headers },
  });
  if (!response.ok) throw new Error(`${init.method ?? "GET"} ${path}: ${response.status} ${await response.text()}`);
  return response.json() as Promise<T>;
}

/** A bulletin with these paragraphs; its id. */
export async function makeBulletin(server: TestServer, token: string, paragraphs: string[]): Promise<string> {
  const body = JSON.stringify({ title: "A bulletin", text: paragraphs.join("\n\n"), format: "text" });
  return (await api<{ id: string }>(server, token, "/bulletins", { method: "POST", body })).id;
}
