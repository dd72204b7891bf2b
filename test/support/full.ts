/** Whether the long tests run too: circuits of 256 entries, many kills, deep fuzzing (`npm run test:full`). */
export const FULL = process.env.DISJOINT_TEST === "full";
/** Whether fewer samples do: `npm test` without arguments. CI takes more. */
export const SHORT = process.env.DISJOINT_TEST === "short";
