/** The ways between text and margin. */

/** Dispatched on the text's element when passages may have moved; bubbles. */
export const LAYOUT_EVENT = "glossa:layout";

export function tellLayout(text: HTMLElement): void {
  text.dispatchEvent(new CustomEvent(LAYOUT_EVENT, { bubbles: true }));
}

/** Finds the bulletin's words on the page, whether they are drawn to be read alone or in the editor. */
export const TEXT_SELECTOR = "[data-bulletin-text]";

/** Right before a character. */
export interface PlaceInPage {
  node: Node;
  offset: number;
}

/** What a drawing of the text tells of itself: passages off the screen have no elements of their own. */
export interface DrawnText {
  element: HTMLElement;
  /** Where a character of the plain text stands; null when it is not drawn. */
  placeOf(offset: number): PlaceInPage | null;
  /** Draws the passages on the screen at once, when it has only now come to be seen. */
  look(): void;
}

const texts = new WeakMap<Element, DrawnText>();

/** What is given ends it. */
export function offerText(text: DrawnText): () => void {
  texts.set(text.element, text);
  return () => {
    if (texts.get(text.element) === text) texts.delete(text.element);
  };
}

/** The text that is drawn within this element now. */
export function textWithin(container: HTMLElement): DrawnText | null {
  const element = container.querySelector(TEXT_SELECTOR);
  return (element && texts.get(element)) ?? null;
}

/** One for all: browsers keep each range true through every change of the page, and thousands made each change take long. */
let measuring: Range | null = null;

/** Where a character lies on the screen; null when the text is not to be seen. */
export function rectOf(text: DrawnText, offset: number): DOMRect | null {
  const place = text.placeOf(offset);
  if (!place) return null;
  measuring ??= document.createRange();
  measuring.setStart(place.node, place.offset);
  measuring.setEnd(place.node, Math.min(place.offset + 1, lengthOf(place.node)));
  const rect = measuring.getClientRects()[0] ?? measuring.getBoundingClientRect();
  // Holding on to no part of the text.
  measuring.setStart(document, 0);
  measuring.collapse(true);
  return rect.top === 0 && rect.height === 0 ? null : rect;
}

const lengthOf = (node: Node): number => (node instanceof Text ? node.length : node.childNodes.length);

/** Room kept between a passage and the window's edges, the page's bar included, in px. */
const MARGIN = 90;

/** Brings a passage into view, if it isn't. */
export function scrollToPassage(text: DrawnText, { start }: { start: number }): void {
  const rect = rectOf(text, start);
  if (!rect || (rect.top >= MARGIN && rect.bottom <= window.innerHeight - MARGIN)) return;
  // Not its element: of a passage off the screen there is none, and of its block the middle may be far away.
  const { scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(document.documentElement);
  const top = Number.parseFloat(scrollPaddingTop) || 0;
  const bottom = window.innerHeight - (Number.parseFloat(scrollPaddingBottom) || 0);
  window.scrollBy({ top: (rect.top + rect.bottom) / 2 - (top + bottom) / 2 });
}

/** To the card of the annotation that was just picked, once the margin has drawn it. */
export function focusActiveCard(): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>("[data-card][data-active] [data-card-opener]")?.focus({ preventScroll: true });
  });
}
