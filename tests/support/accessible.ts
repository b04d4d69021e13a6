/** What every view has to be: without a fault that axe finds, in light and dark, and without sideways scrolling. */

import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** WCAG 2.2, levels A and AA, with all that it took over. */
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** A small phone, and what a zoom of 400 % leaves of 1280 px (WCAG 1.4.10). */
const NARROW = [390, 320];

export async function expectNoViolations(page: Page, view: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary?.split("\n")[1]?.trim()}`),
  );
  expect.soft(found, view).toEqual([]);
}

export async function expectNoSidewaysScroll(page: Page, view: string): Promise<void> {
  const beyond = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll("body *")].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    );
    return wide.slice(0, 5).map((element) => `${element.tagName} .${element.getAttribute("class")}`);
  });
  expect.soft(beyond, `${view}: wider than the screen`).toEqual([]);
}

/** The view that is shown, as it is: in both themes, and narrow. The page has its first size again afterwards. */
export async function expectAccessible(page: Page, view: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expectNoViolations(page, `${view}, ${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  const size = page.viewportSize();
  for (const width of NARROW) {
    await page.setViewportSize({ width, height: 844 });
    await expectNoSidewaysScroll(page, `${view}, ${width} px`);
  }
  await expectNoViolations(page, `${view}, ${NARROW.at(-1)} px`);
  if (size) await page.setViewportSize(size);
}
