/** Longest passage that a repair shows, in characters: what matters lies at its ends. */
const SHOWN_MAX = 140;

/** A long passage without its middle. */
export function shorten(text: string, max = SHOWN_MAX): string {
  const characters = [...text];
  if (characters.length <= max) return text;
  const half = Math.floor((max - 3) / 2);
  return `${characters.slice(0, half).join("").trimEnd()} … ${characters.slice(-half).join("").trimStart()}`;
}
