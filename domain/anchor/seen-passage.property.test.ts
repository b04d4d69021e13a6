/** Whoever is not affected by a change has nothing to be changed: looking at all anchors again would find the same. */

import fc from "fast-check";
import { expect, it } from "vitest";
import { TextClient } from "../../tests/support/text-client.ts";
import { edits, paragraph, SAMPLE } from "../../tests/support/text-edits.ts";
import { changesBetween } from "../ydoc/text-changes.ts";
import { seedUpdate } from "../ydoc/text-doc.ts";
import { TextReader } from "../ydoc/text-map.ts";
import { type Anchor, quoteOf, rangeOf } from "./anchor.ts";
import { placeAnchor } from "./place.ts";
import { reviewAnchor } from "./review.ts";
import { isAffected, type SeenPassage, seePassage, shiftedRange } from "./seen-passage.ts";

interface Followed {
  seen: SeenPassage;
  near: number | null;
  /** Touched since its words and context were taken over. */
  isStale: boolean;
}

const TWINS = "See table 4 of it. The sanctions list, see table 4 of it. ";
const LONG = Array.from({ length: 12 }, (_, index) =>
  paragraph(`${TWINS}Paragraph ${index} says what it says. ${TWINS}`),
);

const mark = fc.record({ start: fc.nat(3000), length: fc.integer({ min: 2, max: 70 }), isByQuote: fc.boolean() });
const step = fc.record({
  made: fc.array(fc.record({ edit: edits, byWhom: fc.nat(1) }), { minLength: 1, maxLength: 3 }),
  refresh: fc.boolean(),
});

/** The same but for where a doubtful one is drawn, of several equal places. */
function isSameButPlace(changed: Anchor | null, anchor: Anchor): boolean {
  if (!changed) return true;
  if (changed.state !== "uncertain" || anchor.state !== "uncertain") return false;
  return changed.quote === anchor.quote && changed.prefix === anchor.prefix && changed.suffix === anchor.suffix;
}

it("an anchor that a change does not affect would be left as it is", { timeout: 120_000 }, () => {
  let spared = 0;
  fc.assert(
    fc.property(fc.array(mark, { minLength: 5, maxLength: 25 }), fc.array(step, { maxLength: 12 }), (marks, steps) => {
      const seed = seedUpdate({ type: "doc", content: [...(SAMPLE.content ?? []), ...LONG] });
      const clients = [new TextClient(100, seed), new TextClient(200, seed)];
      const [reading] = clients;
      if (!reading) return;
      const reader = new TextReader(reading.doc);
      let before = reader.read();
      const all: Followed[] = marks.flatMap(({ start, length, isByQuote }) => {
        const range = {
          start: start % before.text.length,
          end: Math.min(before.text.length, (start % before.text.length) + length),
        };
        const positions = isByQuote ? { start: null, end: null } : before.positionsOf(range);
        const anchor = positions && placeAnchor(before, { ...quoteOf(before.text, range), ...positions });
        return anchor ? [{ seen: seePassage(before, anchor), near: null, isStale: true }] : [];
      });
      for (const { made, refresh } of steps) {
        for (const { edit, byWhom } of made) clients[byWhom]?.edit(edit);
        for (const client of clients) {
          const other = clients.find((each) => each !== client);
          for (const update of client.outbox.splice(0)) other?.receive(update);
        }
        const after = reader.read();
        const changes = changesBetween(before, after);
        const changed = { before: before.text, after: after.text, changes };
        for (const one of all) {
          const { seen } = one;
          one.near = one.near === null ? null : changes.shifted(one.near);
          const isTouched = seen.range !== null && changes.touch(seen.range);
          one.isStale ||= isTouched;
          if (isAffected(seen, changed)) {
            const anchor = reviewAnchor(after, seen.anchor, { near: one.near, refresh: refresh && one.isStale });
            if (refresh && one.isStale) one.isStale = false;
            if (anchor) one.isStale ||= anchor.state !== "uncertain" && anchor.state !== "detached";
            one.seen = seePassage(after, anchor ?? seen.anchor);
          } else {
            spared++;
            expect(shiftedRange(seen, changes)).toEqual(rangeOf(after, seen.anchor));
            const looked = reviewAnchor(after, seen.anchor, { near: one.near, refresh: !one.isStale });
            expect(isSameButPlace(looked, seen.anchor)).toBe(true);
            one.seen = { ...seen, range: shiftedRange(seen, changes) };
          }
          if (one.seen.range && one.seen.range.end > one.seen.range.start) one.near = one.seen.range.start;
        }
        before = after;
      }
    }),
    { numRuns: 25 },
  );
  expect(spared).toBeGreaterThan(500);
});
