import { appendAll } from "../../../shared/collections.ts";
import { ByteStream } from "../../compression/byteStream.ts";
import { at, sourceError } from "../../records/errors.ts";
import { refuseFields } from "../../records/fields.ts";
import type { Input, ReadOptions, Row } from "../../records/row.ts";
import { BLOCK_BYTES, parseHeader, TarFault, type TarHeader, textIn } from "./header.ts";
import { type PaxRecords, parsePax, paxNumber, paxValue } from "./pax.ts";
import {
  expand,
  isSparseInContent,
  oldSparse,
  paxSparse,
  type Sparse,
  sparseInContent,
  storedBytes,
} from "./sparse.ts";

/** A file of an archive with its content, or without it when it exceeds the limit or is not a file (`type`). */
export type Member = { name: string; type: string; content: Uint8Array | undefined; size: number };

/**
 * A tar archive (v7, ustar, pax, GNU, star). Each file in it is one record, sparse files including their zeros. Folders
 * have no content; any other kind of member is bad.
 */
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

const isFile = ({ type }: Pick<Member, "type">): boolean => type === "0" || type === "7" || type === "S";

const KINDS: Record<string, string> = {
  "1": "a hard link",
  "2": "a symbolic link",
  "3": "a device",
  "4": "a device",
  "6": "a pipe",
};

/** Why a member has no content to fingerprint. */
export const badMember = (member: Member, where: string) =>
  isFile(member)
    ? sourceError("source/row-too-large", where, `has ${member.size} bytes`)
    : sourceError("source/archive-link", where, `is ${KINDS[member.type] ?? `of type ${member.type}`}, not a file`);

/**
 * The members of an archive except its folders, in order.
 *
 * @param limit largest content or extended header held in memory, in bytes
 * @throws data `source/truncated`, `source/bad-tar`
 */
export async function* readMembers(input: Input, limit: number): AsyncGenerator<Member> {
  const { name } = input.source;
  const archive = new Archive(new ByteStream(input.chunks()), limit);
  try {
    for (let member = await archive.next(); member; member = await archive.next()) yield member;
  } catch (error) {
    if (!(error instanceof TarFault)) throw error;
    const code = error instanceof CutOff ? "source/truncated" : "source/bad-tar";
    throw sourceError(code, `${name}, byte ${archive.offset}`, error.message, undefined, error);
  }
}

/** The archive is cut off. */
class CutOff extends TarFault {}

/** Types that describe the next member or the archive, and are not members themselves. */
const ABOUT = ["x", "X", "g", "L", "K", "V"];
/** Types without content whatever their size field (POSIX.1-1988 writers keep the target's size in a hard link's). */
const WITHOUT_CONTENT = ["1", "2", "3", "4", "5", "6"];

/** Fields of a member from the headers before it. */
type About = { own: PaxRecords; name?: string };

class Archive {
  readonly #stream: ByteStream;
  readonly #limit: number;
  /** From global extended headers, for all following members. */
  #global: PaxRecords = [];
  #members = 0;

  constructor(stream: ByteStream, limit: number) {
    this.#stream = stream;
    this.#limit = limit;
  }

  get offset(): number {
    return this.#stream.offset;
  }

  /** The next member that is not a folder; undefined at the end. */
  async next(): Promise<Member | undefined> {
    for (let header = await this.#header(); header; header = await this.#header()) {
      const about: About = { own: [] };
      for (; ABOUT.includes(header.type); header = await this.#headerAfter(header.type))
        await this.#note(header, about);
      this.#members++;
      const member = await this.#member(header, about);
      if (member) return member;
    }
    return undefined;
  }

  /** A header; undefined at the end of the archive, which is blocks of zeros or the end of the file. */
  async #header(): Promise<TarHeader | undefined> {
    const block = await this.#stream.peek(BLOCK_BYTES);
    if (block.length === 0 && this.#members > 0) return undefined;
    if (block.length < BLOCK_BYTES) throw new CutOff("ends within a header");
    if (block.some((byte) => byte !== 0)) return parseHeader(await this.#stream.take(BLOCK_BYTES));
    for await (const rest of this.#stream.remaining())
      if (rest.some((byte) => byte !== 0)) throw new TarFault("something follows the zeros that end an archive");
    return undefined;
  }

  async #headerAfter(type: string): Promise<TarHeader> {
    const header = await this.#header();
    if (header === undefined) throw new CutOff(`ends after a header of type ${type}, which is about a member`);
    return header;
  }

  /** Processes a header that describes others. */
  async #note(header: TarHeader, about: About): Promise<void> {
    const content = await this.#contentOf(header.size);
    if (content === undefined)
      throw new TarFault(
        `a header of type ${header.type} has ${header.size} bytes, more than the limit of ${this.#limit}`,
      );
    if (header.type === "L") about.name = textIn(content, 0, content.length);
    if (header.type === "g") appendAll(this.#global, parsePax(content));
    if (header.type === "x" || header.type === "X") appendAll(about.own, parsePax(content));
  }

  async #member(header: TarHeader, { own, name: longName }: About): Promise<Member | undefined> {
    const records = [...this.#global, ...own];
    const name = paxValue(records, "GNU.sparse.name") ?? paxValue(records, "path") ?? longName ?? header.name;
    const type = header.type === "0" && name.endsWith("/") ? "5" : header.type;
    if (type === "M") throw new TarFault(`${name} goes on from another volume`);
    if (paxValue(records, "SUN.holesdata") !== undefined)
      throw new TarFault(`${name} is sparse in a way that is not known`);
    const hasContent = !WITHOUT_CONTENT.includes(type) || (type === "1" && own.length > 0);
    const stored = hasContent ? (paxNumber(records, "size") ?? header.size) : 0;
    if (!isFile({ type })) {
      await this.#contentOf(stored, 0);
      return type === "5" || type === "D" ? undefined : { name, type, content: undefined, size: stored };
    }
    if (type === "S") return this.#sparse(name, await oldSparse(header, this.#stream), stored);
    if (isSparseInContent(records)) {
      const { sparse, mapBytes } = await sparseInContent(this.#stream, stored, records);
      return this.#sparse(name, sparse, stored - mapBytes);
    }
    const sparse = paxSparse(records);
    if (sparse) return this.#sparse(name, sparse, stored);
    if (records.some(({ key }) => key.startsWith("GNU.sparse.")))
      throw new TarFault(`${name} is sparse in a way that is not known`);
    return { name, type, content: await this.#contentOf(stored), size: stored };
  }

  async #sparse(name: string, sparse: Sparse, stored: number): Promise<Member> {
    if (storedBytes(sparse) !== stored)
      throw new TarFault(`the map of the sparse file ${name} has ${storedBytes(sparse)} bytes, its content ${stored}`);
    const content = await this.#contentOf(stored, sparse.size <= this.#limit ? this.#limit : 0);
    return { name, type: "S", content: content && expand(sparse, content), size: sparse.size };
  }

  /** Takes a content and its padding. The content is held in memory only up to a limit. */
  async #contentOf(size: number, limit = this.#limit): Promise<Uint8Array | undefined> {
    const pieces: Uint8Array[] = [];
    for (let left = size; left > 0; ) {
      const piece = await this.#stream.takeSome(left);
      if (piece.length === 0) throw new CutOff("ends within a member");
      if (size <= limit) pieces.push(piece);
      left -= piece.length;
    }
    // The last member's padding may be missing, as may the blocks of zeros.
    await this.#stream.take((BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES);
    if (size > limit) return undefined;
    return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
  }
}
