import { exclusion, inclusion, listing, type ReadableCircuit } from "../../support/circuits.ts";
import { type Attack, SIZE } from "./attack.ts";
import { inclusionAttacks } from "./inclusion.ts";
import { ENTRIES, listingAttacks } from "./listing.ts";
import { nodeAttacks } from "./nodes.ts";
import { placeAttacks } from "./place.ts";
import { transcriptAttacks } from "./transcript.ts";

/** A circuit, the attacks on it, and the rules that are shown to matter elsewhere, or do not matter to it. */
export type Case = {
  template: string;
  compile(without: readonly string[], attack: Attack): Promise<ReadableCircuit>;
  publicSignals: readonly string[];
  attacks: readonly Attack[];
  otherwise: readonly string[];
};

export const CASES: Case[] = [
  {
    template: "Exclusion",
    publicSignals: ["commitment", "pageDigest"],
    compile: (without, { size = SIZE }) => exclusion(size, { without }),
    attacks: [...placeAttacks, ...nodeAttacks, ...transcriptAttacks],
    // exclusion.test.ts
    otherwise: ["absorb-page", "absorb-commitment"],
  },
  {
    template: "Inclusion",
    publicSignals: ["commitment", "key"],
    compile: (without) => inclusion({ without }),
    attacks: inclusionAttacks,
    // The path goes by bucket numbers: no heap id is in a constraint.
    otherwise: ["leaf-base"],
  },
  {
    template: "Listing",
    publicSignals: ["pageDigest", "key"],
    compile: (without) => listing(ENTRIES, { without }),
    attacks: listingAttacks,
    otherwise: [],
  },
];
