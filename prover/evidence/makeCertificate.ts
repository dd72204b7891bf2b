import { isSameAccumulator } from "../accumulator/listAccumulators.ts";
import { type Bundle, isPageBundle, readBundle } from "../bundle/document.ts";
import type { Listed } from "../bundle/listing.ts";
import { type Log, logsOf, readHeader } from "../ethereum/header.ts";
import type { G2 } from "../groth16/points.ts";
import { type DocumentReader, type InspectedDocument, inspectJson, listIssues } from "../shared/document.ts";
import { dataError } from "../shared/errors.ts";
import { type Commitment, toCommitment } from "../shared/ids.ts";
import { type PublicManifest, readPublicManifest } from "../shared/publicManifest.ts";
import { readArchive } from "./car.ts";
import { type EntryWitness, type ExcludingRelease, isPageExclusion } from "./certificate.ts";
import { type BlockReceipt, type ChainDocument, readChainDocument } from "./chain/document.ts";
import { neededFor } from "./chain/needed.ts";
import { readDeclared } from "./facts.ts";
import { evidenceIn } from "./pack.ts";
import { type DescribedShard, described } from "./shardChecks.ts";

/**
 * What an evidence pack has for a certificate: which keys the shards have, the proofs that each excludes the listed
 * page, and the part of its chain document that shows their acceptance. Whether a pack is good is for `verifyPack`;
 * whether what was taken holds is for `verifyCertificate`.
 *
 * @param witnesses that the work is an entry behind accumulators, for shards with accumulators; see `accumulatorsIn`
 * @returns undefined if the release does not exclude the work
 * @throws data `certificate/bad-pack`
 */
export function describeExcludingRelease(
  archive: Uint8Array,
  { page, pageDigest }: Pick<Listed, "page" | "pageDigest">,
  witnesses: readonly EntryWitness[] = [],
): ExcludingRelease | undefined {
  const read = readArchive(archive);
  const evidence = read && evidenceIn(read.files);
  if (read === undefined || evidence === undefined) throw badPack("it is not an evidence pack, or it is damaged");
  const declared = accepted(inspectJson(evidence.facts, "the facts", readDeclared));
  const bundles = evidence.bundles.map((file) => accepted(inspectJson(file, "a bundle", readBundle)));
  const shards = declared.shards.map(({ commitment }) => toCommitment(commitment));
  const found = shards.map(
    (commitment) => excluding(bundles, commitment, page, pageDigest) ?? disjoint(bundles, commitment, witnesses),
  );
  const all = found.flatMap((each) => each ?? []);
  const [first] = all;
  if (first === undefined || all.length !== found.length) return undefined;
  const chain = evidence.chain && accepted(inspectJson(evidence.chain, "the chain document", readChain));
  const commitments = all.map(({ commitment }) => commitment);
  const manifests = evidence.manifests.map((file) => accepted(inspectJson(file, "a manifest", readPublic)));
  return {
    pack: read.cid,
    declared,
    exclusions: all.map(({ root: _, ...exclusion }) => {
      const { schemes, bases } = describedAs(manifests, exclusion.commitment);
      return { ...exclusion, described: { schemes: [...schemes], bases: [...bases] } };
    }),
    // What the ledger has of accumulators is about whole epochs: it is shown by the pack.
    chain: chain === undefined || !all.every(isPageExclusion) ? null : partOf(chain, first.root, page, commitments),
  };
}

/** The description of a shard in its manifest. */
function describedAs(manifests: readonly PublicManifest[], commitment: Commitment): DescribedShard {
  const own = manifests.find((manifest) => manifest.commitment === String(commitment));
  if (own !== undefined) return described(own);
  throw badPack(`it has no manifest of the shard ${commitment}`);
}

/** The proof that a shard excludes the page, and the root of the list as it was then. */
function excluding(bundles: readonly Bundle[], commitment: Commitment, page: number, pageDigest: bigint) {
  for (const { statements, blocklist, ...bundle } of bundles.filter(isPageBundle)) {
    const statement = statements.find((each) => each.page === page && each.pageDigest === pageDigest);
    if (statement === undefined || bundle.commitment !== commitment) continue;
    return { commitment, root: blocklist.root, circuitId: statement.circuitId, proof: statement.proof };
  }
  return undefined;
}

/** The proof that a shard is disjoint from entries of which the work is one. */
function disjoint(bundles: readonly Bundle[], commitment: Commitment, witnesses: readonly EntryWitness[]) {
  for (const bundle of bundles) {
    if (isPageBundle(bundle) || bundle.commitment !== commitment) continue;
    for (const { list, proof } of bundle.statements) {
      const own = witnesses.find((each) => isSameAccumulator(each.list, list));
      if (own === undefined) continue;
      return { commitment, root: bundle.blocklist.root, ...own, accumulator: bundle.accumulator, proof };
    }
  }
  return undefined;
}

/**
 * The accumulators of lists that the disjointness proofs of a pack are about.
 *
 * @throws data `certificate/bad-pack`
 */
export function accumulatorsIn(archive: Uint8Array): G2[] {
  const evidence = evidenceIn(readArchive(archive)?.files ?? new Map());
  const bundles = (evidence?.bundles ?? []).map((file) => accepted(inspectJson(file, "a bundle", readBundle)));
  return bundles.flatMap((bundle) => (isPageBundle(bundle) ? [] : bundle.statements.map(({ list }) => list)));
}

/**
 * The blocks that show that the page was published, accepted for the shards and the release registered, and the list
 * they name; null where blocks are stated only, because a certificate has nothing that is not shown.
 */
function partOf(
  document: ChainDocument,
  root: string,
  page: number,
  commitments: readonly Commitment[],
): ChainDocument | null {
  const reference = document.lists.find((list) => list.root === root);
  if (reference === undefined || document.stated !== undefined) return null;
  const isNeeded = neededFor(document, { commitments, lists: [{ reference, pages: [page], page }] });
  const blocks = document.blocks.map(({ header, receipts }) => ({
    header,
    receipts: receipts.filter((receipt) => logsIn(header, receipt).some(isNeeded)),
  }));
  return { ...document, lists: [reference], blocks: blocks.filter(({ receipts }) => receipts.length > 0) };
}

function logsIn(header: Uint8Array, { transaction, proof }: BlockReceipt): Log[] {
  try {
    return logsOf(readHeader(header), transaction, proof);
  } catch (error) {
    if (error instanceof RangeError) throw badPack(error.message);
    throw error;
  }
}

const readPublic = (reader: DocumentReader, value: unknown) => readPublicManifest(reader, value);
const readChain = (reader: DocumentReader, value: unknown): ChainDocument => readChainDocument(reader, value);

function accepted<T>(read: InspectedDocument<T>): T {
  if ("value" in read) return read.value;
  throw badPack(listIssues(read.issues));
}

const badPack = (problem: string) =>
  dataError("certificate/bad-pack", problem, "Verify the pack, and ask its vendor for a good one.");
