/** Where the cards of a margin lie, so that each is beside its passage and none covers another. */

export interface Spacing {
  /** The least between two cards. */
  gap: number;
  /** How far below its passage the active card may lie, when that makes room for all that come before it. */
  give: number;
  /** What is kept free at the top of the list when some cards have no room in it: there it says how many. */
  top: number;
}

export interface CardLayout {
  /** One for each card, below the top of the list. */
  tops: number[];
  /** So many of the first cards have no room in the list. */
  hidden: number;
}

/**
 * Tops of the cards, in px, for cards in the order of the text: `tops` are those of their passages, `heights` their own.
 * The card at `active` lies at its passage, or a little below; the others give way, upwards before it and downwards
 * after it. When too many are before it, the first ones are hidden.
 */
export function layoutCards(
  tops: readonly number[],
  heights: readonly number[],
  active: number | null,
  spacing: Spacing,
): CardLayout {
  const { gap } = spacing;
  const height = (index: number): number => heights[index] ?? 0;
  const placed: number[] = [];
  const { place: activePlace, isCrowded } = placeOfActive(tops, heights, active, spacing);
  let free = 0;
  tops.forEach((top, index) => {
    const place = index === active ? activePlace : Math.max(top, free);
    placed[index] = place;
    free = place + height(index) + gap;
  });
  if (active === null) return { tops: placed, hidden: 0 };
  for (let index = active - 1; index >= 0; index--) {
    const lowest = (placed[index + 1] ?? 0) - gap - height(index);
    if ((placed[index] ?? 0) <= lowest) break;
    placed[index] = lowest;
  }
  const hidden = isCrowded ? placed.filter((top, index) => index < active && top < spacing.top).length : 0;
  return { tops: placed, hidden };
}

function placeOfActive(
  tops: readonly number[],
  heights: readonly number[],
  active: number | null,
  { gap, give, top }: Spacing,
): { place: number; isCrowded: boolean } {
  const passage = tops[active ?? 0] ?? 0;
  const needed = heights.slice(0, active ?? 0).reduce((sum, height) => sum + height + gap, 0);
  const isCrowded = needed > passage + give;
  return { place: Math.max(passage, isCrowded ? top : needed), isCrowded };
}
