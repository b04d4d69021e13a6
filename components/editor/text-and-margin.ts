/** The ways between text and margin. */

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
