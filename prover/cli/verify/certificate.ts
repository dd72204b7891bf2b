import { readHeader } from "../../ethereum/header.ts";
import { CERTIFICATE_FORMATS, type ExcludingRelease, type ExclusionCertificate } from "../../evidence/certificate.ts";
import type { BlockFacts } from "../../evidence/facts.ts";
import { type CertificatePolicy, verifyCertificate } from "../../evidence/verifyCertificate.ts";
import { toIsoTime } from "../../registry/describe.ts";
import { count } from "../../shared/format.ts";
import type { Json } from "../../shared/json.ts";
import { quoted } from "../../shared/names.ts";
import type { Values } from "../commands/definition.ts";
import { optional } from "../values.ts";
import { contractsIn, hashesIn, listIdsIn } from "./chainPolicy.ts";
import { fieldOf, hasFormat, type Kind } from "./kind.ts";
import { LISTING_OPTIONS, listingPolicy, placeOf } from "./listing.ts";
import { parentRows, parentsOf } from "./parents.ts";
import { keyRows } from "./policy.ts";
import { namesPowers, POWERS_OPTIONS, powersIn, powersLine, powersRows } from "./powers.ts";
import { type Row, verified } from "./verified.ts";

export const certificate: Kind = {
  alone: true,
  what: "an exclusion certificate for one work",
  takes: [...LISTING_OPTIONS, ...POWERS_OPTIONS, "deployment", "list-id", "block", "offline"],
  is: (input) => CERTIFICATE_FORMATS.some((format) => hasFormat(input, format)),
  async verify({ bytes, document }, values) {
    const listed = fieldOf(document, "listing") as Json | undefined;
    const known = await listingPolicy(values, document, listed, ["exclusion", "listing"]);
    const shards = exclusionsIn(document);
    const powers = await powersIn(values, shards);
    const circuits = [...known.policy.circuits, ...powers];
    const policy: CertificatePolicy = { ...known.policy, circuits, ...(await chainIn(values)) };
    const { scope, certificate: read, ...found } = verifyCertificate(bytes, policy);
    const accepted = found.acceptedAt ?? [];
    const releases = (read?.releases ?? []).map((release, i) => describeRelease(release, accepted[i] ?? null));
    const { key, blocklist, page, epoch } = read?.listing ?? {};
    return verified(found, {
      claim: () => placeOf(read!.listing, policy),
      rows: () => [
        ...read!.releases.flatMap((release, i) => releaseRows(release, accepted[i] ?? null)),
        ...caveats(read!, policy),
        ...keyRows(known.circuits),
        ...(shards.some(namesPowers) ? powersRows(powers) : []),
      ],
      details: [...known.lines, ...powers.map(powersLine)],
      json: {
        scope,
        key,
        blocklist,
        page,
        epoch,
        releases,
        policy: known.circuits,
        powers: powers.map(({ id }) => id),
      },
    });
  },
};

/** The entries about shards in a document that may have any form. */
function exclusionsIn(document: Json | undefined): Json[] {
  const items = (value: unknown) => (Array.isArray(value) ? (value as Json[]) : []);
  return items(fieldOf(document, "releases")).flatMap((release) => items(fieldOf(release, "exclusions")));
}

/** Contracts by a deployment's file, blocks by their hashes. Nobody is asked. */
async function chainIn(values: Values): Promise<Pick<CertificatePolicy, "chain">> {
  const path = optional(values, "deployment");
  const blocks = hashesIn(values);
  const lists = listIdsIn(values);
  if (path === undefined && blocks.length === 0 && lists.size === 0) return {};
  return {
    chain: {
      ...(path !== undefined && { contracts: await contractsIn(path) }),
      ...(blocks.length > 0 && { blocks: new Set(blocks) }),
      ...(lists.size > 0 && { lists }),
    },
  };
}

function describeRelease({ pack, declared, exclusions, chain }: ExcludingRelease, acceptedAt: BlockFacts | null) {
  const { vendor, model, version, time, parents } = declared;
  const where = chain && {
    chainId: chain.chainId,
    ledger: chain.ledger,
    list: chain.lists[0]?.list,
    release: chain.release,
    blocks: chain.blocks.flatMap(({ header }) => blockOf(header)),
    acceptedAt,
  };
  return { vendor, model, version, time, pack, shards: exclusions.length, parents, chain: where };
}

/** A block by number, hash and time; none for a header that another check refuses. */
function blockOf(header: Uint8Array): BlockFacts[] {
  try {
    const { number, hash, time } = readHeader(header);
    return [{ number, hash, time }];
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/**
 * A release that does not hold the work, when that was accepted, and what it says nothing of; the words are its
 * maker's.
 */
function releaseRows({ pack, declared, exclusions, chain }: ExcludingRelease, acceptedAt: BlockFacts | null): Row[] {
  const name = `${quoted(declared.model)} ${quoted(declared.version)} of ${quoted(declared.vendor)} (pack ${pack})`;
  const held =
    `${count(exclusions.length, "shard that is", "shards that are")} said to make it ` +
    `${exclusions.length === 1 ? "does" : "do"} not hold the work`;
  const recorded =
    chain && acceptedAt
      ? `; accepted on chain ${chain.chainId} with block ` + `${acceptedAt.number}, ${toIsoTime(acceptedAt.time)}`
      : "";
  return [["excluded by", `${name}: ${held}${recorded}`], ...parentRows(parentsOf(declared.parents, []), false)];
}

/** What a reader has to believe. */
function caveats({ listing, releases }: ExclusionCertificate, { chain }: CertificatePolicy): Row[] {
  const onChain = releases.some((release) => release.chain !== null);
  const isFirst = releases.some(({ exclusions }) => exclusions.some(({ described }) => described === undefined));
  const stated: [boolean, string][] = [
    [onChain && chain?.blocks === undefined, "that these blocks are of that chain is stated only (--block)"],
    [onChain && chain?.contracts === undefined, "that the contracts are the right ones is stated only (--deployment)"],
    [
      onChain && !chain?.lists?.has(listing.blocklist.name),
      `that ${quoted(listing.blocklist.name)} is this list of the chain is stated, not checked (--list-id)`,
    ],
    [
      isFirst,
      `whether the shards have keys of the scheme ${listing.scheme} at all a certificate of version 1 does not say`,
    ],
  ];
  return stated.filter(([applies]) => applies).map(([, text]) => ["caveat", text]);
}
