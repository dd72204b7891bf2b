import { DatabaseSync } from "node:sqlite";
import { dataError, usageError } from "../../shared/errors.ts";
import { onFile } from "../../shared/storage.ts";
import type { Deployment } from "../deployment/document.ts";

/** The last block that an index covers. Its hash shows later whether there was a reorg. */
export type IndexHead = { block: number; blockHash: string; events: number };

/**
 * Rows of a table as they are in the index: texts and numbers; ids and big numbers as the chain's documents spell
 * them.
 */
export type IndexRow = Record<string, string | number>;

/**
 * What the events of a deployment say, in an SQLite file. The events of a block range are written in one transaction,
 * so that a killed process leaves either the old or the new state.
 */
export type EventIndex = {
  /** The last block that it covers. */
  head(): IndexHead;
  /** All rows of a table in a fixed order: two indexes are equal exactly if all their rows are. */
  rows(table: IndexTable): IndexRow[];
  /** The first row of a query's result. */
  get(sql: string, ...values: (string | number)[]): IndexRow | undefined;
  /** Runs a statement that changes rows. */
  run(sql: string, ...values: (string | number)[]): void;
  /** Applies all changes of `change` in one transaction. */
  atomically(change: () => void): void;
  /** Sets the last block covered. Call it inside `atomically`, with the changes of the blocks up to it. */
  setHead(head: IndexHead): void;
  /** Removes all rows. */
  clear(): void;
  /** Closes the file. */
  close(): void;
};

/** `order`: the columns that identify a row. */
const TABLES = {
  lists: {
    columns: `list TEXT, owner TEXT, pending_owner TEXT, scheme TEXT, metadata TEXT, reviewers TEXT, threshold INTEGER,
      page_count INTEGER, epoch_count INTEGER, current_epoch INTEGER`,
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
  disjointness: {
    columns: "commitment TEXT, list TEXT, circuit TEXT, epoch INTEGER",
    order: "commitment, list",
  },
  shards: { columns: "vendor TEXT, commitment TEXT, schemes TEXT, uri TEXT", order: "vendor, commitment" },
  releases: {
    columns: `release TEXT, vendor TEXT, model TEXT, version TEXT, weights TEXT, shards TEXT, parents TEXT, terms TEXT,
      block INTEGER`,
    order: "release",
  },
  evidence: { columns: "release TEXT, position INTEGER, cid TEXT", order: "release, position" },
} as const;

/** The tables, by what their rows are about. */
export type IndexTable = keyof typeof TABLES;

export const TABLE_NAMES = Object.keys(TABLES) as IndexTable[];

/** Increased when the tables change. An index of another version is rebuilt from the chain. */
const SHAPE = 3;

const EMPTY: IndexHead = { block: -1, blockHash: "", events: 0 };

/**
 * Opens the index of a deployment, or creates it. The path `:memory:` keeps it in memory only.
 *
 * @throws data `index/other-deployment`, `index/not-an-index`; usage `index/cannot-open`
 */
export function openIndex(path: string, { chainId, blocklists, ledger, releases }: Deployment): EventIndex {
  const home = [chainId, blocklists, ledger, releases].join("/").toLowerCase();
  const database = openDatabase(path);
  onFile(path, { prepare }).prepare(database, home, path);
  const statements = new Map<string, ReturnType<DatabaseSync["prepare"]>>();
  const statement = (sql: string) => {
    const known = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, known);
    return known;
  };
  const setHead = ({ block, blockHash, events }: IndexHead) =>
    void statement("UPDATE head SET block = ?, hash = ?, events = ?").run(block, blockHash, events);
  const atomically = (change: () => void) => {
    database.exec("BEGIN IMMEDIATE");
    try {
      change();
      database.exec("COMMIT");
    } catch (error) {
      // When the disk is full, SQLite has already rolled the transaction back.
      if (database.isTransaction) database.exec("ROLLBACK");
      throw error;
    }
  };
  return onFile(path, {
    head: () => statement("SELECT block, hash AS blockHash, events FROM head").get() as IndexHead,
    rows: (table) => statement(`SELECT * FROM ${table} ORDER BY ${TABLES[table].order}`).all() as IndexRow[],
    get: (sql, ...values) => statement(sql).get(...values) as IndexRow | undefined,
    run: (sql, ...values) => void statement(sql).run(...values),
    atomically,
    setHead,
    clear: () =>
      atomically(() => {
        for (const table of TABLE_NAMES) database.exec(`DELETE FROM ${table}`);
        setHead(EMPTY);
      }),
    close: () => database.close(),
  });
}

/** SQLITE_NOTADB. */
const NOT_A_DATABASE = 26;

const HINT = "Use another `file`.";

function openDatabase(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    return database;
  } catch (error) {
    const { message, errcode } = error as Error & { errcode?: number };
    if (errcode === NOT_A_DATABASE) throw dataError("index/not-an-index", `${path}: ${message}`, HINT, error);
    throw usageError("index/cannot-open", `${path} cannot be opened: ${message}`, HINT, error);
  }
}

function prepare(database: DatabaseSync, home: string, path: string): void {
  database.exec("CREATE TABLE IF NOT EXISTS head (shape INTEGER, home TEXT, block INTEGER, hash TEXT, events INTEGER)");
  const found = database.prepare("SELECT shape, home FROM head").get();
  if (found !== undefined && found.home !== home) {
    throw dataError("index/other-deployment", `${path} is the index of ${found.home}`, "Use another file.");
  }
  if (found?.shape === SHAPE) return;
  database.exec("BEGIN IMMEDIATE");
  for (const [name, { columns, order }] of Object.entries(TABLES)) {
    database.exec(`DROP TABLE IF EXISTS ${name}; CREATE TABLE ${name} (${columns}, PRIMARY KEY (${order})) STRICT`);
  }
  const { block, blockHash, events } = EMPTY;
  database.exec("DELETE FROM head");
  database.prepare("INSERT INTO head VALUES (?, ?, ?, ?, ?)").run(SHAPE, home, block, blockHash, events);
  database.exec("COMMIT");
}
