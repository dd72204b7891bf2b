import { bn254 } from "@noble/curves/bn254.js";
import { g2Words } from "./simulator.ts";

/** A point of the twist outside the subgroup, as the contract takes it: the first x = c0 whose cubic has a root. */
export const OUTSIDE_SUBGROUP: readonly bigint[] = (() => {
  const { Fp2 } = bn254.fields;
  for (let c0 = 1n; ; c0++) {
    const x = Fp2.create({ c0, c1: 0n });
    try {
      const y = Fp2.sqrt(Fp2.add(Fp2.mul(Fp2.sqr(x), x), bn254.G2.Point.CURVE().b));
      const point = bn254.G2.Point.fromAffine({ x, y });
      if (!point.isTorsionFree()) return g2Words(point);
    } catch {
      // no square: the next one
    }
  }
})();
