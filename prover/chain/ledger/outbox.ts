import { DatabaseSync } from "node:sqlite";
import { usageError } from "../../shared/errors.ts";
import { type CircuitId, type ListId, toCommitment } from "../../shared/ids.ts";
import { onFile } from "../../shared/storage.ts";
import type { Deployment } from "../deployment/document.ts";
import type { PageProof } from "./submit.ts";

/** A signed transaction that has been sent or is about to be. `sent`: when, in milliseconds since 1970. */
export type PendingTransaction = { nonce: number; raw: string; hash: string; sent: number; maxFeePerGas: bigint };

/** How many items are waiting, have been accepted, and have been refused by the contract. */
export type OutboxCounts = { waiting: number; accepted: number; refused: number };

/**
 * Proofs to submit to a chain, in a file that survives a kill at any time: a transaction is recorded before it is sent,
 * so that the next process sends the same one again instead of another.
 */
export type Outbox = {
  /**
   * Binds the outbox to a deployment. The first call decides.
   *
   * @throws usage `chain/other-outbox` when it is bound to another one
   */
  belongsTo(deployment: Deployment): void;
  /** Adds items, each once. One that was accepted or refused before waits again: a reorg may have removed it. */
  add(items: readonly PageProof[]): void;
  /** The items that are neither accepted nor refused, sorted by circuit, list, commitment and page. */
  waiting(): PageProof[];
  /** Marks an item as accepted by the ledger. */
  accept(item: PageProof): void;
  /** Marks an item as refused: the contract will never accept it. */
  refuse(item: PageProof, reason: string): void;
  /** The refused items, and why. */
  refusals(): { item: PageProof; reason: string }[];
  /** The transaction whose outcome is not known yet. */
  pendingTransaction(): PendingTransaction | undefined;
  /** Records a transaction before it is sent; undefined removes it once its outcome is known. */
  setPendingTransaction(pending: PendingTransaction | undefined): void;
  /** How many items there are in each state. */
  counts(): OutboxCounts;
  /** Closes the file; the outbox can be opened again. */
  close(): void;
};

const TABLES = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS home (one INTEGER PRIMARY KEY CHECK (one = 1), ledger TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS items (
    list TEXT, commitment TEXT, page INTEGER, digest TEXT, circuit TEXT, proof TEXT,
    state TEXT NOT NULL DEFAULT 'waiting', reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (list, commitment, page)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS flight (
    one INTEGER PRIMARY KEY CHECK (one = 1), nonce INTEGER, raw TEXT, hash TEXT, sent INTEGER, fee TEXT
  ) STRICT;
`;

type Row = {
  list: ListId;
  commitment: string;
  page: number;
  digest: string;
  circuit: CircuitId;
  proof: string;
  reason: string;
};

const toItem = ({ list, commitment, page, digest, circuit, proof }: Row): PageProof => ({
  list,
  page,
  circuitId: circuit,
  commitment: toCommitment(commitment),
  pageDigest: BigInt(digest),
  proof: proof.split(",").map(BigInt),
});

/** Opens an outbox, or creates it. The path `:memory:` keeps it in memory only. */
export function openOutbox(path: string): Outbox {
  const database = onFile(path, { open: opened }).open(path);
  const insert = database.prepare(
    `INSERT INTO items (list, commitment, page, digest, circuit, proof) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET digest = excluded.digest, circuit = excluded.circuit, proof = excluded.proof,
        state = 'waiting', reason = ''`,
  );
  const select = database.prepare("SELECT * FROM items WHERE state = ? ORDER BY circuit, list, commitment, page");
  const counted = database.prepare("SELECT count(*) AS count FROM items WHERE state = ?");
  const update = database.prepare(
    "UPDATE items SET state = ?, reason = ? WHERE list = ? AND commitment = ? AND page = ?",
  );
  const setState = ({ list, commitment, page }: PageProof, state: string, reason: string) =>
    void update.run(state, reason, list, String(commitment), page);
  const rows = (state: string) => select.all(state) as unknown as Row[];
  return onFile(path, {
    belongsTo({ chainId, ledger }) {
      const home = `${chainId}/${ledger.toLowerCase()}`;
      database.prepare("INSERT OR IGNORE INTO home VALUES (1, ?)").run(home);
      const found = database.prepare("SELECT ledger FROM home").get()?.ledger;
      if (found !== home)
        throw usageError("chain/other-outbox", `${path} is for the ledger ${found}`, "Give another file as `outbox`.");
    },
    add(items) {
      for (const { list, commitment, page, pageDigest, circuitId, proof } of items)
        insert.run(list, String(commitment), page, String(pageDigest), circuitId, proof.join(","));
    },
    waiting: () => rows("waiting").map(toItem),
    accept: (item) => setState(item, "accepted", ""),
    refuse: (item, reason) => setState(item, "refused", reason),
    refusals: () => rows("refused").map((row) => ({ item: toItem(row), reason: row.reason })),
    pendingTransaction() {
      const row = database.prepare("SELECT * FROM flight").get() as (PendingTransaction & { fee: string }) | undefined;
      if (row === undefined) return undefined;
      const { nonce, raw, hash, sent, fee } = row;
      return { nonce, raw, hash, sent, maxFeePerGas: BigInt(fee) };
    },
    setPendingTransaction(pending) {
      if (pending === undefined) return void database.exec("DELETE FROM flight");
      const { nonce, raw, hash, sent, maxFeePerGas } = pending;
      database
        .prepare("INSERT OR REPLACE INTO flight VALUES (1, ?, ?, ?, ?, ?)")
        .run(nonce, raw, hash, sent, String(maxFeePerGas));
    },
    counts() {
      const count = (state: string) => Number(counted.get(state)?.count);
      return { waiting: count("waiting"), accepted: count("accepted"), refused: count("refused") };
    },
    close: () => database.close(),
  });
}

function opened(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec(TABLES);
  return database;
}
