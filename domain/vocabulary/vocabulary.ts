/** The workspace's tags. */

/** Names of colour tokens; each has a light and a dark value in the style sheet, told apart also without colour vision. */
export const TAG_COLOURS = ["amber", "blue", "green", "rose", "violet", "teal", "orange", "slate"] as const;
export type TagColour = (typeof TAG_COLOURS)[number];

/** Longest label, in characters: it has to fit on a chip in the margin. */
export const TAG_LABEL_MAX = 60;

export interface Tag {
  id: string;
  label: string;
  colour: TagColour;
  deletedAt: string | null;
}
