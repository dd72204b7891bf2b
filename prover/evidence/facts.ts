import type { ListRoot } from "../bundle/listRoot.ts";
import { type Exclusion, isByPage } from "../bundle/statement.ts";
import { type SignedStep, stepsRoot } from "../custody/lineage/graph.ts";
import { readHeader } from "../ethereum/header.ts";
import type { DocumentReader } from "../shared/document.ts";
import { stringifyJson } from "../shared/json.ts";
import { isCounted, type PublicManifest, type ShownShard } from "../shared/publicManifest.ts";
import { DECIMAL_TEXT, idOf, LINE, NAME, SHA256 } from "../shared/shape/fields.ts";
import { documentOf, object } from "../shared/shape/object.ts";
import { checked, list, oneOf, type Shape, text } from "../shared/shape/shape.ts";
import type { ChainDocument } from "./chain/document.ts";

/**
 * Versions of the facts. From the second one on, documents say what of a shard is compared and what is not; from the
 * third one on, blocks may be only stated; from the fourth one on, manifests may have no counts; from the fifth one on,
 * exclusions may be of disjointness proofs; the sixth one has steps.
 */
export const FACTS_FORMATS = [
  "disjoint/facts/v1",
  "disjoint/facts/v2",
  "disjoint/facts/v3",
  "disjoint/facts/v4",
  "disjoint/facts/v5",
  "disjoint/facts/v6",
] as const;

/**
 * What the vendor says of a release, and nothing proves. `weights.digest`: SHA-256 of the weights, or of the manifest
 * of an OpenSSF model signature, 64 hexadecimal digits. `terms`: URI of the license. `parents`: ids of the releases
 * that it was made from, whose shards are not in its own evidence. `time`: when the evidence was made, UTC,
 * `2026-01-31T12:00:00Z`. `shards` gives each shard of the release a name for people, in the order of the release.
 */
export type Declaration = {
  vendor: string;
  model: string;
  version: string;
  weights: { kind: WeightsKind; digest: string };
  terms: string;
  parents: string[];
  time: string;
  shards: { name: string; commitment: string }[];
};

/** What the digest of the weights is of: the file itself, or the manifest of an OpenSSF model signature. */
export const WEIGHTS_KINDS = ["sha256", "model-signing"] as const;
/** One of `WEIGHTS_KINDS`. */
export type WeightsKind = (typeof WEIGHTS_KINDS)[number];

/**
 * A shard's public manifest, under its name. The vendor states it: the commitment binds only the records.
 */
export type ShardFacts = ShownShard & { name: string };

/**
 * A blocklist by its root document. `entries`: null if the list is confidential. `epochs[e]`: pages at epoch e + 1.
 * `chain`: its id on the chain and the epoch with this root document; null without a chain.
 */
export type ListFacts = {
  name: string;
  root: string;
  scheme: string;
  pageSize: number;
  pages: number;
  entries: number | null;
  epochs: number[];
  chain: { list: string; epoch: number } | null;
};

/**
 * Where the facts are on a chain: contracts by address, the release's id if it is registered, and blocks with receipts.
 */
export type ChainFacts = {
  chainId: number;
  blocklists: string;
  ledger: string;
  releases: string;
  release: string | null;
  blocks: BlockFacts[];
  /** Blocks whose events are stated but not proved; missing if there are none. */
  stated?: BlockFacts[];
};

/** Signed steps from the shards to the weights. `root`: of the tree over their ids, as `verifyLineage` gives it. */
export type StepsFacts = { root: string; count: number };

/** `hash`: 0x and 64 hexadecimal digits; `time`: seconds since 1970, as the block says. */
export type BlockFacts = { number: number; hash: string; time: number };

/**
 * Everything that a pack says about a release: the declaration, its shards and lists, what is proved (`exclusions`),
 * and where it is on a chain. Everything except `declared` follows from the other files of the pack.
 */
export type ReleaseFacts = {
  format: (typeof FACTS_FORMATS)[number];
  declared: Declaration;
  shards: ShardFacts[];
  lists: ListFacts[];
  exclusions: Exclusion[];
  chain: ChainFacts | null;
  /** Missing if the pack has no steps. */
  steps?: StepsFacts;
};

/** The content of the files from which facts follow. `manifests`: in the order of the declared shards. */
type FactSources = {
  manifests: readonly PublicManifest[];
  lists: readonly ListRoot[];
  exclusions: readonly Exclusion[];
  chain?: ChainDocument | undefined;
  steps: readonly Pick<SignedStep, "id">[];
};

/**
 * The facts that follow from these sources. A verifier makes them again and compares.
 *
 * @throws RangeError for an invalid block header
 */
export function releaseFacts(declared: Declaration, sources: FactSources): ReleaseFacts {
  const { manifests, lists, exclusions, chain, steps } = sources;
  const root = stepsRoot(steps);
  return {
    format: formatOf(sources),
    declared,
    shards: manifests.map(({ format: _, ...manifest }, i) => ({ name: declared.shards[i]?.name ?? "", ...manifest })),
    lists: lists.map((list) => listFacts(list, chain)),
    exclusions: [...exclusions],
    chain: chain === undefined ? null : chainFacts(chain),
    ...(root !== undefined && { steps: { root, count: steps.length } }),
  };
}

function formatOf({ manifests, exclusions, chain, steps }: FactSources): ReleaseFacts["format"] {
  if (steps.length > 0) return FACTS_FORMATS[5];
  if (!exclusions.every(isByPage)) return FACTS_FORMATS[4];
  if (!manifests.every(isCounted)) return FACTS_FORMATS[3];
  if (chain?.stated !== undefined) return FACTS_FORMATS[2];
  return FACTS_FORMATS[manifests.some(({ coverage }) => coverage !== undefined) ? 1 : 0];
}

function listFacts({ pages, accumulators: _, ...list }: ListRoot, chain?: ChainDocument): ListFacts {
  const found = chain?.lists.find(({ root }) => root === list.root);
  return { ...list, pages: pages.length, chain: found ? { list: found.list, epoch: found.epoch } : null };
}

/**
 * A chain document without the proofs: the blocks by number, hash and time. Throws RangeError for an invalid header.
 */
export const chainFacts = ({ lists: _, blocks, stated, ...chain }: ChainDocument): ChainFacts => ({
  ...chain,
  blocks: blocks.map(({ header }) => {
    const { number, hash, time } = readHeader(header);
    return { number, hash, time };
  }),
  ...(stated && { stated: stated.map(({ number, hash, time }) => ({ number, hash, time })) }),
});

export const writeFacts = (facts: ReleaseFacts): string => stringifyJson(facts, 2);

/** Reads the declaration in a facts document. Everything else in it is made again and compared. */
export function readDeclared(reader: DocumentReader, value: unknown): Declaration {
  const names = ["format", "declared", "shards", "lists", "exclusions", "chain"];
  const root = reader.object(value, "$", names, ["steps"]);
  if (!FACTS_FORMATS.some((known) => known === root.format))
    reader.refuse("$.format", `is not one of ${FACTS_FORMATS.join(", ")}`);
  return DECLARATION.read(reader, root.declared, "$.declared");
}

const FIELDS = {
  vendor: LINE,
  model: LINE,
  version: LINE,
  weights: object({ kind: oneOf(WEIGHTS_KINDS), digest: SHA256 }),
  terms: LINE,
  parents: list(idOf("a release id")),
  time: text(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, "a time in UTC, to the second"),
  shards: checked(list(object({ name: NAME, commitment: DECIMAL_TEXT })), (reader, shards, path) => {
    if (new Set(shards.map(({ name }) => name)).size !== shards.length)
      reader.refuse(path, "has two shards of one name");
  }),
};

/** A declaration inside another document. */
export const DECLARATION: Shape<Declaration> = object(FIELDS);

/** A declaration as a document. */
export const DECLARATION_DOCUMENT: Shape<Declaration> = documentOf("disjoint/declaration/v1", FIELDS);
