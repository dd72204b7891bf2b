import {
  REGISTRY_SNAPSHOT_FORMAT,
  type RegistrySnapshot,
  type SnapshotCircuit,
  type SnapshotList,
  type SnapshotReach,
  type SnapshotRelease,
  type SnapshotShard,
} from "../../registry/snapshot.ts";
import type { Chain } from "../../rpc/connection.ts";
import { getAddress } from "../../shared/ethers.ts";
import type { Deployment } from "../deployment/document.ts";
import { buildIndex, type IndexOptions } from "./build.ts";
import { type EventIndex, type IndexRow, openIndex } from "./store.ts";

/**
 * Reads a registry from a chain: every event of the contracts up to the newest block.
 *
 * @param options `index`: where events are kept, by default in memory only; the others as for `buildIndex`
 * @throws chain as `buildIndex`
 * @example
 * const { lists, releases } = await readRegistry(chain, deployment);
 * console.log(lists.length, releases.length); // 1 1
 */
export async function readRegistry(
  chain: Chain,
  deployment: Deployment,
  { index = openIndex(":memory:", deployment), ...options }: IndexOptions & { index?: EventIndex } = {},
): Promise<RegistrySnapshot> {
  return toSnapshot(await buildIndex(chain, deployment, index, options));
}

/**
 * The snapshot of a registry that an index holds.
 *
 * @example
 * const snapshot = toSnapshot(await buildIndex(chain, deployment));
 * console.log(snapshot.format); // disjoint/registry-snapshot/v1
 */
export function toSnapshot(index: EventIndex): RegistrySnapshot {
  const { block, blockHash, time, events } = index.head();
  const { chainId, blocklists, ledger, releases, block: deployed } = index.home();
  const lists = placesOf(index.all("SELECT list AS id FROM lists ORDER BY rowid"));
  const places = placesOf(index.all("SELECT release AS id FROM releases ORDER BY rowid"));
  return {
    format: REGISTRY_SNAPSHOT_FORMAT,
    chainId,
    contracts: {
      blocklists: getAddress(blocklists),
      ledger: getAddress(ledger),
      releases: getAddress(releases),
      block: deployed,
    },
    at: { number: block, hash: blockHash, time },
    events,
    circuits: index.all(CIRCUITS) as SnapshotCircuit[],
    lists: listsOf(index),
    shards: shardsOf(index, lists),
    releases: releasesOf(index, lists, places),
  };
}

const CIRCUITS = `SELECT circuit, entries, status, coalesce(setup, 'unknown') AS setup, reason
  FROM circuits LEFT JOIN keys USING (circuit) ORDER BY circuits.rowid`;

type Places = ReadonlyMap<string, number>;

const placesOf = (rows: readonly IndexRow[]): Places => new Map(rows.map(({ id }, i) => [String(id), i]));

/** The rows of a query by the value of a column. */
const grouped = (index: EventIndex, sql: string, by: string): ((key: unknown) => IndexRow[]) => {
  const groups = Map.groupBy(index.all(sql), (row) => row[by]);
  return (key) => groups.get(key as string) ?? [];
};

function listsOf(index: EventIndex): SnapshotList[] {
  const epochs = grouped(
    index,
    "SELECT * FROM epochs LEFT JOIN accumulators USING (list, epoch) ORDER BY epoch",
    "list",
  );
  const publishers = grouped(index, "SELECT * FROM publishers ORDER BY rowid", "list");
  return index.all("SELECT * FROM lists ORDER BY rowid").map((row) => ({
    list: String(row.list),
    name: String(row.metadata),
    scheme: String(row.scheme),
    owner: String(row.owner),
    pendingOwner: String(row.pending_owner) || null,
    publishers: publishers(row.list).map(({ publisher }) => String(publisher)),
    reviewers: String(row.reviewers).split(" ").filter(Boolean),
    threshold: Number(row.threshold),
    currentEpoch: Number(row.current_epoch),
    epochs: epochs(row.list).map(({ time, page_count, content_hash, uri, whole, added }) => ({
      time: Number(time),
      pageCount: Number(page_count),
      contentHash: String(content_hash),
      uri: String(uri),
      accumulators: [...(whole ? (["whole"] as const) : []), ...(added ? (["added"] as const) : [])],
    })),
  }));
}

function shardsOf(index: EventIndex, lists: Places): SnapshotShard[] {
  const registrations = grouped(
    index,
    "SELECT * FROM shards JOIN blocks USING (block) ORDER BY shards.rowid",
    "commitment",
  );
  const schemes = grouped(index, "SELECT *, vendor || '/' || commitment AS id FROM shard_schemes ORDER BY rowid", "id");
  const reached = grouped(index, "SELECT * FROM shard_reach", "commitment");
  const all = index.all(`SELECT commitment FROM shards GROUP BY commitment
    UNION SELECT commitment FROM shard_reach`);
  return all.map(({ commitment }) => ({
    commitment: String(commitment),
    registrations: registrations(commitment).map(({ vendor, time, uri }) => ({
      vendor: String(vendor),
      time: Number(time),
      schemes: schemes(`${vendor}/${commitment}`).map(({ scheme }) => String(scheme)),
      uri: String(uri),
    })),
    reached: reached(commitment)
      .map((row) => toReach(row, lists))
      .sort(byList),
  }));
}

function releasesOf(index: EventIndex, lists: Places, places: Places): SnapshotRelease[] {
  const evidence = grouped(index, "SELECT * FROM evidence ORDER BY position", "release");
  const composition = grouped(index, "SELECT * FROM composition ORDER BY position", "release");
  const reached = grouped(index, "SELECT * FROM release_reach WHERE pages > 0", "release");
  return index.all("SELECT * FROM releases JOIN blocks USING (block) ORDER BY releases.rowid").map((row) => ({
    release: String(row.release),
    vendor: String(row.vendor),
    model: String(row.model),
    version: String(row.version),
    weights: String(row.weights).slice(2),
    terms: String(row.terms),
    block: Number(row.block),
    time: Number(row.time),
    shards: composition(row.release).map(({ commitment }) => String(commitment)),
    parents: String(row.parents)
      .split(" ")
      .filter(Boolean)
      .map((parent) => places.get(parent)!),
    evidence: evidence(row.release).map(({ cid }) => String(cid)),
    reached: reached(row.release)
      .map((each) => ({
        ...toReach(each, lists),
        lagging: { release: places.get(String(each.lagging_release))!, shard: String(each.lagging_shard) },
      }))
      .sort(byList),
  }));
}

const toReach = ({ list, pages }: IndexRow, lists: Places): SnapshotReach => ({
  list: lists.get(String(list))!,
  pages: Number(pages),
});

const byList = (a: SnapshotReach, b: SnapshotReach): number => a.list - b.list;
