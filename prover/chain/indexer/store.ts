import { DatabaseSync } from "node:sqlite";
import { dataError, usageError } from "../../shared/errors.ts";
import { onFile } from "../../shared/storage.ts";
import type { Deployment } from "../deployment/document.ts";
import { type IndexTable, OTHER_TABLES, TABLE_NAMES, TABLES } from "./tables.ts";
import { VIEWS } from "./views.ts";

/** The last block that an index covers. Its hash shows later whether there was a reorg. `time`: its timestamp. */
export type IndexHead = { block: number; blockHash: string; time: number; events: number };

/** What an index is of: the chain's id, the contracts' addresses in lower case, and the block of the deployment. */
export type IndexHome = { chainId: number; blocklists: string; ledger: string; releases: string; block: number };

/**
 * Rows of a table as they are in the index: texts and numbers; ids and big numbers as the chain's documents spell
 * them. A view has null where something is missing.
 */
export type IndexRow = Record<string, string | number>;

/**
 * What the events of a deployment say, in an SQLite file. The events of a block range are written in one transaction,
 * so that a killed process leaves either the old or the new state.
 */
export type EventIndex = {
  /** The last block that it covers. */
  head(): IndexHead;
  /** What it is of. */
  home(): IndexHome;
  /** All rows of a table in a fixed order: two indexes are equal exactly if all their rows are. */
  rows(table: IndexTable): IndexRow[];
  /** The first row of a query's result. */
  get(sql: string, ...values: (string | number)[]): IndexRow | undefined;
  /** All rows of a query's result. */
  all(sql: string, ...values: (string | number)[]): IndexRow[];
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

/** Increased when the tables or views change. An index of another version is rebuilt from the chain. */
const SHAPE = 5;

const EMPTY: IndexHead = { block: -1, blockHash: "", time: 0, events: 0 };

/**
 * Opens the index of a deployment, or creates it. The path `:memory:` keeps it in memory only.
 *
 * @throws data `index/other-deployment`, `index/not-an-index`; usage `index/cannot-open`
 */
export function openIndex(path: string, deployment: Deployment): EventIndex {
  const database = openDatabase(path);
  onFile(path, { prepare }).prepare(database, deployment, path);
  return toEventIndex(path, database);
}

/**
 * Opens an index that `buildIndex` has made, to read it without a node.
 *
 * @throws data `index/other-version`, `index/not-an-index`; usage `index/cannot-open`
 * @example
 * const index = openIndex("index.sqlite", deployment);
 * await buildIndex(chain, deployment, index);
 * index.close();
 * const registry = openRegistry(toSnapshot(openBuiltIndex("index.sqlite")));
 * console.log(registry.snapshot.lists.length); // 1
 */
export function openBuiltIndex(path: string): EventIndex {
  const database = openDatabase(path, true);
  const index = toEventIndex(path, database);
  const isThere = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'head'").get() !== undefined;
  if (isThere && index.get("SELECT shape FROM head")?.shape === SHAPE && index.head().block >= 0) return index;
  index.close();
  throw dataError(
    "index/other-version",
    `${path} is not an index of this version, or no block was read into it`,
    "Build the index from the chain first. What it has stays.",
  );
}

function toEventIndex(path: string, database: DatabaseSync): EventIndex {
  const statements = new Map<string, ReturnType<DatabaseSync["prepare"]>>();
  const statement = (sql: string) => {
    const known = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, known);
    return known;
  };
  const setHead = ({ block, blockHash, time, events }: IndexHead) =>
    void statement("UPDATE head SET block = ?, hash = ?, time = ?, events = ?").run(block, blockHash, time, events);
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
    head: () => statement("SELECT block, hash AS blockHash, time, events FROM head").get() as IndexHead,
    home: () => toHome(statement("SELECT home, deployed FROM head").get() as { home: string; deployed: number }),
    rows: (table) => statement(`SELECT * FROM ${table} ORDER BY ${TABLES[table].order}`).all() as IndexRow[],
    get: (sql, ...values) => statement(sql).get(...values) as IndexRow | undefined,
    all: (sql, ...values) => statement(sql).all(...values) as IndexRow[],
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

function openDatabase(path: string, readOnly = false): DatabaseSync {
  try {
    const database = new DatabaseSync(path, { readOnly });
    database.exec(readOnly ? "SELECT 1 FROM sqlite_schema" : "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    return database;
  } catch (error) {
    const { message, errcode } = error as Error & { errcode?: number };
    if (errcode === NOT_A_DATABASE) throw dataError("index/not-an-index", `${path}: ${message}`, HINT, error);
    throw usageError("index/cannot-open", `${path} cannot be opened: ${message}`, HINT, error);
  }
}

const homeOf = ({ chainId, blocklists, ledger, releases }: Deployment): string =>
  [chainId, blocklists, ledger, releases].join("/").toLowerCase();

function toHome({ home, deployed }: { home: string; deployed: number }): IndexHome {
  const [chainId = "", blocklists = "", ledger = "", releases = ""] = home.split("/");
  return { chainId: Number(chainId), blocklists, ledger, releases, block: deployed };
}

function prepare(database: DatabaseSync, deployment: Deployment, path: string): void {
  const home = homeOf(deployment);
  const isThere = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'head'").get() !== undefined;
  const found = isThere ? database.prepare("SELECT shape, home FROM head").get() : undefined;
  if (found !== undefined && found.home !== home)
    throw dataError("index/other-deployment", `${path} is the index of ${found.home}`, "Give another file as `file`.");
  database.exec("BEGIN IMMEDIATE");
  if (found?.shape !== SHAPE) createTables(database, home, deployment.block ?? 0);
  noteKeys(database, deployment);
  database.exec("COMMIT");
}

function createTables(database: DatabaseSync, home: string, deployed: number): void {
  for (const name of Object.keys(VIEWS)) database.exec(`DROP VIEW IF EXISTS ${name}`);
  for (const name of [...TABLE_NAMES, "head", "keys"]) database.exec(`DROP TABLE IF EXISTS ${name}`);
  for (const [name, { columns, order }] of Object.entries(TABLES))
    database.exec(`CREATE TABLE ${name} (${columns}, PRIMARY KEY (${order})) STRICT`);
  database.exec(OTHER_TABLES);
  for (const [name, sql] of Object.entries(VIEWS)) database.exec(`CREATE VIEW ${name} AS ${sql}`);
  const { block, blockHash, time, events } = EMPTY;
  database
    .prepare("INSERT INTO head VALUES (?, ?, ?, ?, ?, ?, ?)")
    .run(SHAPE, home, deployed, block, blockHash, time, events);
}

/** Whether a key comes from a ceremony is not on the chain: the deployment file says it. */
function noteKeys(database: DatabaseSync, { circuits, powers }: Deployment): void {
  database.exec("DELETE FROM keys");
  const note = database.prepare("INSERT OR REPLACE INTO keys VALUES (?, ?)");
  for (const { circuitId, setup } of circuits) note.run(circuitId, setup);
  if (powers !== undefined) note.run(powers.id, powers.setup);
}
