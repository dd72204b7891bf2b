import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { usageError } from "../../shared/errors.ts";
import { sha256 } from "../../shared/files.ts";
import { stringifyJson } from "../../shared/json.ts";
import type { Source } from "../../source/records/row.ts";
import type { Part } from "./parts.ts";
import type { PartResult, ReadConfig } from "./readPart.ts";
import { READER_VERSION } from "./readPart.ts";

const SCHEMA = `
  PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA locking_mode = EXCLUSIVE; PRAGMA user_version = 1;
  CREATE TABLE IF NOT EXISTS parts (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, result TEXT);
  CREATE TABLE IF NOT EXISTS blocks (number INTEGER PRIMARY KEY, part INTEGER NOT NULL, bytes BLOB NOT NULL);
  CREATE INDEX IF NOT EXISTS blocks_of ON blocks (part);
  CREATE TABLE IF NOT EXISTS notes (id TEXT PRIMARY KEY, value TEXT NOT NULL);
  DELETE FROM blocks WHERE part IN (SELECT number FROM parts WHERE result IS NULL);
  DELETE FROM parts WHERE result IS NULL;`;

/**
 * What has been read so far, by part: (key, row) pairs and the result. The next run after a kill uses it and, when it
 * is kept as a cache, so does every later commit of unchanged files. It holds keys of private data, so the folder
 * belongs to the vendor alone.
 */
export class Journal {
  readonly #database: DatabaseSync;
  readonly #statements;

  /** @throws usage `commitment/busy` when another process has it open */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#database = new DatabaseSync(join(folder, "journal.sqlite"));
    try {
      this.#database.exec(SCHEMA);
    } catch (error) {
      this.#database.close();
      const hint = "Wait until the other commit has ended, or remove the folder if it is damaged.";
      throw usageError("commitment/busy", `${folder} cannot be used: ${(error as Error).message}`, hint, error);
    }
    const prepare = (sql: string) => this.#database.prepare(sql);
    this.#statements = {
      find: prepare("SELECT number, result FROM parts WHERE id = ?"),
      begin: prepare("INSERT INTO parts (id) VALUES (?)"),
      end: prepare("UPDATE parts SET result = ? WHERE number = ?"),
      add: prepare("INSERT INTO blocks (part, bytes) VALUES (?, ?)"),
      blocks: prepare("SELECT bytes FROM blocks WHERE part = ? ORDER BY number"),
      note: prepare("SELECT value FROM notes WHERE id = ?"),
      store: prepare("INSERT OR REPLACE INTO notes (id, value) VALUES (?, ?)"),
    };
  }

  /** The number of the part with this id (`partId`), and its result if it has been read. */
  find(id: string): { number: number; result?: PartResult } {
    const row = this.#statements.find.get(id) as { number: number; result: string | null } | undefined;
    if (row?.result) return { number: row.number, result: JSON.parse(row.result) as PartResult };
    return { number: row?.number ?? Number(this.#statements.begin.run(id).lastInsertRowid) };
  }

  add(number: number, block: Uint8Array): void {
    if (block.length > 0) this.#statements.add.run(number, block);
  }

  end(number: number, result: PartResult): void {
    this.#statements.end.run(JSON.stringify(result), number);
  }

  /** The (key, row) pairs of a part, in the order of its rows. */
  *blocks(number: number): Generator<Uint8Array> {
    for (const row of this.#statements.blocks.iterate(number)) yield row.bytes as Uint8Array;
  }

  /** Runs all writes of `act` in one transaction, which is much faster, and atomic. */
  transaction<T>(act: () => T): T {
    this.#database.exec("BEGIN");
    try {
      const result = act();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  /** The value stored under this id, which is a hash of everything it depends on. */
  note(id: string): string | undefined {
    return this.#statements.note.get(id)?.value as string | undefined;
  }

  keepNote(id: string, value: string): void {
    this.#statements.store.run(id, value);
  }

  close(): void {
    this.#database.close();
  }
}

/**
 * Equal only if reading the part again would give the same result: identity of the file, range, format, configuration,
 * readers.
 */
export function partId(source: Source, part: Part, config: ReadConfig): string {
  const { start, end, rowsBefore } = part;
  const { unicode } = process.versions;
  const { identity, format, compression } = source;
  return sha256(
    stringifyJson({ identity, format, compression, start, end, rowsBefore, config, unicode, reader: READER_VERSION }),
  );
}
