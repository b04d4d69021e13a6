/**
 * What differs between two readings of a document, to the character. It compares Yjs items, not words: a split puts the
 * same words there as other items, and positions in them are lost.
 */

import { type TextChange, TextChanges } from "../anchor/text-change.ts";
import type { Run, TextBlock } from "./text-block.ts";
import type { PlacedBlock, TextMap } from "./text-map.ts";

export function changesBetween(before: TextMap, after: TextMap): TextChanges {
  const changes: TextChange[] = [];
  const add = ({ before, after }: TextChange): void => {
    if (before.end === before.start && after.end === after.start) return;
    const last = changes.at(-1);
    const isNext = last?.before.end === before.start && last.after.end === after.start;
    if (!isNext) changes.push({ before, after });
    else
      changes[changes.length - 1] = {
        before: { start: last.before.start, end: before.end },
        after: { start: last.after.start, end: after.end },
      };
  };
  /** Up to where both were compared. */
  const done = { before: 0, after: 0 };
  const between = (oldStart: number, newStart: number, isOther: boolean): void => {
    const gap = { before: { start: done.before, end: oldStart }, after: { start: done.after, end: newStart } };
    if (isOther || wordsOf(before, gap.before) !== wordsOf(after, gap.after)) add(gap);
  };
  const { atStart, atEnd } = alike(before.blocks, after.blocks);
  const isOther = atStart + atEnd < Math.max(before.blocks.length, after.blocks.length);
  for (let index = 0; index < atStart + atEnd; index++) {
    const old = index < atStart ? before.blocks[index] : before.blocks.at(index - atStart - atEnd);
    const now = index < atStart ? after.blocks[index] : after.blocks.at(index - atStart - atEnd);
    if (!old || !now) continue;
    between(old.offset, now.offset, isOther && index === atStart);
    if (old.block !== now.block) add(changeWithin(old, now));
    done.before = endOf(old);
    done.after = endOf(now);
  }
  between(before.text.length, after.text.length, isOther && atEnd === 0);
  return new TextChanges(changes);
}

/** How many texts at the start and at the end are the same ones, whatever was typed in them. */
function alike(before: readonly PlacedBlock[], after: readonly PlacedBlock[]): { atStart: number; atEnd: number } {
  const least = Math.min(before.length, after.length);
  let atStart = 0;
  while (atStart < least && before[atStart]?.block.home === after[atStart]?.block.home) atStart++;
  let atEnd = 0;
  while (atEnd < least - atStart && before.at(-1 - atEnd)?.block.home === after.at(-1 - atEnd)?.block.home) atEnd++;
  return { atStart, atEnd };
}

function changeWithin(old: PlacedBlock, now: PlacedBlock): TextChange {
  const { atStart, atEnd } = sameCharacters(old.block, now.block);
  return {
    before: { start: old.offset + atStart, end: endOf(old) - atEnd },
    after: { start: now.offset + atStart, end: endOf(now) - atEnd },
  };
}

function sameCharacters(old: TextBlock, now: TextBlock): { atStart: number; atEnd: number } {
  const least = Math.min(old.text.length, now.text.length);
  const atStart = sameItems(old.live, now.live);
  const atEnd = Math.min(least - atStart, sameItemsAtEnd(old.live, now.live));
  // Yjs replaces the halves of a character that it has to part, under the same names.
  const isSame =
    old.text.slice(0, atStart) === now.text.slice(0, atStart) &&
    old.text.slice(old.text.length - atEnd) === now.text.slice(now.text.length - atEnd);
  return isSame ? { atStart, atEnd } : { atStart: 0, atEnd: 0 };
}

/** How many characters at the start are the same items, however they are cut into runs. */
function sameItems(old: readonly Run[], now: readonly Run[]): number {
  let count = 0;
  for (let [i, j, a, b] = [0, 0, old[0], now[0]]; a && b; ) {
    const [usedOfA, usedOfB] = [count - a.offset, count - b.offset];
    if (a.client !== b.client || a.clock + usedOfA !== b.clock + usedOfB) break;
    count += Math.min(a.length - usedOfA, b.length - usedOfB);
    if (count === a.offset + a.length) a = old[++i];
    if (count === b.offset + b.length) b = now[++j];
  }
  return count;
}

function sameItemsAtEnd(old: readonly Run[], now: readonly Run[]): number {
  let count = 0;
  let [i, j] = [old.length - 1, now.length - 1];
  let [leftOfA, leftOfB] = [old[i]?.length ?? 0, now[j]?.length ?? 0];
  for (let [a, b] = [old[i], now[j]]; a && b; ) {
    if (a.client !== b.client || a.clock + leftOfA !== b.clock + leftOfB) break;
    const common = Math.min(leftOfA, leftOfB);
    count += common;
    leftOfA -= common;
    leftOfB -= common;
    if (leftOfA === 0) {
      a = old[--i];
      leftOfA = a?.length ?? 0;
    }
    if (leftOfB === 0) {
      b = now[--j];
      leftOfB = b?.length ?? 0;
    }
  }
  return count;
}

const endOf = ({ offset, block }: PlacedBlock): number => offset + block.text.length;

const wordsOf = ({ text }: TextMap, { start, end }: { start: number; end: number }): string => text.slice(start, end);
