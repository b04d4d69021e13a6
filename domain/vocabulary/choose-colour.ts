import { TAG_COLOURS, type Tag, type TagColour } from "./vocabulary.ts";

/** The colour that the fewest tags have; of equals the first in the order of the tokens. */
export function leastUsedColour(tags: readonly Pick<Tag, "colour">[]): TagColour {
  const uses = (colour: TagColour): number => tags.filter((tag) => tag.colour === colour).length;
  return TAG_COLOURS.reduce((best, colour) => (uses(colour) < uses(best) ? colour : best));
}
