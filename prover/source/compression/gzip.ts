import { crc32, createInflateRaw } from "node:zlib";
import { sourceError } from "../records/errors.ts";
import type { ByteStream } from "./byteStream.ts";

const HAS = { headerCrc: 2, extra: 4, name: 8, comment: 16 } as const;

/** Compressed bytes given to the engine at once: with deflate's ratio of at most 1032, this bounds the output. */
const SLICE_BYTES = 16 << 10;

/**
 * Expands every member of a gzip file (RFC 1952) and checks each against its CRC and size. Zero bytes between and after
 * members are padding, as tapes and block devices leave it; anything else there is an error. Node's own gunzip silently
 * drops what follows padding.
 */
export async function* gunzip(input: ByteStream, name: string): AsyncGenerator<Uint8Array> {
  for (let members = 0; ; members++) {
    while (members > 0 && (await input.peek(1))[0] === 0) await input.take(1);
    if (members > 0 && (await input.atEnd())) return;
    await readHeader(input, name, members);
    let crc = 0;
    let size = 0;
    for await (const bytes of inflate(input, name)) {
      crc = crc32(bytes, crc);
      size = (size + bytes.length) >>> 0;
      yield bytes;
    }
    const trailer = Buffer.from(await exactly(input, 8, name));
    if (trailer.readUInt32LE(0) !== crc || trailer.readUInt32LE(4) !== size)
      throw sourceError(
        "source/bad-gzip",
        name,
        `the member that ends at byte ${input.offset} has another CRC or size`,
      );
  }
}

async function readHeader(input: ByteStream, name: string, members: number): Promise<void> {
  const start = input.offset;
  const header = await input.take(10);
  const isGzip = header[0] === 0x1f && header[1] === 0x8b && header[2] === 8 && (header[3]! & 0xe0) === 0;
  if (header.length > 0 && !isGzip)
    throw members === 0
      ? sourceError("source/bad-gzip", name, "is not gzip, as its name says")
      : sourceError("source/trailing-garbage", name, `something that is not gzip follows at byte ${start}`);
  if (header.length < 10) throw truncated(name, input);
  const flags = header[3]!;
  if (flags & HAS.extra) {
    const [low, high] = await exactly(input, 2, name);
    await exactly(input, low! + 256 * high!, name);
  }
  for (const flag of [HAS.name, HAS.comment]) if (flags & flag) while ((await exactly(input, 1, name))[0] !== 0);
  if (flags & HAS.headerCrc) await exactly(input, 2, name);
}

/** Expands one deflate stream and takes no more than that from `input`. */
async function* inflate(input: ByteStream, name: string): AsyncGenerator<Uint8Array> {
  const engine = createInflateRaw({ chunkSize: 256 << 10 });
  const output: Uint8Array[] = [];
  let ended = false;
  const end = new Promise<void>((resolve, reject) => {
    engine.on("data", (bytes: Uint8Array) => output.push(bytes));
    engine.on("end", () => {
      ended = true;
      resolve();
    });
    engine.on("error", (error) =>
      reject(sourceError("source/bad-gzip", name, `${error.message} near byte ${input.offset}`)),
    );
  });
  end.catch(() => {});
  try {
    while (!ended) {
      const slice = await input.peekSome(SLICE_BYTES);
      if (slice.length === 0) throw truncated(name, input);
      const before = engine.bytesWritten;
      await Promise.race([end, new Promise((resolve) => engine.write(slice, resolve))]);
      const used = engine.bytesWritten - before;
      await input.take(used);
      if (used < slice.length) await end;
      yield* output.splice(0);
    }
  } finally {
    engine.destroy();
  }
}

async function exactly(input: ByteStream, count: number, name: string): Promise<Uint8Array> {
  const bytes = await input.take(count);
  if (bytes.length < count) throw truncated(name, input);
  return bytes;
}

const truncated = (name: string, input: ByteStream) =>
  sourceError("source/truncated", name, `ends within a gzip member, after ${input.offset} bytes`);
