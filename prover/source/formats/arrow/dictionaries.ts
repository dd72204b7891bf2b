import { type ColumnData, columnDataOf } from "./batch.ts";
import { type Visit, visitOf } from "./column.ts";
import type { BatchMessage } from "./messages.ts";

/** The dictionaries of a stream as of a batch: later messages extend or replace them. */
export class Dictionaries {
  readonly #batches = new Map<bigint, BatchMessage[]>();
  readonly #made = new Map<string, { length: number; visit: Visit }>();

  /** @throws Error for an addition to nothing and, in a file, where order has no meaning, for a replacement */
  add(id: bigint, isDelta: boolean, batch: BatchMessage, isFile: boolean): void {
    const before = this.#batches.get(id);
    if (isDelta && !before) throw new Error("an addition to a dictionary that is not there");
    if (isFile && !isDelta && before) throw new Error("a dictionary is there twice");
    this.#batches.set(id, isDelta ? [...before!, batch] : [batch]);
    this.#made.clear();
  }

  /** The entries of a column's dictionary along the rest of a path. */
  readonly entries = ({ field }: ColumnData, childPath: readonly number[]): { length: number; visit: Visit } => {
    const { id } = field.dictionary!;
    // Columns may share a dictionary, but then they have the same type.
    const key = `${id} ${field.type} ${childPath}`;
    const made = this.#made.get(key);
    if (made) return made;
    const { dictionary: _, ...plain } = field;
    const parts = (this.#batches.get(id) ?? []).map(({ batch, body, version }) => {
      const [data] = columnDataOf([plain], batch, body, version);
      if (data!.length !== Number(batch.length())) throw new Error("a dictionary has another length than its batch");
      return { length: data!.length, visit: visitOf(data!, childPath, this.entries) };
    });
    const entries = joined(parts);
    this.#made.set(key, entries);
    return entries;
  };
}

function joined(parts: { length: number; visit: Visit }[]): { length: number; visit: Visit } {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const [only] = parts;
  if (only && parts.length === 1) return only;
  return {
    length,
    visit: (index, onValue) => {
      let left = index;
      for (const part of parts) {
        if (left < part.length) return part.visit(left, onValue);
        left -= part.length;
      }
    },
  };
}
