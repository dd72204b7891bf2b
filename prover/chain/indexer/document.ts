import type { EventIndex, IndexRow } from "./store.ts";

/** The pages of a list that were accepted for a shard by one circuit; `pages`: their numbers, ascending. */
export type IndexedFact = { commitment: string; list: string; circuit: string; counts: boolean; pages: number[] };

/** Up to which epoch of a list a shard was proved to be disjoint from it. `powers`: the id of the powers of tau. */
export type IndexedDisjointness = { commitment: string; list: string; powers: string; epoch: number; counts: boolean };

/** An index as one JSON document, in an order that depends on nothing but its content. */
export function toIndexDocument(index: EventIndex) {
  const { block, blockHash, events } = index.head();
  const grouped = (table: "epochs" | "accumulators" | "publishers" | "reviews" | "evidence", by: string) =>
    Map.groupBy(index.rows(table), (row) => row[by]);
  const epochs = grouped("epochs", "list");
  const accumulators = grouped("accumulators", "list");
  const publishers = grouped("publishers", "list");
  const reviews = grouped("reviews", "list");
  const evidence = grouped("evidence", "release");
  return {
    at: { number: block, hash: blockHash },
    events,
    lists: index.rows("lists").map(({ list, pending_owner, page_count, current_epoch, reviewers, ...rest }) => ({
      list,
      owner: rest.owner,
      pendingOwner: pending_owner || null,
      scheme: rest.scheme,
      metadata: rest.metadata,
      reviewers: words(reviewers),
      threshold: rest.threshold,
      pageCount: page_count,
      currentEpoch: current_epoch,
      publishers: (publishers.get(list) ?? []).map(({ publisher }) => publisher),
      reviews: (reviews.get(list) ?? []).map(({ reviewer, epoch }) => ({ reviewer, epoch })),
      epochs: (epochs.get(list) ?? []).map(({ epoch, time, page_count, content_hash, uri }) => ({
        epoch,
        time,
        pageCount: page_count,
        contentHash: content_hash,
        uri,
        ...accumulatorsAt(accumulators.get(list) ?? [], epoch!),
      })),
    })),
    circuits: index.rows("circuits"),
    shards: index.rows("shards").map((shard) => ({ ...shard, schemes: words(shard.schemes) })),
    facts: facts(index),
    disjointness: disjointness(index),
    releases: index.rows("releases").map(({ release, shards, parents, ...rest }) => ({
      release,
      ...rest,
      shards: words(shards),
      parents: words(parents),
      evidence: (evidence.get(release) ?? []).map(({ cid }) => cid),
    })),
  };
}

/** The accumulators of an epoch, if it has any: points of G2 as four words in hexadecimal, c1 before c0. */
function accumulatorsAt(rows: readonly IndexRow[], epoch: string | number) {
  const row = rows.find((each) => each.epoch === epoch);
  if (row === undefined) return {};
  const { powers, whole, added, since } = row;
  return {
    accumulators: {
      powers,
      ...(whole && { whole }),
      ...(added && { added, since }),
    },
  };
}

function disjointness(index: EventIndex): IndexedDisjointness[] {
  const revoked = revokedCircuits(index);
  return index.rows("disjointness").map(({ commitment, list, circuit, epoch }) => ({
    commitment: String(commitment),
    list: String(list),
    powers: String(circuit),
    epoch: Number(epoch),
    counts: !revoked.has(circuit!),
  }));
}

function revokedCircuits(index: EventIndex): Set<string | number> {
  const revoked = index.rows("circuits").filter(({ status }) => status === "revoked");
  return new Set(revoked.map(({ circuit }) => circuit!));
}

function facts(index: EventIndex): IndexedFact[] {
  const ids = revokedCircuits(index);
  const one = ({ commitment, list, circuit }: IndexRow) => `${commitment}/${list}/${circuit}`;
  return [...Map.groupBy(index.rows("facts"), one).values()].map((rows) => {
    const { commitment, list, circuit } = rows[0] as { commitment: string; list: string; circuit: string };
    const pages = rows.flatMap(({ word, bits }) => setBits(BigInt(bits!)).map((bit) => 256 * Number(word) + bit));
    return { commitment, list, circuit, counts: !ids.has(circuit), pages };
  });
}

function setBits(bits: bigint): number[] {
  const found: number[] = [];
  for (let rest = bits, bit = 0; rest > 0n; rest >>= 1n, bit++) if (rest & 1n) found.push(bit);
  return found;
}

const words = (text: unknown): string[] => String(text).split(" ").filter(Boolean);
