import { constants } from "node:zlib";
import { sourceError } from "../records/errors.ts";
import type { ByteStream } from "./byteStream.ts";
import { nodeZstd } from "./nodeZstd.ts";

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;

/**
 * Sizes of the dictionary id and of the content size, by their flags in the frame header descriptor (RFC 8878,
 * 3.1.1.1).
 */
const DICTIONARY_BYTES = [0, 1, 2, 4] as const;
const CONTENT_BYTES = [0, 2, 4, 8] as const;

const SLICE_BYTES = 16 << 10;

/**
 * Expands every frame of a zstd file (RFC 8878) and skips skippable frames. Node's own decoder silently stops after the
 * first frame, so the frames are found here by their block headers, and each is given to its own decoder.
 */
export async function* unzstd(input: ByteStream, name: string): AsyncGenerator<Uint8Array> {
  for (let frames = 0; frames === 0 || !(await input.atEnd()); frames++) {
    const start = input.offset;
    const magic = Buffer.from(await input.peek(8));
    if (magic.length < 8) throw truncated(name, input);
    const number = magic.readUInt32LE(0);
    if (number === MAGIC) yield* expand(frameBytes(input, name), name, start);
    else if ((number & 0xfffffff0) >>> 0 === SKIPPABLE)
      for await (const _ of piece(input, 8 + magic.readUInt32LE(4), name));
    else if (frames === 0) throw sourceError("source/bad-zstd", name, "is not zstd, as its name says");
    else throw sourceError("source/trailing-garbage", name, `something that is not zstd follows at byte ${start}`);
  }
}

/** The bytes of the next frame, to its end and no further. */
async function* frameBytes(input: ByteStream, name: string): AsyncGenerator<Uint8Array> {
  const descriptor = (await input.peek(5))[4]!;
  const isSingle = (descriptor & 0x20) !== 0;
  const contentFlag = descriptor >> 6;
  const contentBytes = contentFlag === 0 && isSingle ? 1 : CONTENT_BYTES[contentFlag]!;
  yield* piece(input, 5 + (isSingle ? 0 : 1) + DICTIONARY_BYTES[descriptor & 3]! + contentBytes, name);
  for (let last = false; !last; ) {
    const [low, middle, high] = await input.peek(3);
    if (high === undefined) throw truncated(name, input);
    const header = low! + 256 * middle! + 65536 * high;
    last = (header & 1) === 1;
    const isRunLength = ((header >> 1) & 3) === 1;
    yield* piece(input, 3 + (isRunLength ? 1 : header >> 3), name);
  }
  if (descriptor & 4) yield* piece(input, 4, name);
}

async function* piece(input: ByteStream, count: number, name: string): AsyncGenerator<Uint8Array> {
  for (let left = count; left > 0; ) {
    const bytes = await input.takeSome(Math.min(left, SLICE_BYTES));
    if (bytes.length === 0) throw truncated(name, input);
    left -= bytes.length;
    yield bytes;
  }
}

/** Expands one frame. Accepts windows of every size that the format has: memory is used only as data arrive. */
async function* expand(frame: AsyncIterable<Uint8Array>, name: string, start: number): AsyncGenerator<Uint8Array> {
  const engine = nodeZstd().createZstdDecompress({
    params: { [constants.ZSTD_d_windowLogMax]: 31 },
    chunkSize: 256 << 10,
  });
  const output: Uint8Array[] = [];
  const end = new Promise<void>((resolve, reject) => {
    engine.on("data", (bytes: Uint8Array) => output.push(bytes));
    engine.on("end", resolve);
    engine.on("error", (error) =>
      reject(sourceError("source/bad-zstd", name, `frame at byte ${start}: ${error.message}`)),
    );
  });
  end.catch(() => {});
  try {
    for await (const bytes of frame) {
      await Promise.race([end, new Promise((resolve) => engine.write(bytes, resolve))]);
      yield* output.splice(0);
    }
    engine.end();
    await end;
    yield* output;
  } finally {
    engine.destroy();
  }
}

const truncated = (name: string, input: ByteStream) =>
  sourceError("source/truncated", name, `ends within a zstd frame, after ${input.offset} bytes`);
