import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeEnvelope } from "../bundle/envelope.ts";
import { type ListRoot, readListRoot } from "../bundle/listRoot.ts";
import { signStatement } from "../bundle/sign.ts";
import { describeBundle, isByPage, makeExclusionStatement } from "../bundle/statement.ts";
import { computeCircuitId, readVerificationKey } from "../groth16/verificationKey.ts";
import {
  type DocumentReader,
  type InspectedDocument,
  inspectJson,
  listIssues,
  readDocument,
} from "../shared/document.ts";
import { dataError, usageError } from "../shared/errors.ts";
import { writeFileAtomic } from "../shared/files.ts";
import { stringifyJson } from "../shared/json.ts";
import { readManifest } from "../shared/manifest.ts";
import { publicManifest } from "../shared/publicManifest.ts";
import type { ArchiveFiles } from "./car.ts";
import { type ChainDocument, writeChainDocument } from "./chain/document.ts";
import { makeEvidenceDocuments } from "./documents/index.ts";
import { DECLARATION, type Declaration, type ReleaseFacts, releaseFacts, writeFacts } from "./facts.ts";
import { type Evidence, packFiles, signedFiles, statedIn, writePack } from "./pack.ts";
import { requireLineage, sortedSteps } from "./packSteps.ts";

/**
 * What evidence is made of, in any order; all but the declaration as the files stand on the disk. `bundles`:
 * bundle.json of every shard and list, of proofs by page or of disjointness proofs; `keys`: verification keys, as
 * snarkjs writes them, of at least the circuits that were used; `lists`: list.json; `manifests`: manifest.json of
 * every declared shard; `chain`: see `chainDocument` in prover/chain; `steps`: signed steps from the shards to
 * the weights, each of which must be needed. `tellCounts`: whether to tell how many files,
 * records and keys the shards have; default: no.
 */
export type EvidenceParts = {
  declaration: Declaration;
  bundles: readonly Uint8Array[];
  keys: readonly Uint8Array[];
  lists: readonly Uint8Array[];
  manifests: readonly Uint8Array[];
  chain?: ChainDocument;
  steps?: readonly Uint8Array[];
  tellCounts?: boolean;
  attachments?: ArchiveFiles;
};

/** A written pack: the folder `<cid>/`, the archive `<cid>.car`, and the facts in it. */
export type MadeEvidence = { cid: string; folder: string; archive: string; facts: ReleaseFacts };

/**
 * Signs what the bundles prove, and packs it with all that a verifier needs. The same parts, key and declared time
 * give the same bytes.
 *
 * @param options `keyPath`: an Ed25519 private key, PKCS #8 PEM, readable by its owner only; `out`: the folder to
 * write into
 * @throws data `evidence/invalid`, `evidence/not-described`, `evidence/lineage`, usage `evidence/no-key`, and those of
 * `signStatement`
 */
export async function makeEvidence(
  parts: EvidenceParts,
  { keyPath, out }: { keyPath: string; out: string },
): Promise<MadeEvidence> {
  const { evidence, facts } = unsignedEvidence(parts);
  const stated = statedIn(facts.declared, signedFiles(evidence));
  const signed = await signStatement(makeExclusionStatement(evidence.bundles, stated), keyPath);
  const pack: Evidence = { envelope: utf8(writeEnvelope(signed)), ...evidence };
  const { cid, bytes } = writePack(pack);
  const folder = join(out, cid);
  const archive = join(out, `${cid}.car`);
  await writeFolder(folder, packFiles(pack));
  await writeFileAtomic(archive, bytes);
  return { cid, folder, archive, facts };
}

function unsignedEvidence(parts: EvidenceParts): { evidence: Omit<Evidence, "envelope">; facts: ReleaseFacts } {
  const declared = readDocument("the declaration", "evidence/invalid", HINT, (reader) =>
    DECLARATION.read(reader, parts.declaration, "$"),
  );
  const lists = parts.lists
    .map((file) => ({ file, ...readOr("a list", readListRoot(file)) }))
    .sort((a, b) => (a.root < b.root ? -1 : 1));
  const manifests = manifestsOf(declared, parts);
  const bundles = bundlesOf(declared, lists, parts.bundles);
  const roots = lists.map(({ file: _, ...root }): ListRoot => root);
  const exclusions = bundles.map(describeBundle);
  const steps = sortedSteps(parts.steps ?? []);
  const facts = releaseFacts(declared, { manifests, lists: roots, exclusions, chain: parts.chain, steps });
  requireLineage(facts, steps);
  const evidence = {
    bundles,
    keys: keysOf(new Set(exclusions.flatMap((each) => (isByPage(each) ? each.circuits : []))), parts.keys),
    lists: lists.map(({ file }) => file),
    manifests: manifests.map((manifest) => utf8(stringifyJson(manifest, 2))),
    facts: utf8(writeFacts(facts)),
    ...(parts.chain && { chain: utf8(writeChainDocument(parts.chain)) }),
    steps: steps.map(({ file }) => file),
    documents: makeEvidenceDocuments(facts),
    attachments: parts.attachments ?? new Map(),
  };
  return { evidence, facts };
}

/** The public manifests, one for each declared shard, in that order. */
function manifestsOf({ shards }: Declaration, { manifests: files, tellCounts = false }: EvidenceParts) {
  const manifests = files.map((file) =>
    publicManifest(readOr("a manifest", inspectJson(file, "manifest", readManifest)), tellCounts),
  );
  const found = new Map(manifests.map((manifest) => [manifest.commitment, manifest]));
  const missing = shards.filter(({ commitment }) => !found.has(commitment));
  if (missing.length > 0 || found.size !== shards.length)
    throw notDescribed(`${shards.length} shards are declared, ${found.size} manifests given`);
  return shards.map(({ commitment }) => found.get(commitment)!);
}

/** The bundles, one for each pair of shard and list, in that order. */
function bundlesOf({ shards }: Declaration, lists: readonly ListRoot[], files: readonly Uint8Array[]): Uint8Array[] {
  const found = new Map(files.map((file) => [placeOf(describeBundle(file)), file]));
  const wanted = shards.flatMap(({ commitment }) =>
    lists.map(({ root }) =>
      placeOf({ commitment: BigInt(commitment).toString(16).padStart(64, "0"), blocklist: { root } }),
    ),
  );
  const missing = wanted.filter((place) => !found.has(place));
  if (missing.length > 0 || found.size !== wanted.length)
    throw notDescribed(`${shards.length} shards and ${lists.length} lists do not go with ${found.size} bundles`);
  return wanted.map((place) => found.get(place)!);
}

const placeOf = ({ commitment, blocklist }: { commitment: string; blocklist: { root: string } }): string =>
  `${commitment}/${blocklist.root}`;

/** The keys of these circuits, sorted by circuit id. */
function keysOf(circuits: ReadonlySet<string>, files: readonly Uint8Array[]): Uint8Array[] {
  const read = (reader: DocumentReader, value: unknown) => readVerificationKey(reader, value, "$");
  const keys = new Map<string, Uint8Array>(
    files.map((file) => [computeCircuitId(readOr("a key", inspectJson(file, "key", read))), file]),
  );
  return [...circuits].sort().map((circuit) => {
    const key = keys.get(circuit);
    if (key !== undefined) return key;
    throw usageError(
      "evidence/no-key",
      `no key of circuit ${circuit} is given`,
      "Give the folder of the artifacts that it was proved with as `artifacts`.",
    );
  });
}

/** A name is a content address, so a pack that exists under it is the same. */
async function writeFolder(folder: string, files: ArchiveFiles): Promise<void> {
  const temporary = `${folder}.part`;
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  for (const [name, content] of files) await writeFile(join(temporary, name), content);
  await rm(folder, { recursive: true, force: true });
  await rename(temporary, folder);
}

function readOr<T>(what: string, read: InspectedDocument<T>): T {
  if ("value" in read) return read.value;
  throw dataError("evidence/invalid", `${what}: ${listIssues(read.issues)}`, HINT);
}

const utf8 = (text: string) => new TextEncoder().encode(text);

const HINT = "Make it again with the command that wrote it.";
const notDescribed = (problem: string) =>
  dataError(
    "evidence/not-described",
    problem,
    "Give a manifest for every shard, and a bundle for every shard and list.",
  );
