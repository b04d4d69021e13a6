/** Where passages lie on the screen. */

/**
 * Tops of the passages drawn in `text`, in px below the top of the viewport. The editor cuts passages into stretches
 * that do not overlap, each with the ids of all that cover it; the first stretch counts.
 */
export function measurePassages(text: HTMLElement): { tops: Map<string, number>; draft: number | null } {
  const tops = new Map<string, number>();
  for (const element of text.querySelectorAll<HTMLElement>("[data-annotations]")) {
    const missing = element.dataset.annotations?.split(" ").filter((id) => !tops.has(id)) ?? [];
    if (missing.length === 0) continue;
    const { top } = element.getBoundingClientRect();
    for (const id of missing) tops.set(id, top);
  }
  return { tops, draft: text.querySelector("[data-draft]")?.getBoundingClientRect().top ?? null };
}

/** The first element of an annotation's passage. */
export const passageElement = (text: HTMLElement, id: string): HTMLElement | null =>
  text.querySelector<HTMLElement>(`[data-annotations~="${CSS.escape(id)}"]`);
