import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { loadNative } from "../../native/index.ts";
import { lz4Block, lz4Raw } from "./lz4.ts";
import { nodeZstd } from "./nodeZstd.ts";
import { snappy } from "./snappy.ts";

/**
 * Expands a page or a buffer, which must yield exactly `size` bytes and be consumed to its end.
 *
 * @throws Error
 */
export function expand(codec: string, input: Uint8Array, size: number): Uint8Array {
  const output = input.length === 0 && size === 0 ? input : expanded(codec, input, size);
  if (output.length !== size) throw new Error(`a page expands to ${output.length} bytes instead of ${size}`);
  return output;
}

function expanded(codec: string, input: Uint8Array, size: number): Uint8Array {
  switch (codec) {
    case "UNCOMPRESSED":
      return input;
    case "SNAPPY":
      // The kernel only expands what is good: the error is for the other to find.
      return loadNative()?.expandSnappy(input, size) ?? snappy(input, size);
    case "GZIP":
      return byNode(gunzipSync, input, size);
    case "BROTLI":
      return byNode(brotliDecompressSync, input, size);
    case "ZSTD":
      return byNode(nodeZstd().zstdDecompressSync, input, size);
    case "LZ4":
      return lz4Hadoop(input, size);
    case "LZ4_RAW":
      return lz4Raw(input, size);
    default:
      throw new Error(`compressed by ${codec}, which is not known`);
  }
}

type Expander = (input: Uint8Array, options: { maxOutputLength: number; info: true }) => Uint8Array;

/** Node's decoders ignore what follows the compressed bytes; the number of bytes they consumed reveals it. */
function byNode(decoder: unknown, input: Uint8Array, size: number): Uint8Array {
  const options = { maxOutputLength: Math.max(size, 1), info: true } as const;
  const { buffer, engine } = (decoder as Expander)(input, options) as unknown as {
    buffer: Buffer;
    engine: { bytesWritten: number };
  };
  if (engine.bytesWritten !== input.length) throw new Error("bytes are left over after a compressed page");
  return buffer;
}

/**
 * Hadoop's blocks: uncompressed length, compressed length, both big-endian, then the block. Other writers omit them.
 */
function lz4Hadoop(input: Uint8Array, size: number): Uint8Array {
  const output = new Uint8Array(size);
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  let from = 0;
  let to = 0;
  while (from + 8 <= input.length) {
    const expands = view.getUint32(from);
    const stored = view.getUint32(from + 4);
    if (stored > input.length - from - 8 || expands > size - to) break;
    if (lz4Block(input.subarray(from + 8, from + 8 + stored), output, to) !== to + expands) break;
    from += 8 + stored;
    to += expands;
  }
  return from === input.length && to === size ? output : lz4Raw(input, size);
}
