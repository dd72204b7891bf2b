import { haveSameMembers } from "../shared/collections.ts";
import type { PublicManifest } from "../shared/publicManifest.ts";
import { type Check, check } from "../shared/verdict.ts";

/** A shard in evidence: its commitment, the schemes of its keys, and the commitments of the shards that it extends. */
export type DescribedShard = { commitment: string; schemes: readonly string[]; bases: readonly string[] };

/** What a release's shards must agree with: the declared shards, the lists, and the commitments in the proofs. */
type ShardClaims = {
  declared: readonly { commitment: string }[];
  shards: readonly DescribedShard[];
  lists: readonly { name: string; scheme: string }[];
  proved: readonly bigint[];
};

/**
 * The checks of a release's shards: exactly the declared ones are there, with those that they extend, and each has keys
 * of the schemes of the lists. A shard without such keys excludes every list, regardless of its data.
 */
export function shardChecks({ declared, shards, lists, proved }: ShardClaims): Check[] {
  const commitments = shards.map(({ commitment }) => commitment);
  const asDeclared =
    commitments.length > 0 &&
    commitments.join() === declared.map(({ commitment }) => commitment).join() &&
    new Set(commitments).size === commitments.length &&
    haveSameMembers(proved.map(String), commitments);
  const bases = shards.flatMap(({ bases }) => bases).filter((base) => !commitments.includes(base));
  return [
    check(
      "shards",
      asDeclared,
      "declared, described and proved shards are not the same, each once and in order",
      "shards-declared",
    ),
    check("bases", bases.length === 0, `what a shard was added to is missing: ${bases.join(", ")}`, "shards-complete"),
    ...shards.map(({ schemes }, i) => {
      const lacking = lists.filter(({ scheme }) => !schemes.includes(scheme));
      const names = lacking.map(({ name, scheme }) => `${name} (${scheme})`).join(", ");
      return check("schemes", lacking.length === 0, `it has no keys of the scheme of ${names}`, `shard-${i}-schemes`);
    }),
  ];
}

/** A shard as its manifest describes it. */
export const described = ({ commitment, schemes, bases }: PublicManifest): DescribedShard => ({
  commitment,
  bases,
  schemes: [...new Set(schemes.map(({ scheme }) => scheme))],
});
