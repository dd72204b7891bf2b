import { powersId } from "../accumulator/hashes.ts";
import { isEntry, satisfyDisjointness } from "../accumulator/verify.ts";
import type { Listed } from "../bundle/listing.ts";
import { type Pinned, trustedKey } from "../bundle/pinned.ts";
import { commitmentChecks } from "../bundle/verifyDisjointness.ts";
import { satisfiesPairing } from "../groth16/verify.ts";
import { type Check, check } from "../shared/verdict.ts";
import { type EntryExclusion, type ExcludingShard, isPageExclusion, type PageExclusion } from "./certificate.ts";

/** The checks that a shard excludes a work. */
export const exclusionOf = (shard: ExcludingShard, listing: Listed, trusted: readonly Pinned[]): Check[] =>
  isPageExclusion(shard)
    ? pageExclusionChecks(shard, listing, trusted)
    : entryExclusionChecks(shard, listing.key, trusted);

function pageExclusionChecks(
  { commitment, circuitId, proof }: PageExclusion,
  { pageSize, pageDigest }: { pageSize: number; pageDigest: bigint },
  trusted: readonly Pinned[],
): Check[] {
  const key = trustedKey(trusted, { circuitId, kind: "exclusion", pageSize });
  const holds = key !== undefined && satisfiesPairing(key, [commitment, pageDigest], proof);
  return [
    check("circuit", key !== undefined, `${circuitId} is not pinned for excluding pages of ${pageSize}`),
    check("proof", holds, "the proof does not hold"),
  ];
}

/**
 * The work is an entry behind an accumulator, and the shard has no key in common with the entries behind it. So it has
 * not the work, whatever list the accumulator is of (docs/disjointness.md).
 */
function entryExclusionChecks(
  { commitment, powers, accumulator, list, witness, proof }: EntryExclusion,
  key: string,
  trusted: readonly Pinned[],
): Check[] {
  return [
    ...commitmentChecks(trusted, { commitment, powers: powersId(powers.g1, powers.g2), accumulator }),
    check(
      "proof",
      isEntry(list, BigInt(`0x${key}`), witness, powers),
      "the work is not shown to be an entry behind the accumulator",
      "entry",
    ),
    check("proof", satisfyDisjointness([{ accumulator, list, proof }]), "the proof does not hold"),
  ];
}
