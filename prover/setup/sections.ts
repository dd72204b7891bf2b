import { type FileHandle, open } from "node:fs/promises";
import { artifactError } from "../shared/errors.ts";

/** Position of one section's content in a file, in bytes. */
export type Section = { offset: number; size: number };

/**
 * The table of contents of an iden3 binary file (r1cs, wtns, zkey, ptau): 4 bytes of magic, u32 version, u32 section
 * count, then the sections, each u32 type, u64 size, content. All little-endian.
 * https://github.com/iden3/r1csfile/blob/master/doc/r1cs_bin_format.md
 *
 * @returns section type -> place. The sections fill the file exactly and no type occurs twice.
 * @throws artifact `setup/malformed`
 */
export async function readSections(file: FileHandle, magic: string, what: string): Promise<Map<number, Section>> {
  const refuse = (why: string) =>
    artifactError("setup/malformed", `${what} is not a whole ${magic} file: ${why}`, "Make or fetch the file again.");
  const length = (await file.stat()).size;
  const head = await readAt(file, 0, 12);
  if (head.length < 12 || head.toString("latin1", 0, 4) !== magic) throw refuse("wrong first bytes");
  const sections = new Map<number, Section>();
  let offset = 12;
  for (let left = head.readUInt32LE(8); left > 0; left--) {
    const entry = await readAt(file, offset, 12);
    if (entry.length < 12) throw refuse(`it ends inside the section table at byte ${offset}`);
    const type = entry.readUInt32LE(0);
    const size = Number(entry.readBigUInt64LE(4));
    if (sections.has(type)) throw refuse(`section ${type} occurs twice`);
    sections.set(type, { offset: offset + 12, size });
    offset += 12 + size;
    if (offset > length) throw refuse(`section ${type} reaches beyond its end`);
  }
  if (offset !== length) throw refuse(`its sections end at byte ${offset}, the file at ${length}`);
  return sections;
}

/**
 * Reads one section whole.
 *
 * @throws artifact `setup/malformed` when it is missing or not `size` bytes long
 */
export async function readSection(file: FileHandle, sections: Map<number, Section>, type: number, size?: number) {
  const place = sections.get(type);
  if (place === undefined || (size !== undefined && size !== place.size))
    throw artifactError(
      "setup/malformed",
      `section ${type} is ${place === undefined ? "missing" : `${place.size} bytes, not ${size}`}`,
      "Make or fetch the file again.",
    );
  return readAt(file, place.offset, place.size);
}

/** One section to write: its content comes in pieces that must add up to `size` bytes. */
export type SectionContent = { type: number; size: number; chunks: Iterable<Uint8Array> };

/** Writes an iden3 binary file of version 1, section by section, holding one piece at a time. */
export async function writeSections(
  path: string,
  magic: string,
  contents: SectionContent[],
  onPiece: (done: number) => void,
) {
  const file = await open(path, "w");
  try {
    await file.write(Buffer.concat([Buffer.from(magic, "latin1"), u32(1), u32(contents.length)]));
    let done = 0;
    for (const { type, size, chunks } of contents) {
      const head = Buffer.alloc(12);
      head.writeUInt32LE(type, 0);
      head.writeBigUInt64LE(BigInt(size), 4);
      await file.write(head);
      let written = 0;
      for (const chunk of chunks) {
        await file.writev([chunk]);
        written += chunk.length;
        onPiece((done += chunk.length));
      }
      if (written !== size) throw new RangeError(`section ${type} has ${written} bytes, not ${size}`);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A section whose content is already in memory. */
export const whole = (type: number, content: Uint8Array): SectionContent => ({
  type,
  size: content.length,
  chunks: [content],
});

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Reads up to `size` bytes from `offset`; fewer only at the end of the file. */
export async function readAt(file: FileHandle, offset: number, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(size);
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await file.read(bytes, filled, Math.min(size - filled, 1 << 30), offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
