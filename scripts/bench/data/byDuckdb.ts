import { DuckDBInstance } from "@duckdb/node-api";
import type { Format } from "../../../prover/source/records/row.ts";

const COLUMNS = "columns = {id: 'INT', text: 'VARCHAR'}";

/** DuckDB's reader of each format; formats that it does not read are missing. */
const TABLES: Partial<Record<Format, (path: string) => string>> = {
  jsonl: (path) => `read_json('${path}', format = 'newline_delimited', ${COLUMNS})`,
  json: (path) => `read_json('${path}', format = 'array', ${COLUMNS})`,
  csv: (path) => `read_csv('${path}', header = true, auto_detect = false, delim = ',', quote = '"', ${COLUMNS})`,
  tsv: (path) => `read_csv('${path}', header = true, auto_detect = false, delim = '\t', quote = '', ${COLUMNS})`,
  lines: (path) =>
    `read_csv('${path}', header = false, auto_detect = false, delim = '\x01', quote = '', columns = {text: 'VARCHAR'})`,
  parquet: (path) => `read_parquet('${path}')`,
};

export const readsInDuckdb = (format: Format): boolean => format in TABLES;

/** The SQL that a user would give to DuckDB's command line. */
export async function byDuckdb(path: string, format: Format, out: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT sha256(text) FROM ${TABLES[format]!(path)}) TO '${out}' (FORMAT csv, HEADER false)`,
  );
  connection.closeSync();
  instance.closeSync();
}
