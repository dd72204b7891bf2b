/**
 * Walks a sequence of RLE and bit-packed runs (Parquet's encoding of levels and of dictionary indices) without expanding
 * it: a few bytes may claim billions of values, and the decoder would believe them.
 *
 * @param width bits a value
 * @param count values that the page claims
 * @throws Error for a run of more values than the page has
 */
export function expectRuns(bytes: Uint8Array, width: number, count: number): void {
  if (width > 32) throw new Error(`values of ${width} bits`);
  let at = 0;
  for (let seen = 0; seen < count && at < bytes.length; ) {
    let header = 0;
    let shift = 0;
    do {
      if (at >= bytes.length || shift > 28) throw new Error("a run is cut off");
      header += (bytes[at]! & 0x7f) * 2 ** shift;
      shift += 7;
    } while (bytes[at++]! & 0x80);
    const size = Math.floor(header / 2);
    const isPacked = header % 2 === 1;
    // A packed run is as long as its bytes, and writers pad it; a repeated value costs nothing.
    if (!isPacked && size > count) throw new Error(`a run claims ${size} of ${count} values`);
    at += isPacked ? size * width : Math.ceil(width / 8);
    seen += isPacked ? size * 8 : size;
  }
}
