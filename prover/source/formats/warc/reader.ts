import { ByteStream } from "../../compression/byteStream.ts";
import { at, sourceError } from "../../records/errors.ts";
import { columnsOf, requireFields } from "../../records/fields.ts";
import type { Cell, Input, ReadOptions, Row } from "../../records/row.ts";
import { digestCheck, parseWarcHeader, type WarcHeader } from "./header.ts";
import { httpBody } from "./httpBody.ts";

/** Largest header of a record, in bytes. */
const HEADER_BYTES = 1 << 20;
const HEADER_END = "\r\n\r\n";

const FIELDS = ["url", "body"];

/** Records that hold a page. The others are about the crawl, or about a page that another record holds. */
const WITH_PAGE = ["response", "resource", "conversion"];
const WITHOUT_PAGE = ["warcinfo", "request", "metadata", "revisit"];

/**
 * WARC (ISO 28500), including Common Crawl's WET. Each record that holds a page (`response`, `resource`, `conversion`)
 * has the fields `url` and `body`. The body of a `response` is its HTTP body, without the header. `warcinfo`,
 * `request`, `metadata` and `revisit` are skipped, but counted as rows, so that a row's number is the record's number
 * in the file.
 *
 * @throws data `source/bad-warc`, `source/truncated`
 */
export async function* readWarc(input: Input, options: ReadOptions): AsyncGenerator<Row[]> {
  const { name } = input.source;
  const chosen = columnsOf(requireFields(options.fields, name), FIELDS, name);
  options.fieldNames?.note(FIELDS);
  const stream = new ByteStream(input.chunks());
  for (let row = 1; !(await stream.atEnd()); row++) {
    const place = { row, offset: stream.offset };
    const where = at(name, place);
    const header = parseWarcHeader(await headerBytes(stream, where), where);
    const { block, isIntact } = await blockOf(stream, header, options.limits.rowBytes, where);
    if (WITHOUT_PAGE.includes(header.type)) options.onPassedOver?.(row, `source/warc-${header.type}`);
    else if (!isIntact)
      yield [{ ...place, bad: sourceError("source/bad-digest", where, "has another WARC-Block-Digest") }];
    else yield [{ ...place, ...read(header, block, where, chosen) }];
  }
}

function read(header: WarcHeader, block: Uint8Array | undefined, where: string, chosen: readonly number[]) {
  const { type, url, length, isSegment } = header;
  if (!WITH_PAGE.includes(type))
    return { bad: sourceError("source/warc-type", where, `is of the unknown type ${type}`) };
  if (isSegment) return { bad: sourceError("source/warc-segment", where, "is a segment of a longer record") };
  if (block === undefined) return { bad: sourceError("source/row-too-large", where, `has ${length} bytes`) };
  const urlCell =
    url === undefined ? sourceError("source/missing-field", where, "has no WARC-Target-URI") : Buffer.from(url);
  const cells: Cell[] = [urlCell, header.isHttp && type === "response" ? httpBody(block, where) : block];
  return { values: chosen.map((field) => cells[field]!) };
}

async function headerBytes(stream: ByteStream, where: string): Promise<Uint8Array> {
  for (let size = 1 << 10; size <= HEADER_BYTES; size *= 2) {
    const bytes = Buffer.from(await stream.peek(size));
    const end = bytes.indexOf(HEADER_END);
    if (end !== -1) {
      await stream.take(end + HEADER_END.length);
      return bytes.subarray(0, end);
    }
    if (!bytes.subarray(0, 5).equals(Buffer.from("WARC/").subarray(0, bytes.length))) break;
    if (bytes.length < size) throw sourceError("source/truncated", where, "ends within a header");
  }
  throw sourceError("source/bad-warc", where, `has no header of at most ${HEADER_BYTES} bytes that an empty line ends`);
}

/** The block of a record, if it is small enough to hold, and whether it matches its digest. */
async function blockOf(stream: ByteStream, { length, digest }: WarcHeader, limit: number, where: string) {
  const check = digestCheck(digest);
  const pieces: Uint8Array[] = [];
  for (let left = length; left > 0; ) {
    const piece = await stream.takeSome(left);
    if (piece.length === 0) throw sourceError("source/truncated", where, "ends within a block");
    check.update(piece);
    if (length <= limit) pieces.push(piece);
    left -= piece.length;
  }
  const end = Buffer.from(await stream.take(HEADER_END.length));
  if (end.length < HEADER_END.length) throw sourceError("source/truncated", where, "ends within a record");
  if (!end.equals(Buffer.from(HEADER_END)))
    throw sourceError("source/bad-warc", where, "no two ends of lines follow the block of Content-Length bytes");
  const block = length > limit ? undefined : pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
  return { block, isIntact: check.isIntact() };
}
