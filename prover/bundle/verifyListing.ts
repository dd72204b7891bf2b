import { satisfiesPairing } from "../groth16/verify.ts";
import { inspectJson } from "../shared/document.ts";
import { behindCheck, type Check, check, documentCheck, toVerdict, type Verdict } from "../shared/verdict.ts";
import { earlierList } from "./earlier.ts";
import type { ExpectedList } from "./expected.ts";
import { type Listed, type Listing, readListing } from "./listing.ts";
import { isOpened, type OpenedListing, openedChecks } from "./openedListing.ts";
import { type Pinned, trustedKey } from "./pinned.ts";

/** What a verifier of a listing trusts, and what it expects. */
export type ListingPolicy = {
  /** Circuits, and powers of tau for certificates about shards with accumulators. */
  circuits: readonly Pinned[];
  /** Trusted lists by name and root. If given, one of them must be the listing's. */
  lists?: readonly { name: string; root: string }[];
  /** The whole list. If given, the listing's page must be the one at its index. `epochs[e]`: pages at epoch e + 1. */
  list?: ExpectedList & { epochs: readonly number[] };
  /** The work: 62 hexadecimal digits. */
  key?: string;
};

/**
 * `scope`: what a true verdict means. "list": the work is on this page of the expected list; "page": only that it is on
 * the page with this digest.
 */
export type ListingVerdict = Verdict & { scope: "list" | "page"; listing?: Listing };

/** Checks a listing's file. Trusts nothing in it; what cannot be checked counts as false. */
export function verifyListing(bytes: Uint8Array, policy: ListingPolicy): ListingVerdict {
  const scope = scopeOf(policy);
  const read = inspectJson(bytes, "the listing", readListing);
  const format = documentCheck("format", read.issues);
  if (!("value" in read)) return { ...toVerdict([format]), scope };
  return { ...toVerdict([format, ...listingChecks(read.value, policy)]), scope, listing: read.value };
}

export const scopeOf = ({ list }: ListingPolicy): "list" | "page" => (list === undefined ? "page" : "list");

/** The checks of a listing that was read, by a proof or by its opened page. */
export function listingChecks(listing: Listing | OpenedListing, policy: ListingPolicy): Check[] {
  const { key } = listing;
  const isAsked = policy.key === undefined || key === policy.key;
  return [
    ...(policy.key === undefined ? [] : [check("key", isAsked, `it is about another work: ${key}`, "listed-key")]),
    ...listChecks(listing, policy),
    ...(isOpened(listing) ? openedChecks(listing) : provedChecks(listing, policy)),
  ];
}

function provedChecks({ key, pageSize, pageDigest, circuitId, proof }: Listing, { circuits }: ListingPolicy): Check[] {
  const trusted = trustedKey(circuits, { circuitId, kind: "listing", pageSize });
  const holds = trusted !== undefined && satisfiesPairing(trusted, [pageDigest, BigInt(`0x${key}`)], proof);
  return [
    check(
      "circuit",
      trusted !== undefined,
      `${circuitId} is not pinned for keys on pages of ${pageSize}`,
      "listed-circuit",
    ),
    check("proof", holds, "the proof does not hold", "listed-proof"),
  ];
}

function listChecks({ blocklist, scheme, page, epoch, ...own }: Listed, { lists, list }: ListingPolicy): Check[] {
  const is = (known: { name: string; root: string }) => known.name === blocklist.name && known.root === blocklist.root;
  const problem = `it is about ${blocklist.name} with root ${blocklist.root}`;
  const checks = lists === undefined ? [] : [check("list", lists.some(is), problem, "listed-list")];
  if (list === undefined) return checks;
  const known = list.pages[page];
  const samePage = known?.pageSize === own.pageSize && known.pageDigest === own.pageDigest;
  const first = list.epochs.findIndex((count) => count > page) + 1;
  const then = is(list) ? undefined : list.document && earlierList(list.document, blocklist.root);
  return [
    ...checks,
    check("list", is(then?.list ?? list), problem, "listed-root"),
    ...(then?.upTo === undefined ? [] : [behindCheck("listed-current", then.upTo)]),
    check("scheme", scheme === list.scheme, `its scheme is ${scheme}, the list's is ${list.scheme}`, "listed-scheme"),
    check("pages", samePage, `page ${page} of the list has another digest`, "listed-page"),
    check("place", first > 0 && epoch === first, `the list has page ${page} from epoch ${first} on`, "listed-epoch"),
  ];
}
