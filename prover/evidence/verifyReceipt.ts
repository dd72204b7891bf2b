import { trustedKey } from "../bundle/pinned.ts";
import { type ListingPolicy, listingChecks, scopeOf } from "../bundle/verifyListing.ts";
import { circuitId } from "../groth16/verificationKey.ts";
import { type Check, check, documentCheck, satisfiesPairing, toVerdict, type Verdict } from "../groth16/verify.ts";
import { inspectJson } from "../shared/document.ts";
import { type ChainPolicy, trustChecks } from "./chain/trust.ts";
import { acceptedPages, eventsIn, releaseCheck } from "./chain/verify.ts";
import { chainFacts } from "./facts.ts";
import { type ExcludingRelease, type Receipt, readReceipt } from "./receipt.ts";

/** What a verifier of a receipt trusts: circuits for listing and for exclusion, and what it knows of list and chain. */
export type ReceiptPolicy = ListingPolicy & { chain?: Omit<ChainPolicy, "release"> };

/** `receipt` is what the file says; it holds if the verdict is true. */
export type ReceiptVerdict = Verdict & { scope: "list" | "page"; receipt?: Receipt };

/**
 * Checks a receipt's file: that the work is on the page, that every declared shard of every release excludes that page, and
 * that the blocks hold the events of their acceptance. Trusts nothing in it; what cannot be checked counts as false.
 */
export function verifyReceipt(bytes: Uint8Array, policy: ReceiptPolicy): ReceiptVerdict {
  const scope = scopeOf(policy);
  const read = inspectJson(bytes, "the receipt", readReceipt);
  const format = documentCheck("format", read.issues);
  if (!("value" in read)) return { ...toVerdict([format]), scope };
  const { listing, releases } = read.value;
  const packs = releases.map(({ pack }) => pack);
  const checks = [
    format,
    ...listingChecks(listing, policy),
    check("releases-distinct", new Set(packs).size === packs.length, "a pack is told twice"),
    ...releases.flatMap((release, i) =>
      [...exclusionChecks(read.value, release, policy), ...acceptanceChecks(read.value, release, policy)].map(
        (each) => ({
          ...each,
          name: `release-${i}-${each.name}`,
        }),
      ),
    ),
  ];
  return { ...toVerdict(checks), scope, receipt: read.value };
}

function exclusionChecks(
  { listing: { pageSize, pageDigest } }: Receipt,
  { declared, exclusions }: ExcludingRelease,
  { circuits }: ReceiptPolicy,
): Check[] {
  const shards = declared.shards.map(({ commitment }) => commitment);
  const proved = exclusions.map(({ commitment }) => String(commitment));
  const same = shards.length > 0 && shards.join() === proved.join() && new Set(shards).size === shards.length;
  return [
    check("shards", same, "the proofs are not of the declared shards, each once and in order"),
    ...exclusions.flatMap(({ commitment, circuitId, proof }, i) => {
      const key = trustedKey(circuits, { circuitId, kind: "exclusion", pageSize });
      const holds = key !== undefined && satisfiesPairing(key, [commitment, pageDigest], proof);
      return [
        check(`shard-${i}-circuit`, key !== undefined, `${circuitId} is not pinned for excluding pages of ${pageSize}`),
        check(`shard-${i}-proof`, holds, "the proof does not hold"),
      ];
    }),
  ];
}

/** The events that the blocks hold: the page accepted for every shard, and the release with these shards. */
function acceptanceChecks({ listing }: Receipt, release: ExcludingRelease, policy: ReceiptPolicy): Check[] {
  const { declared, exclusions, chain } = release;
  if (chain === null)
    return policy.chain === undefined ? [] : [check("chain", false, "the receipt refers to no chain for this release")];
  const { checks, logs } = eventsIn(chain);
  const [list, ...more] = chain.lists;
  const commitments = exclusions.map(({ commitment }) => commitment);
  const trusted = policy.circuits.filter(({ kind }) => kind === "exclusion");
  const sizes = new Map(trusted.map(({ key, pageSize }) => [circuitId(key), pageSize]));
  const accepted = commitments.map((commitment, i) => {
    const own = { root: list?.root ?? "", pageSize: listing.pageSize };
    const isAccepted = acceptedPages(commitment, own, sizes, chain, logs)(listing.page);
    return check(`chain-accepted-shard-${i}`, isAccepted, `no block shows that page ${listing.page} was accepted`);
  });
  const failed = checks.some(({ ok }) => !ok);
  return [
    ...checks,
    check("chain-list", list !== undefined && more.length === 0, "it refers not to just one list of the chain"),
    ...accepted,
    ...(chain.release === null ? [] : [releaseCheck(chain.release, commitments, declared, chain, logs)]),
    ...(policy.chain === undefined || failed ? [] : trustChecks(chainFacts(chain), policy.chain)),
  ];
}
