/** The highlights of a bulletin as they stand on a screen, read from the page and noted in every frame. */

import type { Page } from "@playwright/test";

/** By annotation: the whole text with its passage in brackets, in ‹ › where the page says that it is uncertain. */
export type Drawn = Record<string, string>;

declare global {
  interface Window {
    drawnPassages?: () => Drawn;
    /** Takes what a person saw under an annotation's highlight, without white space. */
    noteSeen?: (id: string, words: string) => Promise<void>;
  }
}

/** Runs in the page. Blocks are joined as the API's plain text joins them; carets of others are no text. */
function installReader(): void {
  interface Run {
    text: string;
    ids: readonly string[];
    isUncertain: boolean;
  }
  const separators: Record<string, string> = {
    UL: "\n",
    OL: "\n",
    LI: "\n",
    TD: "\n",
    TH: "\n",
    TBODY: "\n",
    TR: "\t",
  };
  const isWords = (node: Node): boolean =>
    !(
      node instanceof HTMLElement && node.matches(".ProseMirror-widget, .ProseMirror-trailingBreak, p > br:only-child")
    );

  const readRuns = (root: Element): Run[] => {
    const runs: Run[] = [];
    const walk = (node: Node, ids: readonly string[], isUncertain: boolean): void => {
      if (node instanceof Text) {
        runs.push({ text: node.data, ids, isUncertain });
        return;
      }
      if (!(node instanceof HTMLElement)) return;
      if (node.tagName === "BR") runs.push({ text: "\n", ids, isUncertain });
      const own = node.dataset.annotations?.split(" ") ?? ids;
      const isOwnUncertain = node.dataset.annotations ? node.dataset.state === "uncertain" : isUncertain;
      const isContainer = node === root || node.tagName in separators || node.tagName === "BLOCKQUOTE";
      const separator = isContainer ? (separators[node.tagName] ?? "\n\n") : "";
      [...node.childNodes].filter(isWords).forEach((child, index) => {
        if (index > 0 && separator !== "") runs.push({ text: separator, ids: [], isUncertain: false });
        walk(child, own, isOwnUncertain);
      });
    };
    walk(root, [], false);
    return runs;
  };

  const drawnText = (): Run[] => {
    const root = [...document.querySelectorAll(".bulletin-text")].find((text) => !text.closest("[hidden]"));
    return root ? readRuns(root) : [];
  };

  window.drawnPassages = () => {
    const runs = drawnText();
    const render = (id: string): string => {
      const parts = runs.map(({ text, ids, isUncertain }) => {
        if (!ids.includes(id)) return text;
        return isUncertain ? `‹${text}›` : `[${text}]`;
      });
      return parts.join("").replaceAll(/\]\[|›‹/g, "");
    };
    return Object.fromEntries([...new Set(runs.flatMap(({ ids }) => ids))].map((id) => [id, render(id)]));
  };

  const known = new Set<string>();
  const look = (): void => {
    const words = new Map<string, string>();
    for (const { text, ids } of drawnText()) for (const id of ids) words.set(id, (words.get(id) ?? "") + text);
    for (const [id, all] of words) {
      const bare = all.replaceAll(/\s/g, "");
      if (known.has(`${id} ${bare}`)) continue;
      known.add(`${id} ${bare}`);
      void window.noteSeen?.(id, bare);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Before the page is opened. What stood under each annotation's highlight in any frame since. */
export async function watchPassages(page: Page): Promise<Map<string, Set<string>>> {
  const seen = new Map<string, Set<string>>();
  await page.exposeFunction("noteSeen", (id: string, words: string) => {
    const known = seen.get(id) ?? new Set();
    seen.set(id, known.add(words));
  });
  await page.addInitScript(installReader);
  return seen;
}

export const drawnPassages = (page: Page): Promise<Drawn> => page.evaluate(() => window.drawnPassages?.() ?? {});
