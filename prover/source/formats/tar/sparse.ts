import { appendAll } from "../../../shared/collections.ts";
import type { ByteStream } from "../../compression/byteStream.ts";
import { BLOCK_BYTES, numberIn, TarFault, type TarHeader } from "./header.ts";
import { type PaxRecords, paxNumber, paxValue, wholeNumber } from "./pax.ts";

/**
 * A file stored without its runs of zeros: the size including them, and the positions of the stored pieces, ascending.
 * All four formats of the GNU tar manual's "Storing Sparse Files".
 */
export type Sparse = { size: number; pieces: { offset: number; length: number }[] };

const NUMBER_BYTES = 12;

/** The map of an old GNU header (type "S"), whose further entries are in the following blocks. */
export async function oldSparse({ block }: TarHeader, stream: ByteStream): Promise<Sparse> {
  const numbers = numbersIn(block, 386, 4);
  for (let more = block[482] !== 0; more; ) {
    const next = await stream.take(BLOCK_BYTES);
    if (next.length < BLOCK_BYTES) throw new TarFault("ends within the map of a sparse file");
    appendAll(numbers, numbersIn(next, 0, 21));
    more = next[504] !== 0;
  }
  return mapOf(numbers, numberIn(block, 483, 495, "size"));
}

/** Offset and length of up to `count` entries; the first blank one ends them. */
function numbersIn(block: Uint8Array, start: number, count: number): number[] {
  const numbers: number[] = [];
  for (let at = start; at < start + count * 2 * NUMBER_BYTES && block[at] !== 0; at += NUMBER_BYTES)
    numbers.push(numberIn(block, at, at + NUMBER_BYTES, "sparse map"));
  return numbers;
}

/** The map of versions 0.0 and 0.1, from the extended header; undefined when the file is not sparse. */
export function paxSparse(records: PaxRecords): Sparse | undefined {
  const size = paxNumber(records, "GNU.sparse.size");
  if (size === undefined) return undefined;
  const map = paxValue(records, "GNU.sparse.map");
  const texts =
    map !== undefined
      ? map.split(",")
      : records
          .filter(({ key }) => key === "GNU.sparse.offset" || key === "GNU.sparse.numbytes")
          .map(({ value }) => value.toString("latin1"));
  const sparse = mapOf(
    texts.map((text) => wholeNumber(text, "a sparse map's entry")),
    size,
  );
  if (sparse.pieces.length !== (paxNumber(records, "GNU.sparse.numblocks") ?? sparse.pieces.length))
    throw new TarFault("a sparse map has another number of entries than it says");
  return sparse;
}

/** Whether the file is of version 1.0, whose map precedes its content. */
export const isSparseInContent = (records: PaxRecords): boolean =>
  paxValue(records, "GNU.sparse.major") === "1" && paxValue(records, "GNU.sparse.minor") === "0";

/**
 * Reads the map of version 1.0 from the beginning of a content: numbers, one per line, padded to whole blocks.
 *
 * @returns the map, and its size in bytes
 */
export async function sparseInContent(
  stream: ByteStream,
  stored: number,
  records: PaxRecords,
): Promise<{ sparse: Sparse; mapBytes: number }> {
  const start = stream.offset;
  let text = "";
  const next = async (): Promise<number> => {
    for (let end = text.indexOf("\n"); ; end = text.indexOf("\n")) {
      if (end !== -1) {
        const line = text.slice(0, end);
        text = text.slice(end + 1);
        return wholeNumber(line, "a sparse map's entry");
      }
      const block = await stream.take(BLOCK_BYTES);
      if (block.length < BLOCK_BYTES || stream.offset - start > stored)
        throw new TarFault("a sparse map is longer than the file that it is of");
      text += Buffer.from(block).toString("latin1");
    }
  };
  const count = await next();
  const numbers: number[] = [];
  for (let i = 0; i < 2 * count; i++) numbers.push(await next());
  const size = paxNumber(records, "GNU.sparse.realsize");
  if (size === undefined) throw new TarFault("a sparse file does not say its size");
  return { sparse: mapOf(numbers, size), mapBytes: stream.offset - start };
}

/** @throws TarFault unless the pieces ascend within the size */
function mapOf(numbers: readonly number[], size: number): Sparse {
  if (numbers.length % 2 !== 0) throw new TarFault("a sparse map ends within an entry");
  const pieces = [];
  let end = 0;
  for (let i = 0; i < numbers.length; i += 2) {
    const offset = numbers[i]!;
    const length = numbers[i + 1]!;
    if (offset < end || offset + length > size) throw new TarFault("a sparse map's entries do not ascend in the file");
    pieces.push({ offset, length });
    end = offset + length;
  }
  return { size, pieces };
}

/**
 * The file with its zeros.
 *
 * @throws TarFault when the map does not fit the content
 */
export function expand({ size, pieces }: Sparse, stored: Uint8Array): Buffer {
  const content = Buffer.alloc(size);
  let at = 0;
  for (const { offset, length } of pieces) {
    content.set(stored.subarray(at, at + length), offset);
    at += length;
  }
  return content;
}

/** Total number of stored bytes in a map. */
export const storedBytes = ({ pieces }: Sparse): number => pieces.reduce((sum, { length }) => sum + length, 0);
