/** What a form's action answers. `field` names the control that the sentence belongs to, null: the whole form. */
export type Result<T = null> = { ok: true; value: T } | { ok: false; error: string; field: string | null };

/** A server action behind a form. */
export type FormAction<T = null> = (previous: Result<T> | null, form: FormData) => Promise<Result<T>>;

/** What a person is told when an action's answer never came. */
export const UNREACHABLE = "The server could not be reached. Nothing was changed; try again in a moment.";
