import type { PinnedCircuit } from "../bundle/pinned.ts";
import { type ListingPolicy, listingChecks, scopeOf } from "../bundle/verifyListing.ts";
import { computeCircuitId } from "../groth16/verificationKey.ts";
import { inspectJson } from "../shared/document.ts";
import { type Check, check, documentCheck, toVerdict, type Verdict } from "../shared/verdict.ts";
import {
  type ExcludingRelease,
  type ExcludingShard,
  type ExclusionCertificate,
  readCertificate,
} from "./certificate.ts";
import { acceptance } from "./chain/accepted.ts";
import type { ChainDocument } from "./chain/document.ts";
import { eventsIn, orderChecks } from "./chain/held.ts";
import { neededFor } from "./chain/needed.ts";
import { pageChecks } from "./chain/published.ts";
import { type ChainPolicy, checkTrust, listIdChecks } from "./chain/trust.ts";
import { latest, releaseCheck } from "./chain/verify.ts";
import { exclusionOf } from "./exclusionOf.ts";
import { type BlockFacts, chainFacts } from "./facts.ts";
import { shardChecks } from "./shardChecks.ts";

/**
 * What a verifier of a certificate trusts: circuits for listing and for exclusion, and what it knows of list and chain.
 */
export type CertificatePolicy = ListingPolicy & { chain?: Omit<ChainPolicy, "release"> };

/**
 * `certificate` is what the file says; it holds if the verdict is true. `acceptedAt`: for each release in order the
 * block with which the page was accepted for the last of its shards, null without a chain.
 */
export type CertificateVerdict = Verdict & {
  scope: "list" | "page";
  certificate?: ExclusionCertificate;
  acceptedAt?: (BlockFacts | null)[];
};

/**
 * Checks a certificate's file: that the work is on the page, that every declared shard of every release has keys of the
 * list's scheme and excludes that page, and that the blocks hold the events of their acceptance. A certificate of the
 * first version says nothing of schemes. Trusts nothing in it; what cannot be checked counts as false.
 */
export function verifyCertificate(bytes: Uint8Array, policy: CertificatePolicy): CertificateVerdict {
  const scope = scopeOf(policy);
  const read = inspectJson(bytes, "the certificate", readCertificate);
  const format = documentCheck("format", read.issues);
  if (!("value" in read)) return { ...toVerdict([format]), scope };
  const { listing, releases } = read.value;
  const packs = releases.map(({ pack }) => pack);
  const onChain = releases.map((release) => acceptanceChecks(read.value, release, policy));
  const checks = [
    format,
    ...listingChecks(listing, policy),
    check("distinct", new Set(packs).size === packs.length, "a pack appears twice", "releases-distinct"),
    ...releases.flatMap((release, i) =>
      [...exclusionChecks(read.value, release, policy), ...onChain[i]!.checks].map((each) => ({
        ...each,
        name: `release-${i}-${each.name}`,
      })),
    ),
  ];
  const acceptedAt = onChain.map((each) => each.acceptedAt ?? null);
  return { ...toVerdict(checks), scope, certificate: read.value, acceptedAt };
}

function exclusionChecks(
  { listing }: ExclusionCertificate,
  { declared, exclusions }: ExcludingRelease,
  { circuits }: CertificatePolicy,
): Check[] {
  const shards = declared.shards.map(({ commitment }) => commitment);
  const proved = exclusions.map(({ commitment }) => commitment);
  const same = shards.length > 0 && shards.join() === proved.join() && new Set(shards).size === shards.length;
  const lists = [{ name: listing.blocklist.name, scheme: listing.scheme }];
  return [
    check("shards", same, "the proofs are not of the declared shards, each once and in order"),
    ...(isFirst(exclusions)
      ? []
      : shardChecks({ declared: declared.shards, shards: described(exclusions), lists, proved })),
    ...exclusions.flatMap((shard, i) =>
      exclusionOf(shard, listing, circuits).map((each) => ({ ...each, name: `shard-${i}-${each.name}` })),
    ),
  ];
}

/** Of a certificate of the first version, which does not say which keys the shards have. */
const isFirst = (exclusions: readonly ExcludingShard[]) => exclusions.some((each) => each.described === undefined);

const described = (exclusions: readonly ExcludingShard[]) =>
  exclusions.flatMap(({ commitment, described }) =>
    described === undefined ? [] : { commitment: String(commitment), ...described },
  );

type OnChain = { checks: Check[]; acceptedAt?: BlockFacts | undefined };

/**
 * The events that the blocks hold: the page published, and accepted for every shard, and the release with these
 * shards.
 */
function acceptanceChecks(
  certificate: ExclusionCertificate,
  release: ExcludingRelease,
  policy: CertificatePolicy,
): OnChain {
  const { chain } = release;
  if (chain !== null) return chainChecks(certificate, release, chain, policy);
  if (policy.chain === undefined) return { checks: [] };
  return { checks: [check("contracts", false, "the certificate refers to no chain for this release", "chain")] };
}

function chainChecks(
  { listing }: ExclusionCertificate,
  { declared, exclusions }: ExcludingRelease,
  chain: ChainDocument,
  policy: CertificatePolicy,
): OnChain {
  const { checks, held } = eventsIn(chain);
  const [reference, ...more] = chain.lists;
  const { page, pageSize } = listing;
  const commitments = exclusions.map(({ commitment }) => commitment);
  const lists = reference === undefined ? [] : [{ reference, pages: [page], page }];
  const accepted = commitments.map((commitment) =>
    acceptance(commitment, { root: reference?.root ?? "", pageSize, pages: [page] }, sizesIn(policy), chain, held),
  );
  const failed = checks.some(({ ok }) => !ok);
  return {
    checks: [
      ...checks,
      check(
        "published",
        reference !== undefined && more.length === 0,
        "it refers not to just one list of the chain",
        "chain-list",
      ),
      ...orderChecks(held, [], neededFor(chain, { commitments, lists })),
      // The first version has no receipt of what was published: which list of the chain it is stays stated, or is for
      // the policy.
      ...(reference === undefined || isFirst(exclusions) ? [] : pageChecks(listing, reference, chain.blocklists, held)),
      ...accepted.map(({ has }, i) =>
        check("accepted", has(page), `no block shows that page ${page} was accepted`, `chain-accepted-shard-${i}`),
      ),
      ...(chain.release === null ? [] : [releaseCheck(chain.release, commitments, declared, chain, held)]),
      ...(policy.chain === undefined || failed ? [] : checkTrust(chainFacts(chain), policy.chain)),
      ...listIdChecks([{ name: listing.blocklist.name, list: reference?.list }], policy.chain ?? {}),
    ],
    acceptedAt: latest(accepted),
  };
}

/** The circuits that are trusted to exclude pages, with their page sizes. */
const sizesIn = ({ circuits }: CertificatePolicy): Map<string, number> =>
  new Map(
    circuits
      .filter((each): each is PinnedCircuit => each.kind === "exclusion")
      .map(({ key, pageSize }) => [computeCircuitId(key), pageSize]),
  );
