import { exclusion, inclusion, listing } from "../../support/circuits.ts";
import { ConstraintSystem } from "../../support/constraints.ts";
import { type Instance, loadWithout } from "../../support/weakened.ts";
import { type Attack, SIZE } from "./attack.ts";
import { inclusionAttacks } from "./inclusion.ts";
import { ENTRIES, listingAttacks } from "./listing.ts";
import { nodeAttacks } from "./nodes.ts";
import { placeAttacks } from "./place.ts";
import { transcriptAttacks } from "./transcript.ts";

/** A circuit, the attacks on it, and the rules that are shown to matter elsewhere, or do not matter to it. */
export type Case = Instance & {
  publicSignals: readonly string[];
  attacks: readonly Attack[];
  otherwise: readonly string[];
};

export const CASES: Case[] = [
  {
    template: "Exclusion",
    publicSignals: ["commitment", "pageDigest"],
    compile: (variant) => exclusion(SIZE, variant),
    attacks: [...placeAttacks, ...nodeAttacks, ...transcriptAttacks],
    // exclusion.test.ts
    otherwise: ["absorb-page", "absorb-commitment"],
  },
  {
    template: "Inclusion",
    publicSignals: ["commitment", "key"],
    compile: inclusion,
    attacks: inclusionAttacks,
    // The path goes by bucket numbers: no heap id is in a constraint.
    otherwise: ["leaf-base"],
  },
  {
    template: "Listing",
    publicSignals: ["pageDigest", "key"],
    compile: (variant) => listing(ENTRIES, variant),
    attacks: listingAttacks,
    otherwise: [],
  },
];

/** The circuit that an attack is on, without the statements of some rules. */
export async function loadFor({ size }: Attack, circuit: Case, without: readonly string[]): Promise<ConstraintSystem> {
  return size === undefined ? loadWithout(circuit, without) : ConstraintSystem.load(await exclusion(size, { without }));
}
