/** Where the cards of a margin lie, so that each is beside its passage and none covers another. */

/**
 * Tops of the cards, in px, for cards in the order of the text: `tops` are those of their passages, `heights` their own.
 * Between two there is at least `gap`. The card at `active` lies exactly at its passage; the others give way, upwards
 * before it and downwards after it. So with many cards before it, the first may come to lie above 0, out of the list.
 */
export function layoutCards(
  tops: readonly number[],
  heights: readonly number[],
  active: number | null,
  gap: number,
): number[] {
  const placed: number[] = [];
  const height = (index: number): number => heights[index] ?? 0;
  let free = 0;
  tops.forEach((top, index) => {
    const place = index === active ? top : Math.max(top, free);
    placed[index] = place;
    free = place + height(index) + gap;
  });
  if (active === null) return placed;
  for (let index = active - 1; index >= 0; index--) {
    const lowest = (placed[index + 1] ?? 0) - gap - height(index);
    if ((placed[index] ?? 0) <= lowest) break;
    placed[index] = lowest;
  }
  return placed;
}
