/** Tables whose rows are equally long: the editor would otherwise mend them itself, as an edit by whoever reads first. */

import type { BulletinNode } from "../../domain/schema/document.ts";
import { refuseNodes } from "./limits.ts";

/** Wider spans are mistakes or traps. */
const MAX_SPAN = 50;

const emptyCell = (): BulletinNode => ({ type: "tableCell", content: [{ type: "paragraph" }] });

const spanOf = (cell: BulletinNode, name: "colspan" | "rowspan"): number =>
  Math.min(MAX_SPAN, Math.max(1, Math.trunc(Number(cell.attrs?.[name] ?? 1)) || 1));

/** Replaces spans by empty cells and fills short rows. */
export function evenRows(rows: BulletinNode[]): BulletinNode[] {
  /** Per column: how many rows are still taken by a cell from above. */
  let taken: number[] = [];
  let count = 0;
  const grid = rows.map((row) => {
    const cells: BulletinNode[] = [];
    const next: number[] = [];
    const skipTaken = (): void => {
      while ((taken[cells.length] ?? 0) > 0) {
        next[cells.length] = (taken[cells.length] ?? 0) - 1;
        cells.push(emptyCell());
      }
    };
    for (const cell of row.content ?? []) {
      skipTaken();
      const [columns, down] = [spanOf(cell, "colspan"), spanOf(cell, "rowspan")];
      for (let column = 0; column < columns; column += 1) {
        next[cells.length] = down - 1;
        cells.push(column === 0 ? { type: cell.type, ...(cell.content && { content: cell.content }) } : emptyCell());
      }
    }
    skipTaken();
    taken = next;
    count += cells.length;
    refuseNodes(count);
    return cells;
  });
  const width = grid.reduce((most, cells) => Math.max(most, cells.length), 0);
  refuseNodes(width * grid.length);
  return grid.map((cells) => ({
    type: "tableRow",
    content: [...cells, ...Array.from({ length: width - cells.length }, emptyCell)],
  }));
}
