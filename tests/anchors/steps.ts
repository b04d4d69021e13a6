/** What people do in a run, as values that can be printed, run again and left out. */

import fc from "fast-check";
import { words } from "./bulletins.ts";

/** Where in a text: at a passage, if it is there, else at any letter. */
export interface Place {
  /** Which annotation's passage; none: anywhere. */
  passage: number | null;
  where: "before" | "start" | "inside" | "end" | "after";
  /** In thousandths of the passage, or of the text. */
  part: number;
}

export type Stretch = (Place & { letters: number }) | { whole: number };

export type Action =
  | { do: "type"; at: Place; words: string }
  | { do: "type over"; over: Stretch; words: string }
  | { do: "enter" | "backspace" | "join"; at: Place }
  | { do: "delete" | "cut" | "copy" | "bold" | "italic" | "link" | "clear"; over: Stretch }
  | { do: "paste"; at: Place }
  | { do: "heading" | "bullets" | "numbers" | "quotation"; at: Place }
  | { do: "move"; at: Place; to: number }
  | { do: "undo" | "redo" }
  | { do: "replace all"; at: Place; by: string }
  | { do: "annotate"; over: Stretch }
  | { do: "go offline" }
  | { do: "come back" }
  | { do: "listen" };

export interface Step {
  who: number;
  action: Action;
  /** What is sent afterwards: nothing, what this person wrote, or everything to everybody. */
  send: "nothing" | "own" | "all";
  /** Milliseconds that pass then. */
  wait: number;
}

const place: fc.Arbitrary<Place> = fc.record({
  passage: fc.option(fc.nat(5), { freq: 6 }),
  where: fc.constantFrom("before", "start", "inside", "inside", "end", "after"),
  part: fc.nat(999),
});

const stretch: fc.Arbitrary<Stretch> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(place, fc.integer({ min: 1, max: 12 })).map(([at, letters]) => ({ ...at, letters })),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(place, fc.integer({ min: 8, max: 90 })).map(([at, letters]) => ({ ...at, letters })),
  },
  { weight: 3, arbitrary: fc.record({ whole: fc.nat(5) }) },
);

const typed = fc.oneof(
  words(1, 4),
  words(1, 2).map((all) => ` ${all}`),
  words(1, 2).map((all) => `${all} `),
);

const at = <T extends string>(...names: T[]) => fc.record({ do: fc.constantFrom(...names), at: place });
const over = <T extends string>(...names: T[]) => fc.record({ do: fc.constantFrom(...names), over: stretch });

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant("type" as const), at: place, words: typed }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("type over" as const), over: stretch, words: typed }) },
  { weight: 8, arbitrary: at("enter", "backspace", "join") },
  { weight: 4, arbitrary: over("delete") },
  { weight: 5, arbitrary: over("cut") },
  { weight: 2, arbitrary: over("copy") },
  { weight: 7, arbitrary: at("paste") },
  { weight: 5, arbitrary: over("bold", "italic", "link", "clear") },
  { weight: 5, arbitrary: at("heading", "bullets", "numbers", "quotation") },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("move" as const), at: place, to: fc.nat(9) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom("undo" as const, "undo" as const, "redo" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("replace all" as const), at: place, by: words(1, 1) }) },
  { weight: 2, arbitrary: over("annotate") },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Action>({ do: "go offline" }, { do: "come back" }, { do: "listen" }, { do: "listen" }),
  },
);

/** Less and more than re-anchoring waits, at once and until the text is quiet; ten seconds; an hour. */
const wait = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom(0, 0, 20, 60, 120, 120, 700) },
  { weight: 6, arbitrary: fc.constantFrom(1600, 2500) },
  { weight: 1, arbitrary: fc.constant(10_000) },
);

const step: fc.Arbitrary<Step> = fc.record({
  who: fc.nat(2),
  action,
  send: fc.constantFrom("nothing", "own", "all", "all"),
  wait,
});

const HOUR = 3_600_000;

/** Somebody works offline for an hour, somebody else meanwhile. */
const hourOffline: fc.Arbitrary<Step[]> = fc
  .tuple(fc.array(action, { minLength: 1, maxLength: 4 }), fc.array(step, { maxLength: 4 }))
  .map(([alone, meanwhile]): Step[] => [
    { who: 0, action: { do: "go offline" }, send: "nothing", wait: 0 },
    ...alone.map((each): Step => ({ who: 0, action: each, send: "nothing", wait: 700 })),
    { who: 0, action: { do: "listen" }, send: "nothing", wait: HOUR },
    ...meanwhile.map((each): Step => ({ ...each, who: 1 + (each.who % 2) })),
    { who: 0, action: { do: "come back" }, send: "nothing", wait: 0 },
  ]);

export const scripts: fc.Arbitrary<Step[]> = fc
  .tuple(
    fc.array(step, { minLength: 1, maxLength: 24 }),
    fc.option(hourOffline, { freq: 3 }),
    fc.array(step, { maxLength: 6 }),
  )
  .map(([before, offline, after]) => [...before, ...(offline ?? []), ...after]);

export const passages: fc.Arbitrary<Stretch[]> = fc.array(
  fc.oneof(
    fc.record({
      passage: fc.constant(null),
      where: fc.constant("inside" as const),
      part: fc.oneof(fc.nat(999), fc.constantFrom(0, 999)),
      letters: fc.oneof(
        fc.integer({ min: 2, max: 14 }),
        fc.integer({ min: 12, max: 50 }),
        fc.integer({ min: 50, max: 160 }),
      ),
    }),
  ),
  { minLength: 1, maxLength: 5 },
);
