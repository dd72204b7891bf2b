import { createHash } from "node:crypto";
import type { Source } from "../../source/records/row.ts";
import { readChunks } from "../../source/storage/disk.ts";
import { isRemote } from "../../source/storage/remote.ts";

/** A unit of reading: a source, or a range of a large one that begins and ends at a record. */
export type Part = {
  source: number;
  start: number;
  end: number;
  /** Rows of the source before `start`. */
  rowsBefore: number;
};

/** The parts of one source, and its SHA-256 if finding them required it. */
export type Parts = { parts: Part[]; sha256?: string };

/** Larger files are read in parts, by several threads at once. */
export const PART_BYTES = 32 << 20;

const isCuttable = ({ format, compression, path }: Source): boolean =>
  compression === "none" && !isRemote(path) && (format === "jsonl" || format === "lines");

/**
 * Splits a source into parts. Only plain text on disk with one record per line can be split. The file is read once for
 * its SHA-256, the line ends near each multiple of `partBytes`, and the number of rows before each.
 */
export async function partsOf(source: Source, number: number, partBytes = PART_BYTES): Promise<Parts> {
  const whole = { source: number, start: 0, end: source.size, rowsBefore: 0 };
  if (!isCuttable(source) || source.size <= partBytes) return { parts: [whole] };
  const hash = createHash("sha256");
  const parts: Part[] = [];
  let start = 0;
  let rowsBefore = 0;
  let rows = 0;
  let at = 0;
  for await (const chunk of readChunks(source, 0, source.size)) {
    hash.update(chunk);
    for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, end + 1)) {
      rows++;
      const next = at + end + 1;
      if (next - start < partBytes || next === source.size) continue;
      parts.push({ source: number, start, end: next, rowsBefore });
      start = next;
      rowsBefore = rows;
    }
    at += chunk.length;
  }
  parts.push({ source: number, start, end: source.size, rowsBefore });
  return { parts, sha256: hash.digest("hex") };
}
