import { DisjointError } from "../../prover/shared/errors.ts";
import { openSource } from "../../prover/source/open.ts";
import { LIMITS, type Limits, type ReadOptions, type Row } from "../../prover/source/records/row.ts";
import type { SourceSpec } from "../../prover/source/records/spec.ts";
import { listSources } from "../../prover/source/walk.ts";

/**
 * Every row of the sources, with values as text, and their accounts; a bad row, or a row with a bad cell, shows the
 * error's code.
 */
export async function readAll(
  spec: SourceSpec,
  options: { fields?: ReadOptions["fields"]; limits?: Partial<Limits> } = {},
) {
  const rows: { row: number; offset?: number | undefined; values?: string[]; bad?: string }[] = [];
  const accounts = [];
  for (const source of listSources([spec])) {
    const opened = openSource(source, {
      fields: options.fields ?? [undefined],
      limits: { ...LIMITS, rowBytes: 1 << 20, ...options.limits },
    });
    for await (const batch of opened.rows()) for (const row of batch) rows.push(await shown(row));
    accounts.push(opened.summary());
  }
  return { rows, accounts };
}

async function shown(row: Row) {
  const { row: number, offset } = row;
  if ("bad" in row) return { row: number, offset, bad: row.bad.code };
  const values: string[] = [];
  for (const cell of row.values) {
    if (cell instanceof DisjointError) return { row: number, offset, bad: cell.code };
    if (Array.isArray(cell))
      values.push(...cell.map((value) => (value instanceof DisjointError ? value.code : textOf(value))));
    else
      values.push(
        textOf(
          cell instanceof Uint8Array ? cell : Buffer.concat(await Array.fromAsync(cell as AsyncIterable<Uint8Array>)),
        ),
      );
  }
  return { row: number, offset, values };
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
