import type { FleetConfig } from "../../fleet/coordinator/fleet.ts";
import type { AddressSource } from "../../rpc/node/address.ts";
import type { SignerSource } from "../../rpc/node/signer.ts";
import type { CircuitChoice } from "../../shared/circuit.ts";
import type { Format, Limits } from "../../source/records/row.ts";

/** Versions of the configuration. The first has other names for two fields. */
export const CONFIG_FORMATS = ["disjoint/config/v1", "disjoint/config/v2"] as const;

/** The version that is written. */
export const CONFIG_FORMAT = CONFIG_FORMATS[1];

/**
 * How a shard's keys are committed to. `merkle`: by a tree, and proofs go page by page; `accumulator`: by a point, and
 * one proof is about a whole list (docs/disjointness.md).
 */
export const COMMITMENT_KINDS = ["merkle", "accumulator"] as const;

/** A part of the dataset. Missing fields count as zero or empty; paths are absolute after reading. */
export type ShardConfig = {
  name: string;
  commitment: (typeof COMMITMENT_KINDS)[number];
  sources: { path: string; format?: Format | "auto"; include?: string[] }[];
  schemes: { scheme: string; field?: string }[];
  onBadRow: "error" | "skip";
  onBadFile: "error" | "skip";
  /** Missing limits have their defaults. */
  limits: Partial<Limits>;
};

/** `list`: its id on the chain. Without one, `publish` says that the signer publishes it, with its pages at `uri`. */
export type BlocklistConfig = { folder: string; list?: string; publish: boolean; uri: string };

/**
 * The blocklists that a release must be clean of (by name; none named: all), from which epoch on, and by how many pages
 * it may lag.
 */
export type Policy = { lists: string[]; minimumEpoch: number; maximumLag: number };

/**
 * A node, perhaps with a quorum node that must agree, or the folder of an embedded chain. `confirmations`: blocks on
 * top of an acceptance before it counts. `chainId`: the node's chain; must equal the deployment's.
 */
export type ChainConfig = { deployment: string; confirmations: number; chainId?: number } & (
  | { rpc: AddressSource; verifyRpc?: AddressSource; signer: SignerSource }
  | { state: string }
);

/** The digest, or the file to hash, or the digest of the manifest of an OpenSSF model signature. */
export type WeightsSource = { sha256: string } | { file: string } | { modelSigning: string };

/** Everything that a release needs, except its tag. */
export type Config = {
  /** The vendor's name, for people. */
  vendor: string;
  model: { name: string; weights: WeightsSource; parents: string[]; terms: string };
  shards: ShardConfig[];
  blocklists: BlocklistConfig[];
  policy: Policy;
  chain: ChainConfig;
  /** File of the Ed25519 key that signs the evidence. */
  signingKey: string;
  /** Folder of shards, proofs and evidence. It holds the salts and must stay private. */
  output: string;
  cache: string;
  /** Limit of the resident memory of a commit, in bytes. */
  memoryBytes?: number;
  /** Folder of the circuits' artifacts. Without one, circuits are compiled and get development keys. */
  artifacts?: string;
  /** Folder of the powers of tau, for shards with accumulators. Without one, those that are installed. */
  powers?: string;
  /** The fleet that does the work. Without one, this process does it. */
  fleet?: FleetConfig;
  /** How the circuit for a page is chosen. */
  circuits: CircuitChoice;
  /** Whether evidence includes how many files, records and keys the shards have. */
  tellCounts: boolean;
};
