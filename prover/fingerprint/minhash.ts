import { dataError } from "../shared/errors.ts";
import type { Scheme } from "./scheme.ts";
import { normalizeText } from "./text.ts";
import { decodeUtf8 } from "./utf8.ts";

/**
 * Words per shingle, number of bands, and minima per band. Texts of Jaccard similarity s share a band with probability
 * 1 − (1 − s^12)^12.
 */
const SHINGLE_WORDS = 5;
const BANDS = 12;
const BAND_MINIMA = 12;

/** Letters of scripts that are written without blanks: each counts as a word. */
const WORD =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]|[[\p{L}\p{M}\p{N}]--[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]]+/gv;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Near-duplicates: texts with most of their word sequences in common share a value with high probability, others hardly
 * ever. A text has twelve values, and one in common counts: an entry for every value of a blocklisted text excludes all
 * texts that collide with it in any of them.
 *
 * 1. The text is normalised as by the scheme `text`; its words are runs of letters, marks and digits.
 * 2. A word's hash is FNV-1a (32 bits) over its UTF-16 code units. A shingle is five words in a row, or all of a
 * shorter
 *    text; its hash folds those of its words: h ← mix(5h + word), from 0, mix being MurmurHash3's 32-bit finaliser.
 * 3. Minimum i of 144 is the least mix(shingle xor seed i) over all shingles; seed i = mix(i + 1).
 * 4. Value b of 12 is the byte b and the minima 12b to 12b + 11, big-endian.
 *
 * A record without a word has no value: it resembles nothing.
 */
export const minhashScheme: Scheme = {
  name: "minhash",
  values: (record) => bandsOf(record),
  entryValues(work) {
    const values = bandsOf(work);
    if (values.length > 0) return values;
    throw dataError(
      "fingerprint/no-words",
      "the text holds no word",
      "A text needs words to be recognized: leave it out.",
    );
  },
};

const SEEDS = Uint32Array.from({ length: BANDS * BAND_MINIMA }, (_, i) => mix(i + 1));

function bandsOf(text: Uint8Array): Uint8Array[] {
  const shingles = shinglesOf(text);
  if (shingles.size === 0) return [];
  const minima = new Uint32Array(SEEDS.length).fill(0xffffffff);
  for (const shingle of shingles)
    for (let i = 0; i < SEEDS.length; i++) {
      const hash = mix(shingle ^ SEEDS[i]!);
      if (hash < minima[i]!) minima[i] = hash;
    }
  return Array.from({ length: BANDS }, (_, band) => {
    const value = new DataView(new ArrayBuffer(1 + 4 * BAND_MINIMA));
    value.setUint8(0, band);
    for (let i = 0; i < BAND_MINIMA; i++) value.setUint32(1 + 4 * i, minima[band * BAND_MINIMA + i]!);
    return new Uint8Array(value.buffer);
  });
}

/** The hashes of the different shingles of a text in UTF-8. */
export function shinglesOf(text: Uint8Array): Set<number> {
  const normal = decodeUtf8(normalizeText(text));
  const words = Uint32Array.from(normal.match(WORD) ?? [], hashWord);
  const shingles = new Set<number>();
  for (let start = 0; start === 0 ? words.length > 0 : start + SHINGLE_WORDS <= words.length; start++) {
    let hash = 0;
    for (const word of words.subarray(start, start + SHINGLE_WORDS)) hash = mix(Math.imul(hash, 5) + word);
    shingles.add(hash);
  }
  return shingles;
}

function hashWord(word: string): number {
  let hash = FNV_OFFSET;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), FNV_PRIME);
  return hash >>> 0;
}

/**
 * MurmurHash3's 32-bit finaliser: a permutation of the 32-bit integers in which every input bit moves every output
 * bit.
 */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
