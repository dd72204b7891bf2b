import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { expectKey, KEY_BYTES } from "../fingerprint/key.ts";
import type { BlocklistEntry } from "./entry.ts";

/** Entries as columns: keys of 31 bytes one after the other, and their labels. A list has millions. */
export type Columns = { keys: Uint8Array; labels: readonly string[] };

/** Entries that are put into hexadecimal digits at once: the text of millions would be longer than a string can be. */
const AT_ONCE = 4096;

/** @throws data `fingerprint/bad-key` */
export function toColumns(entries: readonly BlocklistEntry[]): Columns {
  const keys = new Uint8Array(entries.length * KEY_BYTES);
  for (let first = 0; first < entries.length; first += AT_ONCE) {
    const some = entries.slice(first, first + AT_ONCE);
    keys.set(hexToBytes(some.map(({ key }) => expectKey(key)).join("")), first * KEY_BYTES);
  }
  return { keys, labels: entries.map(({ label }) => label) };
}

export const toEntries = ({ keys, labels }: Columns): BlocklistEntry[] =>
  labels.map((label, i) => ({ key: bytesToHex(keyAt(keys, i)), label }));

/** A view of one of consecutive keys. */
export const keyAt = (keys: Uint8Array, index: number): Uint8Array =>
  keys.subarray(index * KEY_BYTES, (index + 1) * KEY_BYTES);

/** Gives a page an array of its keys as well. It is made where it is asked for: a list has millions of keys. */
export const withKeys = <T extends { keyBytes: Uint8Array }>(
  page: T,
): T & { readonly keys: readonly Uint8Array[] } => ({
  ...page,
  get keys() {
    return Array.from({ length: page.keyBytes.length / KEY_BYTES }, (_, i) => keyAt(page.keyBytes, i));
  },
});

/** The order of the key at one index and another at an index: negative, 0 or positive. */
export function compareKeys(one: Uint8Array, i: number, other: Uint8Array, j: number): number {
  const a = i * KEY_BYTES;
  const b = j * KEY_BYTES;
  for (let byte = 0; byte < KEY_BYTES; byte++)
    if (one[a + byte] !== other[b + byte]) return one[a + byte]! - other[b + byte]!;
  return 0;
}

/** Puts the entries of several lists one after the other. */
export function joinColumns(parts: readonly Columns[]): Columns {
  if (parts.length === 1) return parts[0]!;
  const keys = new Uint8Array(parts.reduce((bytes, part) => bytes + part.keys.length, 0));
  let at = 0;
  for (const part of parts) {
    keys.set(part.keys, at);
    at += part.keys.length;
  }
  return { keys, labels: parts.flatMap(({ labels }) => labels) };
}

/** Sorts entries by key and keeps each key once, with its first label, so that equal lists give equal entries. */
export function sortColumns(columns: Columns): Columns {
  const isAbove =
    ({ keys }: Columns) =>
    (i: number) =>
      i === 0 || compareKeys(keys, i - 1, keys, i) < 0;
  if (indices(columns.labels.length).every(isAbove(columns))) return columns;
  const sorted = reorder(columns, orderOf(columns.keys));
  const first = indices(sorted.labels.length).filter(isAbove(sorted));
  return first.length === sorted.labels.length ? sorted : reorder(sorted, first);
}

/**
 * The same for entries that are few.
 *
 * @throws data `fingerprint/bad-key`
 */
export const sortEntries = (entries: readonly BlocklistEntry[]): BlocklistEntry[] =>
  toEntries(sortColumns(toColumns(entries)));

/** The entries that are not among others; both are sorted. */
export function withoutKnown(columns: Columns, known: Uint8Array): Columns {
  const { keys } = columns;
  const end = known.length / KEY_BYTES;
  let next = 0;
  const isNew = (i: number) => {
    while (next < end && compareKeys(known, next, keys, i) < 0) next++;
    return next === end || compareKeys(known, next, keys, i) !== 0;
  };
  return reorder(columns, indices(columns.labels.length).filter(isNew));
}

/** The entries of some indices. */
function reorder({ keys, labels }: Columns, order: Uint32Array): Columns {
  const ordered = new Uint8Array(order.length * KEY_BYTES);
  for (let i = 0, at = 0; i < order.length; i++) {
    const from = order[i]! * KEY_BYTES;
    for (let byte = from; byte < from + KEY_BYTES; byte++) ordered[at++] = keys[byte]!;
  }
  return { keys: ordered, labels: Array.from(order, (index) => labels[index]!) };
}

/** The indices of keys in the order of the keys; of equal keys, the first stays first. */
function orderOf(keys: Uint8Array): Uint32Array {
  const { heads, order } = byHead(keys);
  for (let first = 0, end = 1; first < order.length; first = end++) {
    while (end < order.length && heads[order[end]!] === heads[order[first]!]) end++;
    if (end - first > 1)
      order.set(
        [...order.subarray(first, end)].sort((i, j) => compareKeys(keys, i, keys, j)),
        first,
      );
  }
  return order;
}

/** Bits of a key that are sorted by at once: the counters stay in the processor's cache. */
const DIGIT_BITS = 11;
const HEAD_BITS = 32;

/**
 * The order of keys by their first 32 bits, equal ones in their order: a radix sort. Of random keys few have equal
 * first bits.
 */
function byHead(keys: Uint8Array): { heads: Uint32Array; order: Uint32Array } {
  const heads = new Uint32Array(keys.length / KEY_BYTES);
  const view = new DataView(keys.buffer, keys.byteOffset, keys.length);
  for (let i = 0; i < heads.length; i++) heads[i] = view.getUint32(i * KEY_BYTES);
  let order = indices(heads.length);
  for (let shift = 0; shift < HEAD_BITS; shift += DIGIT_BITS) order = byDigit(order, heads, shift);
  return { heads, order };
}

/** Sorts an order by one digit of the heads, stably. */
function byDigit(order: Uint32Array, heads: Uint32Array, shift: number): Uint32Array {
  const mask = (1 << DIGIT_BITS) - 1;
  const ends = new Uint32Array(1 << DIGIT_BITS);
  for (let i = 0; i < heads.length; i++) ends[(heads[i]! >>> shift) & mask]!++;
  for (let digit = 1; digit < ends.length; digit++) ends[digit]! += ends[digit - 1]!;
  const sorted = new Uint32Array(order.length);
  for (let i = order.length - 1; i >= 0; i--) sorted[--ends[(heads[order[i]!]! >>> shift) & mask]!] = order[i]!;
  return sorted;
}

function indices(count: number): Uint32Array {
  const all = new Uint32Array(count);
  for (let i = 0; i < count; i++) all[i] = i;
  return all;
}
