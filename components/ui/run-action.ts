import { type Result, UNREACHABLE } from "./result.ts";
import { showToast } from "./toast-store.ts";

/** Runs a server action that has no form; a refusal is said in a toast. */
export async function runAction<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  let result: Result<T>;
  try {
    result = await work();
  } catch {
    result = { ok: false, error: UNREACHABLE, field: null };
  }
  if (!result.ok) showToast(result.error, { tone: "danger" });
  return result;
}
