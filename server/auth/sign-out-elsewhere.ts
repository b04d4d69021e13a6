/** Ending one's sessions on all other devices. */

import { inMembershipTransaction, type PeopleContext } from "./context.ts";
import type { People } from "./people.ts";
import { endSessions } from "./set-password.ts";

export function signOutElsewhere(context: PeopleContext): People["signOutElsewhere"] {
  return async (principal) => {
    await inMembershipTransaction(context, (tx) => endSessions(tx, context, principal.id, principal.sessionId));
    context.onAccessChanged(principal.id);
  };
}
