/** What an editor does in a bulletin's text with mouse, keyboard and toolbar. */

import { expect, type Locator, type Page } from "@playwright/test";
import { textBox } from "./browser.ts";
import { annotateBar } from "./reading.ts";

interface Place {
  x: number;
  y: number;
}

/** Where words stand on the screen, from the left of the first letter to the right of the last. */
interface WordsPlace {
  from: Place;
  to: Place;
  /** Where the bar stands. */
  bar: Place;
  /** Letters before them, breaks between blocks not counted. */
  start: number;
  end: number;
}

/** Between blocks no letter stands. */
const bare = (words: string): string => words.replaceAll(/[\n\t]/g, "");

/**
 * Words that stand in the text once. A bar among them is a caret's place: "its |winter" is left of the w, "its|\n\nwinter"
 * right of the s.
 */
function placeOf(page: Page, words: string): Promise<WordsPlace> {
  const [left = "", right = ""] = words.split("|");
  const isLeft = right !== "" && !/^[\n\t]/.test(right);
  return textBox(page).evaluate(findWords, { wanted: bare(left + right), bar: bare(left).length, isLeft });
}

/** Runs in the page. */
function findWords(root: Element, { wanted, bar, isLeft }: { wanted: string; bar: number; isLeft: boolean }) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes: { node: Text; start: number }[] = [];
  let all = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!(node instanceof Text) || node.parentElement?.closest(".ProseMirror-widget")) continue;
    nodes.push({ node, start: all.length });
    all += node.data;
  }
  const start = all.indexOf(wanted);
  if (start < 0) throw new Error(`“${wanted}” is not in the text: ${all}`);
  if (all.includes(wanted, start + 1)) throw new Error(`“${wanted}” is in the text twice: ${all}`);
  const end = start + wanted.length;
  const runAt = (index: number) => nodes.findLast((one) => one.start <= index) ?? { node: new Text(), start: 0 };
  const block = runAt(start).node.parentElement;
  const { top = 0, bottom = 0 } = block?.getBoundingClientRect() ?? {};
  // Not what is well in sight: a drag has to begin and end on one screen.
  const bars = 120;
  if (top < bars || bottom > innerHeight - bars) block?.scrollIntoView({ block: "center", behavior: "instant" });
  const edgeOf = (index: number, side: "left" | "right"): Place => {
    const run = runAt(index);
    const within = index - run.start;
    const isSecondHalf = /[\udc00-\udfff]/.test(all[index] ?? "");
    const isFirstHalf = /[\ud800-\udbff]/.test(all[index] ?? "");
    const range = document.createRange();
    range.setStart(run.node, within - (isSecondHalf ? 1 : 0));
    range.setEnd(run.node, within + (isFirstHalf ? 2 : 1));
    const { left, right, top, height } = range.getBoundingClientRect();
    return { x: side === "left" ? left + 0.5 : right - 0.5, y: top + height / 2 };
  };
  return {
    from: edgeOf(start, "left"),
    to: edgeOf(end - 1, "right"),
    bar: isLeft ? edgeOf(start + bar, "left") : edgeOf(Math.max(start, start + bar - 1), "right"),
    start,
    end,
  };
}

/** Letters before the two ends of the selection. */
const selectedLetters = (page: Page): Promise<[number, number]> =>
  textBox(page).evaluate((root): [number, number] => {
    const selection = getSelection();
    const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
    if (!range) return [-1, -1];
    const lettersBefore = (node: Node, offset: number): number => {
      const before = document.createRange();
      before.setStart(root, 0);
      before.setEnd(node, offset);
      const part = before.cloneContents();
      for (const widget of part.querySelectorAll(".ProseMirror-widget")) widget.remove();
      return part.textContent.length;
    };
    return [lettersBefore(range.startContainer, range.startOffset), lettersBefore(range.endContainer, range.endOffset)];
  });

/** The menu of selected words may lie over what comes next: a person would click beside it first. */
async function leaveSelection(page: Page): Promise<void> {
  if (await page.evaluate(() => getSelection()?.isCollapsed === false)) {
    // A tool gives the text the keyboard in the next frame, and the editor puts its selection back 20 ms after that: no
    // person is as quick, and the editor's own timer tells nobody.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60)))),
    );
    await page.keyboard.press("ArrowRight");
  }
  await expect(annotateBar(page)).toHaveCount(0);
}

/** Puts the caret by a click. It takes a person some time; one that takes none finds the editor still busy. */
export async function caret(page: Page, place: string): Promise<void> {
  await leaveSelection(page);
  const { bar: point, start } = await placeOf(page, place);
  const letters = start + bare(place.split("|")[0] ?? "").length;
  await page.mouse.click(point.x, point.y, { delay: 50 });
  await expect.poll(() => selectedLetters(page)).toEqual([letters, letters]);
}

/** Selects words with the mouse; they may go over several blocks. */
export async function pick(page: Page, words: string): Promise<void> {
  await leaveSelection(page);
  const { from, to, start, end } = await placeOf(page, words);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 3 });
  await page.mouse.move(to.x, to.y, { steps: 3 });
  await page.mouse.up();
  await expect.poll(() => selectedLetters(page)).toEqual([start, end]);
}

/** Drags words to another place, as one moves a sentence with the mouse. */
export async function drag(page: Page, words: string, place: string): Promise<void> {
  await pick(page, words);
  const { from } = await placeOf(page, words);
  const {
    bar: { x, y },
  } = await placeOf(page, place);
  await page.mouse.move(from.x + 4, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + x) / 2, (from.y + y) / 2, { steps: 4 });
  await page.mouse.move(x, y, { steps: 4 });
  await page.mouse.up();
}

export async function typeAt(page: Page, place: string, text: string): Promise<void> {
  await caret(page, place);
  await page.keyboard.type(text);
}

export async function pressAt(page: Page, place: string, key: string): Promise<void> {
  await caret(page, place);
  await page.keyboard.press(key);
}

/** A button of the toolbar. */
export const tool = (page: Page, name: string): Locator =>
  page.getByRole("toolbar", { name: "Formatting" }).getByRole("button", { name, exact: true });
