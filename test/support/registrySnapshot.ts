import type { RegistrySnapshot, SnapshotList, SnapshotRelease } from "../../prover/registry.ts";
import { REGISTRY_SNAPSHOT_FORMAT } from "../../prover/registry.ts";

/** An id of 32 bytes that is the same for the same text. */
export const idOf = (n: number | bigint): string => `0x${n.toString(16).padStart(64, "0")}`;

export const addressOf = (n: number): string => `0x${n.toString(16).padStart(40, "0")}`;

/** When the first epoch was published, in seconds since 1970; each further one a day later. */
export const START = 1_767_225_600;
const DAY = 86_400;

/** A list with so many epochs of two pages each. */
export const list = (n: number, name: string, epochs: number, rest: Partial<SnapshotList> = {}): SnapshotList => ({
  list: idOf(1_000_000 + n),
  name,
  scheme: "sha256",
  owner: addressOf(9_000 + n),
  pendingOwner: null,
  publishers: [],
  reviewers: [addressOf(1), addressOf(2)],
  threshold: 2,
  currentEpoch: epochs,
  epochs: Array.from({ length: epochs }, (_, i) => ({
    time: START + i * DAY,
    pageCount: 2 * (i + 1),
    contentHash: idOf(n * 100 + i),
    uri: `ipfs://bafy${n}epoch${i + 1}`,
    accumulators: [],
  })),
  ...rest,
});

/** A release of vendor `by`. */
export const release = (
  n: number,
  model: string,
  version: string,
  by: number,
  rest: Partial<SnapshotRelease> = {},
): SnapshotRelease => ({
  release: idOf(2_000_000 + n),
  vendor: addressOf(0xabc000 + by),
  model,
  version,
  weights: n.toString(16).padStart(64, "f"),
  terms: "",
  block: 10 + n,
  time: START + n,
  shards: [String(7_000_000 + n)],
  parents: [],
  evidence: [],
  reached: [],
  ...rest,
});

/** A registry of these lists and releases, all of whose keys are of a ceremony. */
export const snapshotOf = (
  lists: SnapshotList[],
  releases: SnapshotRelease[],
  rest: Partial<RegistrySnapshot> = {},
): RegistrySnapshot => ({
  format: REGISTRY_SNAPSHOT_FORMAT,
  chainId: 31_337,
  contracts: { blocklists: addressOf(1), ledger: addressOf(2), releases: addressOf(3), block: 1 },
  at: { number: 1_000, hash: idOf(77), time: START + 30 * DAY },
  events: lists.length + releases.length,
  circuits: [{ circuit: idOf(5), entries: 16, status: "active", setup: "ceremony", reason: "" }],
  lists,
  shards: releases.flatMap(({ shards, vendor, time }) =>
    shards.map((commitment) => ({
      commitment,
      registrations: [{ vendor, time, schemes: ["sha256"], uri: `https://example.org/${commitment}.json` }],
      reached: [],
    })),
  ),
  releases,
  ...rest,
});
