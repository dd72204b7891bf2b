import { isUtf8 } from "node:buffer";
import { loadNative } from "../../../native/index.ts";
import { IN_TEXTS, LINE, placesPerLine } from "../../../shared/plainObjects.ts";
import type { ReadOptions, Row } from "../../records/row.ts";
import type { Line } from "./lines.ts";

type FullLine = Line & { bytes: Uint8Array };

/**
 * Reads batches of lines, the same records as `read` line by line. The kernel looks at all lines of a batch in one
 * call. It leaves to `read` each line that is no plain object, and the first of those with the same names, which notes
 * them.
 */
export function batchReader(
  read: (line: Line) => Row,
  fields: ReadOptions["fields"],
  readPlainObjects = loadNative()?.readPlainObjects,
): (lines: Line[]) => Row[] {
  if (readPlainObjects === undefined) return (lines) => lines.map(read);
  const wanted = fields.filter((field) => field !== undefined);
  const stride = placesPerLine(wanted.length);
  return (lines) => {
    const together = linesInOnePlace(lines);
    if (together.length === 0) return lines.map(read);
    const { bytes, bounds } = spanOf(together);
    if (!isUtf8(bytes)) return lines.map(read);
    const { places, texts } = readPlainObjects(bytes, bounds, wanted);
    const decoded = Buffer.from(texts.buffer);
    const first = lines.length - together.length;
    return lines.map((line, i) => {
      const at = (i - first) * stride;
      if (i < first || places[at] !== LINE.sameNames) return read(line);
      let next = at + 1;
      const nextText = () => {
        const start = places[next++]!;
        const end = places[next++]!;
        return start < IN_TEXTS ? bytes.subarray(start, end) : decoded.subarray(start - IN_TEXTS, end - IN_TEXTS);
      };
      return {
        row: line.row,
        offset: line.offset,
        values: fields.map((field) => (field === undefined ? line.bytes! : nextText())),
      };
    });
  };
}

/** The last lines of a batch, as many as follow one another in the same memory. */
function linesInOnePlace(lines: readonly Line[]): FullLine[] {
  let first = lines.length;
  for (let next: Uint8Array | undefined; first > 0; first--) {
    const { bytes } = lines[first - 1]!;
    if (bytes === undefined || (next && !isBefore(bytes, next))) break;
    next = bytes;
  }
  return lines.slice(first) as FullLine[];
}

/** Whether one byte, a line end, is between them. */
const isBefore = (bytes: Uint8Array, next: Uint8Array): boolean =>
  bytes.buffer === next.buffer && bytes.byteOffset + bytes.length + 1 === next.byteOffset;

/** The memory of all lines, with the ends between them, and the bounds of each in it. */
function spanOf(lines: readonly FullLine[]): { bytes: Buffer; bounds: Uint32Array } {
  const start = lines[0]!.bytes.byteOffset;
  const bounds = new Uint32Array(2 * lines.length);
  for (const [i, { bytes }] of lines.entries()) {
    bounds[2 * i] = bytes.byteOffset - start;
    bounds[2 * i + 1] = bytes.byteOffset - start + bytes.length;
  }
  return { bytes: Buffer.from(lines[0]!.bytes.buffer, start, bounds.at(-1)), bounds };
}
