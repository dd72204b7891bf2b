/**
 * Finds numbers whose keys begin alike, as somebody would whose files are crawled: 17 keys with 22 bits in common force
 * a tree of 2^23 buckets. The tests hold what it found, so that nobody has to search again.
 *
 *   scripts/bootstrap node scripts/crowds.ts [--scheme NAME] [--bits N] [--sets N] [--of KEYS]
 *     [--from N] [--prefix TEXT]
 *
 * Prints, for each set, the numbers whose decimal digits (after the prefix) are such records.
 */
import { parseArgs } from "node:util";
import { keyOf } from "../prover/fingerprint/key.ts";
import { findScheme } from "../prover/fingerprint/schemes.ts";

const { values } = parseArgs({
  options: {
    scheme: { type: "string", default: "sha256" },
    bits: { type: "string", default: "22" },
    sets: { type: "string", default: "1" },
    of: { type: "string", default: "17" },
    from: { type: "string", default: "0" },
    prefix: { type: "string", default: "" },
  },
});
const [bits, sets, size, from] = [values.bits, values.sets, values.of, values.from].map(Number) as [
  number,
  number,
  number,
  number,
];
const scheme = findScheme(values.scheme);

const prefixOf = (n: number): number => {
  const key = Buffer.from(keyOf(values.scheme, scheme.values(Buffer.from(values.prefix + n))[0]!));
  return key.readUInt32BE() >>> (32 - bits);
};

const counts = new Uint8Array(2 ** bits);
const full: number[] = [];
let end = from;
for (; full.length < sets; end++) {
  const prefix = prefixOf(end);
  counts[prefix]!++;
  if (counts[prefix] === size) full.push(prefix);
}
const found = new Map<number, number[]>(full.map((prefix) => [prefix, []]));
for (let n = from; n < end; n++) {
  const numbers = found.get(prefixOf(n));
  if (numbers !== undefined && numbers.length < size) numbers.push(n);
}
console.log(`${end - from} tried, ${Math.round(process.cpuUsage().user / 1e6)} CPU seconds`);
for (const numbers of found.values()) console.log(numbers.join(", "));
