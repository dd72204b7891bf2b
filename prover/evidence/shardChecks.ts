import { haveSameMembers } from "../shared/collections.ts";
import type { PublicManifest } from "../shared/publicManifest.ts";
import { type Check, check } from "../shared/verdict.ts";

/** What evidence says of a shard: its commitment, the schemes whose keys it has, commitments of what it is added to. */
export type DescribedShard = { commitment: string; schemes: readonly string[]; bases: readonly string[] };

/** What shards of a release must agree with: the declared ones, the lists that count, and whom the proofs are about. */
export type ShardClaims = {
  declared: readonly { commitment: string }[];
  shards: readonly DescribedShard[];
  lists: readonly { name: string; scheme: string }[];
  proved: readonly bigint[];
};

/**
 * The checks of shards, for whatever describes them: they are all there and no others, with what each was added to,
 * and each has keys of the schemes of the lists. A shard without such keys holds no entry of any list, whatever its
 * data.
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

/** What a manifest says of its shard. */
export const described = ({ commitment, schemes, bases }: PublicManifest): DescribedShard => ({
  commitment,
  bases,
  schemes: [...new Set(schemes.map(({ scheme }) => scheme))],
});
