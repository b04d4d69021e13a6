/** Seeded random numbers (mulberry32), so that a failing run can be run again. */

export interface Random {
  seed: number;
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
}

/** With GLOSSA_SEED the one given, else a new one; a test prints it in its failure. */
export function seededRandom(): Random {
  const given = process.env.GLOSSA_SEED;
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { seed, below: (limit) => Math.floor(next() * limit) };
}
