import type { Equivalent } from "../mutant.ts";

const unused = { file: "exclusion.circom", from: "1", in: "moved[0] <== 1" };

export const EQUIVALENT: readonly Equivalent[] = ["0", "2", "-1"].map((to) => ({
  ...unused,
  to,
  because: "the first entry has none before it: no other constraint has moved[0]",
}));
