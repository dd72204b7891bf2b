/** A source of whole numbers below `limit`, the same from run to run. */
export type Random = (limit: number) => number;

/** A linear congruential generator with the constants of Numerical Recipes (3rd edition, §7.1). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
