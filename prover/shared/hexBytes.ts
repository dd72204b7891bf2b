/** The value of each character as a hexadecimal digit of either case; 255 if it is none. */
const VALUES = new Uint8Array(256).fill(255);
for (const [value, digits] of [
  "0",
  "1",
  "2",
  "3",
  "4",
  "5",
  "6",
  "7",
  "8",
  "9",
  "aA",
  "bB",
  "cC",
  "dD",
  "eE",
  "fF",
].entries())
  for (const digit of digits) VALUES[digit.charCodeAt(0)] = value;

/**
 * Puts `count` bytes into `to`, from the hexadecimal digits at `from` of some ASCII text: lists have millions of keys,
 * and a string for each would take several times as long.
 *
 * @returns false when the text ends before, or has another character there
 */
export function putHexBytes(text: Uint8Array, from: number, to: Uint8Array, at: number, count: number): boolean {
  if (from + 2 * count > text.length) return false;
  let all = 0;
  for (let i = 0; i < count; i++) {
    const high = VALUES[text[from + 2 * i]!]!;
    const low = VALUES[text[from + 2 * i + 1]!]!;
    all |= high | low;
    to[at + i] = (high << 4) | low;
  }
  return all < 16;
}
