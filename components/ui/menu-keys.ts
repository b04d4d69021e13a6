/** The item that a key leads to from the one that has the focus, or null when the key is none of a menu's. */
export function nextItem<T extends { textContent: string | null }>(
  items: T[],
  current: T | null,
  key: string,
): T | null {
  if (items.length === 0) return null;
  const at = current === null ? -1 : items.indexOf(current);
  switch (key) {
    case "ArrowDown":
      return items[(at + 1) % items.length] ?? null;
    case "ArrowUp":
      return items[(Math.max(at, 0) - 1 + items.length) % items.length] ?? null;
    case "Home":
      return items[0] ?? null;
    case "End":
      return items[items.length - 1] ?? null;
    default:
      return key.length === 1 && key !== " " ? startingWith(items, at, key) : null;
  }
}

function startingWith<T extends { textContent: string | null }>(items: T[], at: number, letter: string): T | null {
  const inTurn = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return inTurn.find((item) => item.textContent?.trim().toLowerCase().startsWith(letter.toLowerCase())) ?? null;
}
