import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { stringifyJson } from "../../shared/json.ts";
import type { ShardDescription } from "../../shared/manifest.ts";
import { isCounted } from "../../shared/publicManifest.ts";
import { type ListFacts, type ReleaseFacts, type ShardFacts, writeFacts } from "../facts.ts";
import { extentOf, reasoningOf } from "./exclusions.ts";

/**
 * A machine-learning bill of materials in CycloneDX 1.6 (ECMA-424): the model, the shards as its data, the
 * blocklists, and the exclusions as claims with the bundles as their evidence.
 */
export function cyclonedx(facts: ReleaseFacts): string {
  const { declared, shards, lists } = facts;
  return stringifyJson(
    {
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      version: 1,
      serialNumber: serialNumber(facts),
      metadata: { timestamp: declared.time, component: model(facts) },
      components: [...shards.map(shardComponent), ...lists.map(listComponent)],
      dependencies: [{ ref: "model", dependsOn: shards.map((_, i) => `shard-${i}`) }],
      declarations: declarations(facts),
    },
    2,
  );
}

/** The same facts are the same document: a UUID of version 8 (RFC 9562) from their hash. */
function serialNumber(facts: ReleaseFacts): string {
  const bytes = sha256(utf8ToBytes(writeFacts(facts))).slice(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytesToHex(bytes);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return `urn:uuid:${parts.join("-")}`;
}

const properties = (values: Record<string, string | number>) =>
  Object.entries(values).map(([name, value]) => ({ name: `disjoint:${name}`, value: String(value) }));

function model({ declared, shards, chain }: ReleaseFacts) {
  const { kind, digest } = declared.weights;
  return {
    type: "machine-learning-model",
    "bom-ref": "model",
    name: declared.model,
    version: declared.version,
    manufacturer: { name: declared.vendor },
    licenses: [{ license: { name: declared.terms } }],
    ...(kind === "sha256" && { hashes: [{ alg: "SHA-256", content: digest }] }),
    modelCard: { modelParameters: { datasets: shards.map((_, i) => ({ ref: `shard-${i}` })) } },
    properties: properties({
      ...(kind === "model-signing" && { "model-signing-manifest-sha256": digest }),
      ...(chain?.release && { release: chain.release, chain: chain.chainId }),
    }),
  };
}

function shardComponent(shard: ShardFacts, index: number) {
  const { name, commitment, schemes } = shard;
  const size = isCounted(shard) ? "The counts are stated by the vendor." : "Its size is not told.";
  return {
    type: "data",
    "bom-ref": `shard-${index}`,
    name,
    data: [{ type: "dataset", name, description: `Private; known by its commitment. ${size}` }],
    properties: properties({
      commitment,
      ...(isCounted(shard) && countsOf(shard)),
      schemes: schemes.map(({ scheme }) => scheme).join(" "),
    }),
  };
}

const countsOf = ({ rows, keys, sources, skipped }: ShardDescription) => ({
  rows,
  keys,
  files: sources.count,
  bytes: sources.bytes,
  "files-left-out": skipped.files,
  "rows-left-out": skipped.rows,
});

const listComponent = ({ name, root, scheme, pages, epochs, chain }: ListFacts, index: number) => ({
  type: "data",
  "bom-ref": `list-${index}`,
  name,
  hashes: [{ alg: "SHA-256", content: root }],
  data: [{ type: "other", name, description: "Blocklist; the hash is of its root document." }],
  properties: properties({
    scheme,
    pages,
    epoch: epochs.length,
    ...(chain && { "list-on-chain": chain.list, "epoch-on-chain": chain.epoch }),
  }),
});

/** What is claimed of which shard, and by which file of the evidence pack it is shown. */
function declarations({ declared, exclusions, shards, lists }: ReleaseFacts) {
  const shardOf = (commitment: string) =>
    shards.findIndex((shard) => BigInt(shard.commitment) === BigInt(`0x${commitment}`));
  const listOf = (root: string) => lists.findIndex((list) => list.root === root);
  return {
    targets: { components: [] },
    claims: exclusions.map((exclusion, i) => ({
      "bom-ref": `claim-${i}`,
      target: `shard-${shardOf(exclusion.commitment)}`,
      evidence: [`proof-${i}`],
      predicate: `holds no key of an entry of list-${listOf(exclusion.blocklist.root)}`,
      reasoning: reasoningOf(exclusion),
    })),
    evidence: exclusions.map((exclusion, i) => ({
      "bom-ref": `proof-${i}`,
      propertyName: "proof",
      created: declared.time,
      description:
        `bundle-${String(i).padStart(4, "0")}.json, SHA-256 ${exclusion.bundle.digest.sha256}: proofs of ` +
        `${extentOf(exclusion)}`,
    })),
  };
}
