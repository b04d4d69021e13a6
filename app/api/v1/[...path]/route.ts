import { AppError } from "../../../../domain/app-error.ts";
import { handle } from "../../problem.ts";

/** What no other route of the API answers: a problem like every other error, not a page. */
const nothing = handle(() => Promise.reject(new AppError("not-found", "The API has no such address.")));

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT };
