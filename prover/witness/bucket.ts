import { KEY_BYTES } from "../fingerprint/key.ts";
import { bytesToBigIntBE } from "../shared/field.ts";
import { ARITY, ROUTE_BITS } from "../tree/shape.ts";
import { bucketKeys, type Tree } from "../tree/tree.ts";

/** The 16 slots of a bucket: its keys as numbers, then zeros. */
export function bucketSlots(tree: Tree, bucket: number): bigint[] {
  const keys = bucketKeys(tree, bucket);
  const values = Array<bigint>(ARITY).fill(0n);
  for (let slot = 0; slot * KEY_BYTES < keys.length; slot++)
    values[slot] = bytesToBigIntBE(keys.subarray(slot * KEY_BYTES, (slot + 1) * KEY_BYTES));
  return values;
}

/** A tree's depth as the circuits expect it: `bucketBits` ones, then zeros. */
export const thermometerOf = (bucketBits: number): bigint[] =>
  Array.from({ length: ROUTE_BITS }, (_, i) => (i < bucketBits ? 1n : 0n));
