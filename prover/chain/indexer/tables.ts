/** The tables that events fill. `order`: the columns that identify a row. */
export const TABLES = {
  lists: {
    columns: `list TEXT, owner TEXT, pending_owner TEXT, scheme TEXT, metadata TEXT, reviewers TEXT, threshold INTEGER,
      page_count INTEGER, epoch_count INTEGER, current_epoch INTEGER, comparable_name TEXT`,
    order: "list",
  },
  epochs: {
    columns: "list TEXT, epoch INTEGER, time INTEGER, page_count INTEGER, content_hash TEXT, uri TEXT",
    order: "list, epoch",
  },
  accumulators: {
    columns: "list TEXT, epoch INTEGER, powers TEXT, whole TEXT, added TEXT, since INTEGER",
    order: "list, epoch",
  },
  publishers: { columns: "list TEXT, publisher TEXT", order: "list, publisher" },
  reviews: { columns: "list TEXT, reviewer TEXT, epoch INTEGER", order: "list, reviewer" },
  circuits: { columns: "circuit TEXT, verifier TEXT, entries INTEGER, status TEXT, reason TEXT", order: "circuit" },
  facts: {
    columns: "commitment TEXT, list TEXT, word INTEGER, circuit TEXT, bits TEXT",
    order: "commitment, list, word, circuit",
  },
  /** Derived from facts: the leading pages that are accepted from circuits that are not revoked. */
  leading: { columns: "commitment TEXT, list TEXT, pages INTEGER", order: "commitment, list" },
  /** How many leading pages proofs of either kind excluded from a block on. */
  reached: { columns: "commitment TEXT, list TEXT, block INTEGER, pages INTEGER", order: "commitment, list, block" },
  disjointness: {
    columns: "commitment TEXT, list TEXT, circuit TEXT, epoch INTEGER",
    order: "commitment, list",
  },
  shards: {
    columns: "vendor TEXT, commitment TEXT, schemes TEXT, uri TEXT, block INTEGER",
    order: "vendor, commitment",
  },
  shard_schemes: { columns: "vendor TEXT, commitment TEXT, scheme TEXT", order: "vendor, commitment, scheme" },
  releases: {
    columns: `release TEXT, vendor TEXT, model TEXT, version TEXT, weights TEXT, shards TEXT, parents TEXT, terms TEXT,
      block INTEGER`,
    order: "release",
  },
  /** The commitments of a release, in its order. */
  composition: { columns: "release TEXT, position INTEGER, commitment TEXT", order: "release, position" },
  /** A release, at position 0, and its ancestors, in the order in which the contract visits them. */
  lineage: { columns: "release TEXT, position INTEGER, ancestor TEXT", order: "release, position" },
  evidence: { columns: "release TEXT, position INTEGER, cid TEXT", order: "release, position" },
  /** The blocks with events, and their times. */
  blocks: { columns: "block INTEGER, time INTEGER", order: "block" },
} as const;

/** The tables, by what their rows are about. */
export type IndexTable = keyof typeof TABLES;

export const TABLE_NAMES = Object.keys(TABLES) as IndexTable[];

/**
 * Beside the events: the last block that is covered, what is indexed, and what the deployment file says of the keys.
 */
export const OTHER_TABLES = `
  CREATE TABLE head (shape INTEGER, home TEXT, deployed INTEGER, block INTEGER, hash TEXT, time INTEGER, events INTEGER)
    STRICT;
  CREATE TABLE keys (circuit TEXT PRIMARY KEY, setup TEXT) STRICT;
  CREATE INDEX lists_by_name ON lists (comparable_name);`;
