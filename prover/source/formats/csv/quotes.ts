export const QUOTE = 0x22;

/** How far a quote is looked for byte by byte: a call of the built-in search takes as long as that. */
const NEAR = 64;

/** The position of the next quote, or -1. Quotes in a text are often close to each other. */
export function quoteFrom(data: Buffer, from: number): number {
  const near = Math.min(from + NEAR, data.length);
  for (let at = from; at < near; at++) if (data[at] === QUOTE) return at;
  return data.indexOf(QUOTE, near);
}

/** A value whose quotes are all doubled, with each of them once. */
export function withoutDoubles(value: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(value.length);
  let length = 0;
  for (let at = 0; at < value.length; at++) {
    const byte = value[at]!;
    bytes[length++] = byte;
    if (byte === QUOTE) at++;
  }
  return bytes.subarray(0, length);
}
