/** From the selectors of a posted or changed target to an anchor that the server can decide on. */

import type { ProposedAnchor } from "../../../../../../domain/anchor/anchor.ts";
import { AppError } from "../../../../../../domain/app-error.ts";
import { proposeFromSelectors, type Selectors } from "../../../../../../domain/w3c/propose-anchor.ts";
import type { Principal } from "../../../../../../server/auth/people.ts";
import { gateway } from "../../../../../../server/gateway.ts";

/** The passage that posted selectors mean; throws AppError when the text has none such. */
export async function proposeAnchor(
  principal: Principal,
  bulletinId: string,
  { quote, position }: Selectors,
): Promise<ProposedAnchor> {
  const { text } = await gateway().bulletins.text(principal, bulletinId);
  const proposed = proposeFromSelectors(text, { quote, position });
  switch (proposed) {
    case "quote-absent":
      throw new AppError("unprocessable", "The words in “exact” are not in the bulletin’s text.");
    case "outside":
      throw new AppError("unprocessable", "The position lies outside the bulletin’s text.");
    default:
      return proposed;
  }
}
