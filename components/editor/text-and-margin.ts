/** The ways between text and margin. */

/** Dispatched on the text's element when passages may have moved; bubbles. */
export const LAYOUT_EVENT = "glossa:layout";

export function tellLayout(text: HTMLElement): void {
  text.dispatchEvent(new CustomEvent(LAYOUT_EVENT, { bubbles: true }));
}

/** Finds the bulletin's words on the page, whether they are drawn to be read alone or in the editor. */
export const TEXT_SELECTOR = "[data-bulletin-text]";

/** Room kept between a passage and the window's edges, the page's bar included, in px. */
const MARGIN = 90;

/** Brings an annotation's passage into view, if it isn't. */
export function scrollToPassage(text: HTMLElement, id: string): void {
  const passage = text.querySelector(`[data-annotations~="${CSS.escape(id)}"]`);
  if (!passage) return;
  const { top, bottom } = passage.getBoundingClientRect();
  if (top >= MARGIN && bottom <= window.innerHeight - MARGIN) return;
  passage.scrollIntoView({ block: "center" });
}

/** To the card of the annotation that was just picked, once the margin has drawn it. */
export function focusActiveCard(): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>("[data-card][data-active] [data-card-opener]")?.focus({ preventScroll: true });
  });
}
