/** Types of the compact protocol (Apache Thrift, thrift-compact-protocol.md) that Parquet uses. */
const STOP = 0;
const TRUE = 1;
const FALSE = 2;
const BYTE = 3;
const I16 = 4;
const I64 = 6;
const DOUBLE = 7;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;

/** Deepest nesting; that of Parquet's own structures is less deep. */
const MAX_DEPTH = 32;

/**
 * Walks a structure without building it: a few bytes may claim nested lists of billions of elements, and the decoder
 * would allocate them.
 *
 * @throws RangeError when it goes beyond the bytes; Error when it nests too deeply or holds what Parquet does not use
 */
export function expectThrift(bytes: Uint8Array): void {
  let at = 0;
  const skip = (count: number) => {
    at += count;
    if (at > bytes.length) throw new RangeError("a structure goes beyond its bytes");
  };
  const byte = (): number => {
    skip(1);
    return bytes[at - 1]!;
  };
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const next = byte();
      value += (next & 0x7f) * 2 ** shift;
      if (next < 0x80) return value;
    }
    throw new Error("a number has more than ten bytes");
  };
  const list = (depth: number) => {
    const head = byte();
    const size = head >> 4 === 15 ? varint() : head >> 4;
    if (size > bytes.length - at) throw new RangeError(`a list claims ${size} elements`);
    const type = head & 15;
    for (let i = 0; i < size; i++) value(type === TRUE || type === FALSE ? BYTE : type, depth);
  };
  const struct = (depth: number) => {
    for (let head = byte(); (head & 15) !== STOP; head = byte()) {
      if (head >> 4 === 0) varint();
      value(head & 15, depth);
    }
  };
  const value = (type: number, depth: number): void => {
    if (depth > MAX_DEPTH) throw new Error("structures are nested too deeply");
    if (type === BYTE) skip(1);
    else if (type >= I16 && type <= I64) varint();
    else if (type === DOUBLE) skip(8);
    else if (type === BINARY) skip(varint());
    else if (type === LIST) list(depth + 1);
    else if (type === STRUCT) struct(depth + 1);
    else if (type !== TRUE && type !== FALSE) throw new Error(`a structure holds a value of type ${type}`);
  };
  struct(0);
}
