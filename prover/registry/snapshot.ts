import type { RegistryBlock } from "./verdict.ts";

/** Version of the snapshot of a registry. */
export const REGISTRY_SNAPSHOT_FORMAT = "disjoint/registry-snapshot/v1";

/** The contracts of a registry, addresses with checksum. `block`: the block of their deployment. */
export type RegistryContracts = { blocklists: string; ledger: string; releases: string; block: number };

/**
 * A circuit or powers of tau of the ledger; `entries` is 0 for powers. `setup` is what the deployment file says of the
 * key, `unknown` if it does not name it. `reason`: why it was paused or revoked.
 */
export type SnapshotCircuit = {
  circuit: string;
  entries: number;
  status: "active" | "paused" | "revoked";
  setup: "ceremony" | "development" | "unknown";
  reason: string;
};

/**
 * An epoch of a list, with the pages of all epochs up to it. `accumulators`: which ones it has, of the whole list or of
 * what was added.
 */
export type SnapshotEpoch = {
  time: number;
  pageCount: number;
  contentHash: string;
  uri: string;
  accumulators: ("whole" | "added")[];
};

/** A list. `name`: the text of its creator. Epochs after `currentEpoch` are not confirmed. */
export type SnapshotList = {
  list: string;
  name: string;
  scheme: string;
  owner: string;
  pendingOwner: string | null;
  publishers: string[];
  reviewers: string[];
  threshold: number;
  currentEpoch: number;
  epochs: SnapshotEpoch[];
};

/**
 * The leading pages of a list that are excluded. `list`: its position in `lists`. Of a release, `lagging` is the first
 * shard that excludes no more: the position of its release in `releases`, and its commitment.
 */
export type SnapshotReach = { list: number; pages: number; lagging?: { release: number; shard: string } };

/**
 * A commitment: every vendor that registered it, the first one first, and how far proofs exclude lists, where that is
 * at least one page.
 */
export type SnapshotShard = {
  commitment: string;
  registrations: { vendor: string; time: number; schemes: string[]; uri: string }[];
  reached: SnapshotReach[];
};

/** A release. `parents`: positions in `releases`. `reached`: against each list with at least one clean page. */
export type SnapshotRelease = {
  release: string;
  vendor: string;
  model: string;
  version: string;
  weights: string;
  terms: string;
  block: number;
  time: number;
  shards: string[];
  parents: number[];
  evidence: string[];
  reached: SnapshotReach[];
};

/**
 * What a registry is after one block, compact, for pages that cannot read all events. `events`: how many events it was
 * made from. Names, labels, URIs and reasons are the words of strangers: show them escaped.
 */
export type RegistrySnapshot = {
  format: typeof REGISTRY_SNAPSHOT_FORMAT;
  chainId: number;
  contracts: RegistryContracts;
  at: RegistryBlock;
  events: number;
  circuits: SnapshotCircuit[];
  lists: SnapshotList[];
  shards: SnapshotShard[];
  releases: SnapshotRelease[];
};
