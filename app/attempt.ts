import { unstable_rethrow } from "next/navigation";
import type { Result } from "../components/ui/result.ts";
import { isAppError } from "../domain/app-error.ts";
import { gateway } from "../server/gateway.ts";

const FAULT = "Something went wrong on the server, and nothing was changed. It was logged; try again.";

/** Words by which a refusal's sentence names the form's control that it is about. */
const WORDS: Record<string, RegExp> = {
  email: /e-mail/i,
  password: /password/i,
  name: /\bname\b/i,
  label: /\b(label|name|token|tag)\b/i,
  title: /\btitle\b/i,
};

/** Does a form's work, and turns a refusal into its sentence, beside the control that it names when only one fits. */
export async function attempt<T>(work: () => Promise<T>, fields: (keyof typeof WORDS)[] = []): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    unstable_rethrow(error);
    if (!isAppError(error)) {
      gateway().reportFault(error);
      return { ok: false, error: FAULT, field: null };
    }
    const named = fields.filter((field) => WORDS[field]?.test(error.message));
    return { ok: false, error: error.message, field: named.length === 1 ? (named[0] ?? null) : null };
  }
}

/** A form's text field; a missing one is empty. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

/** The refusal for the first field that was left empty, or null. */
export function firstEmpty(form: FormData, sentences: Record<string, string>): Result<never> | null {
  for (const [field, error] of Object.entries(sentences)) {
    if (textOf(form, field).trim() === "") return { ok: false, error, field };
  }
  return null;
}
