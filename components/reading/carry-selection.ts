/** Takes selection and focus from one drawing of the text to another one of the same words. */

export interface CarriedSelection {
  /** In characters of the text's own nodes, which are the same in both. */
  anchor: number;
  focus: number;
}

/** What is selected in `text`, or has the focus there; null when there is nothing to carry. */
export function readSelection(text: HTMLElement): CarriedSelection | null {
  const selection = document.getSelection();
  if (!selection?.anchorNode || !selection.focusNode) return null;
  if (!text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return null;
  if (selection.isCollapsed && !text.contains(document.activeElement)) return null;
  return {
    anchor: countBefore(text, selection.anchorNode, selection.anchorOffset),
    focus: countBefore(text, selection.focusNode, selection.focusOffset),
  };
}

function countBefore(text: HTMLElement, node: Node, offset: number): number {
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(node, offset);
  return range.toString().length;
}

/** Selects the same characters in `text` and gives it the focus. */
export function restoreSelection(text: HTMLElement, { anchor, focus }: CarriedSelection): void {
  text.focus({ preventScroll: true });
  const from = placeOf(text, anchor, anchor > focus);
  const to = placeOf(text, focus, focus > anchor);
  if (from && to) document.getSelection()?.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
}

/** @param isEnd between two nodes: behind the last character of the one, not before the first of the other */
function placeOf(text: HTMLElement, at: number, isEnd: boolean): { node: Node; offset: number } | null {
  const nodes = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let before = 0;
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    const length = node.textContent?.length ?? 0;
    if (at < before + length || (isEnd && at === before + length)) return { node, offset: at - before };
    before += length;
  }
  const last = text.lastChild;
  return last ? { node: last, offset: last.childNodes.length } : null;
}
