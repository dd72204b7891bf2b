import { Readable } from "node:stream";
import { extract, type Header } from "tar-stream";
import { at, sourceError } from "./errors.ts";
import { refuseFields } from "./fields.ts";
import type { Input, ReadOptions, Row } from "./row.ts";

/** A tar archive ends with two blocks of zeros. */
const END_BYTES = 1024;

/** A file of an archive with its content, or without it when it is larger than the limit. */
export type Member = { name: string; content: Buffer | undefined; size: number };

/** A tar archive (ustar, pax, GNU), each file in it one record. Folders have no content; any other kind of member is bad. */
export async function* readTar(input: Input, options: ReadOptions): AsyncGenerator<Row[]> {
  refuseFields(options.fields, input.source.name);
  let row = 0;
  for await (const member of readMembers(input, options.limits.rowBytes)) {
    row++;
    const where = at(`${input.source.name}, ${member.name}`, { row });
    if (member.content) yield [{ row, values: options.fields.map(() => member.content!) }];
    else yield [{ row, bad: badMember(member, where) }];
  }
}

/** Why a member has no content to fingerprint. */
export const badMember = (member: Member, where: string) =>
  member.size < 0
    ? sourceError("archive-link", where, "is a link or a device, not a file")
    : sourceError("row-too-large", where, `has ${member.size} bytes`);

/**
 * The members of an archive but its folders, in order. Links and devices have the size -1 and no content.
 *
 * @throws data `source/truncated`, `source/bad-tar`
 */
export async function* readMembers(input: Input, limit: number): AsyncGenerator<Member> {
  const { name } = input.source;
  const end = new TrailingZeros();
  const parser = extract();
  const source = Readable.from(end.watch(input.chunks()));
  source.on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const entry of parser) {
      const content = await contentOf(entry as AsyncIterable<Uint8Array>, limit);
      if (entry.header.type !== "directory") yield memberOf(entry.header, content);
    }
  } catch (error) {
    throw error instanceof Error && /tar|data/i.test(error.message) && !("code" in error)
      ? sourceError("bad-tar", name, error.message, undefined, error)
      : error;
  } finally {
    source.destroy();
  }
  if (end.count < END_BYTES) throw sourceError("truncated", name, "lacks the blocks of zeros that end an archive");
}

async function contentOf(entry: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer | undefined> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of entry) {
    size += piece.length;
    if (size <= limit) pieces.push(piece);
  }
  return size <= limit ? Buffer.concat(pieces) : undefined;
}

function memberOf({ name, type, size = 0 }: Header, content: Buffer | undefined): Member {
  const isFile = type === "file" || type === "contiguous-file";
  return isFile ? { name, content, size } : { name, content: undefined, size: -1 };
}

/** Counts the zero bytes at the end of a stream. */
class TrailingZeros {
  count = 0;

  async *watch(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      let zeros = 0;
      while (zeros < chunk.length && chunk[chunk.length - 1 - zeros] === 0) zeros++;
      this.count = zeros === chunk.length ? this.count + zeros : zeros;
      yield chunk;
    }
  }
}
