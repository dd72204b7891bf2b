import type { Equivalent } from "../mutant.ts";

/** The same place changed in several ways, all for one reason. */
const each = (changes: Omit<Equivalent, "to"> & { to: readonly string[] }): Equivalent[] =>
  changes.to.map((to) => ({ ...changes, to }));

export const EQUIVALENT: readonly Equivalent[] = [
  ...each({
    file: "exclusion.circom",
    from: "1",
    to: ["0", "2", "-1"],
    in: "moved[0] <== 1",
    because: "the first entry has none before it: no other constraint has moved[0]",
  }),
  ...each({
    file: "exclusion.circom",
    from: "fresh",
    to: ["moved"],
    in: "bucketIds[e], bucketHashes[e], fresh[e]",
    because: "fresh[e] <== moved[e], and both are 1 for the first entry",
  }),
  ...each({
    file: "exclusion.circom",
    from: "0",
    to: ["-1", "1"],
    in: "nodeTerms[0] <== 0",
    because: "the sum begins with node 1: no other constraint has nodeTerms[0]",
  }),
  ...each({
    file: "exclusion.circom",
    from: "fresh",
    to: ["moved"],
    in: "(1 - fresh[e]) * (bucketHashes[e] - bucketHashes[e - 1])",
    because: "fresh[e] <== moved[e] in the line before",
  }),
  ...each({
    file: "node.circom",
    from: "packed, 0",
    to: ["0, packed"],
    in: "Differ()(packed, 0)",
    because: "Differ is symmetric",
  }),
  ...each({
    file: "node.circom",
    from: "52",
    to: ["51", "53"],
    in: "component range = Bits(52)",
    because:
      "inner nodes of the deepest tree have ids below 2^45, and 16 times 2^53 is far below the field's order: " +
      "every width from 45 to 248 accepts the same trees and keeps a chain of parents from wrapping",
  }),
  ...each({
    file: "shape.circom",
    from: "4",
    to: ["0", "1", "3"],
    in: "kept[i] <== i < 4 ? bits[i]",
    because: "the first four bits of a thermometer are 1, by the rule of that name in Shape",
  }),
  ...each({
    file: "shape.circom",
    from: "bits[i] : bits[i] * thermometer[i]",
    to: ["bits[i] * thermometer[i] : bits[i] * thermometer[i]"],
    in: "kept[i] <== i < 4 ? bits[i]",
    because: "the first four bits of a thermometer are 1, by the rule of that name in Shape",
  }),
  ...each({
    file: "poseidon.circom",
    from: "<",
    to: [">"],
    in: "var e = r < half - 1 ? i : t - 1 - i",
    because: "S-boxes of one round may come in any order; in the last round element 0 still comes last",
  }),
  ...each({
    file: "poseidon.circom",
    from: "1",
    to: ["2"],
    in: "var e = r < half - 1 ? i : t - 1 - i",
    because: "S-boxes of one round may come in any order; in the last round element 0 still comes last",
  }),
  ...each({
    file: "poseidon.circom",
    from: "i : t - 1 - i",
    to: ["t - 1 - i : t - 1 - i"],
    in: "var e = r < half - 1 ? i : t - 1 - i",
    because: "S-boxes of one round may come in any order; in the last round element 0 still comes last",
  }),
];
