import { sourceError } from "../records/errors.ts";
import type { Limits, Source } from "../records/row.ts";
import { ByteStream } from "./byteStream.ts";
import { gunzip } from "./gzip.ts";
import { unzstd } from "./zstd.ts";

/** Below this output size the ratio is not checked: small files of one repeated letter compress very well. */
const RATIO_FROM_BYTES = 64 << 20;

/**
 * The content of a file, decompressed if necessary, to the last member or frame.
 *
 * @throws data `source/truncated`, `source/trailing-garbage`, `source/bad-gzip`, `source/bad-zstd`, `source/bomb`
 */
export function decompress(
  { name, compression }: Source,
  chunks: AsyncGenerator<Uint8Array>,
  limits: Limits,
): AsyncGenerator<Uint8Array> {
  if (compression === "none") return chunks;
  const input = new ByteStream(chunks);
  return bounded(compression === "gzip" ? gunzip(input, name) : unzstd(input, name), input, name, limits);
}

async function* bounded(output: AsyncIterable<Uint8Array>, input: ByteStream, name: string, limits: Limits) {
  let bytes = 0;
  for await (const chunk of output) {
    bytes += chunk.length;
    const isBomb = bytes > RATIO_FROM_BYTES && bytes > limits.ratio * input.offset;
    if (isBomb || bytes > limits.expandedBytes)
      throw sourceError(
        "source/bomb",
        name,
        `${input.offset} bytes expand to more than ${bytes}`,
        "If the file is what it should be, raise `limits.ratio` or `limits.expandedBytes`.",
      );
    yield chunk;
  }
}
