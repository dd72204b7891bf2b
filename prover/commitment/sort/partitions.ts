import { closeSync, fstatSync, openSync, readFileSync, readSync, rmSync } from "node:fs";
import { join } from "node:path";
import { KEY_BYTES } from "../../fingerprint/key.ts";
import { writeAll } from "../../shared/files.ts";
import type { MemoryPlan } from "./memory.ts";
import { RECORD_BYTES, ROW_KEY_BYTES, sharedKeyBytes, sortRecords, writeRecord } from "./records.ts";

/** One partition for each value of a byte of the key. */
const PARTITIONS = 256;

/** Records read at once from a partition that is not sorted in memory. */
const READ_RECORDS = 8192;

/**
 * Sorts more records than memory holds: distributes them on disk by a byte of the key, then sorts one partition at a
 * time. A partition that is too large is distributed again by the next byte in which its keys differ.
 *
 * Records of one key must be added in the order of source and row: if there are too many of them to be sorted in
 * memory, they keep that order.
 */
export class Partitions {
  readonly #folder: string;
  readonly #plan: Pick<MemoryPlan, "bufferBytes" | "sortBytes">;
  /** The byte of the key by which records are distributed; all keys share those before it. */
  readonly #byte: number;
  readonly #buffers: Buffer[];
  readonly #used = new Uint32Array(PARTITIONS);
  readonly #files = new Map<number, number>();

  constructor(folder: string, plan: Pick<MemoryPlan, "bufferBytes" | "sortBytes">, byte = 0) {
    this.#folder = folder;
    this.#plan = plan;
    this.#byte = byte;
    const records = Math.max(1, Math.floor(plan.bufferBytes / PARTITIONS / RECORD_BYTES));
    this.#buffers = Array.from({ length: PARTITIONS }, () => Buffer.allocUnsafeSlow(records * RECORD_BYTES));
  }

  /** Adds the (key, row) pairs of a source. */
  add(source: number, block: Uint8Array): void {
    for (let at = 0; at < block.length; at += ROW_KEY_BYTES) {
      const partition = block[at]!;
      writeRecord(this.#buffers[partition]!, this.#used[partition]!, block, at, source);
      this.#grow(partition);
    }
  }

  #addRecords(records: Buffer): void {
    for (let at = 0; at < records.length; at += RECORD_BYTES) {
      const partition = records[at + this.#byte]!;
      records.copy(this.#buffers[partition]!, this.#used[partition]!, at, at + RECORD_BYTES);
      this.#grow(partition);
    }
  }

  /** All records in byte order, in blocks. Deletes the files. */
  *sorted(): Generator<Buffer> {
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const rest = this.#buffers[partition]!.subarray(0, this.#used[partition]);
      const file = this.#files.get(partition);
      if (file === undefined) yield sortRecords(rest, this.#byte + 1);
      else {
        writeAll(file, rest);
        const bytes = fstatSync(file).size;
        closeSync(file);
        this.#files.delete(partition);
        const path = this.#path(partition);
        if (bytes <= this.#plan.sortBytes) yield sortRecords(readFileSync(path), this.#byte + 1);
        else yield* this.#sortedLarge(path);
        rmSync(path);
      }
    }
  }

  *#sortedLarge(path: string): Generator<Buffer> {
    const shared = sharedKeyBytes(chunksOf(path));
    if (shared === KEY_BYTES) return yield* chunksOf(path);
    const parts = new Partitions(this.#folder, this.#plan, shared);
    for (const records of chunksOf(path)) parts.#addRecords(records);
    yield* parts.sorted();
  }

  #grow(partition: number): void {
    this.#used[partition]! += RECORD_BYTES;
    const buffer = this.#buffers[partition]!;
    if (this.#used[partition] !== buffer.length) return;
    let file = this.#files.get(partition);
    if (file === undefined) this.#files.set(partition, (file = openSync(this.#path(partition), "w", 0o600)));
    writeAll(file, buffer);
    this.#used[partition] = 0;
  }

  #path(partition: number): string {
    return join(this.#folder, `.partition-${this.#byte}-${partition}.part`);
  }
}

function* chunksOf(path: string): Generator<Buffer> {
  const file = openSync(path, "r");
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafeSlow(READ_RECORDS * RECORD_BYTES);
      let used = 0;
      for (let read = -1; read !== 0 && used < chunk.length; used += read)
        read = readSync(file, chunk, used, chunk.length - used, null);
      if (used === 0) return;
      yield chunk.subarray(0, used);
    }
  } finally {
    closeSync(file);
  }
}
