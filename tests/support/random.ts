/** Seeded random numbers (mulberry32), so that a failing run can be run again. */

export interface Random {
  seed: number;
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  /** A stream of its own, for somebody who works beside others: theirs do not change with the order of their turns. */
  fork(): Random;
}

/** With GLOSSA_SEED the one given, else a new one; a test prints it in its failure. */
export function seededRandom(): Random {
  const given = process.env.GLOSSA_SEED;
  return randomFrom(given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given));
}

function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return { seed, below, fork: () => randomFrom(below(2 ** 32)) };
}
