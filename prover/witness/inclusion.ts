import { keyToHex } from "../fingerprint/key.ts";
import { dataError } from "../shared/errors.ts";
import { bytesToBigIntBE } from "../shared/field.ts";
import { ARITY, bucketOf, levelCount, ROUTE_BITS, routeOf } from "../tree/shape.ts";
import { childrenOf, type Tree } from "../tree/tree.ts";
import { bucketSlots, thermometerOf } from "./bucket.ts";

/** Levels of nodes above the buckets that the circuit has room for: those of the deepest tree. */
const LEVELS = ROUTE_BITS / 4;

/** Input signals of the inclusion circuit, by name. All but the first two are secret. */
export type InclusionInput = {
  commitment: bigint;
  key: bigint;
  salt: bigint;
  thermometer: bigint[];
  slots: bigint[];
  children: bigint[][];
};

/**
 * Everything the circuit needs to see that the committed tree holds a key: its bucket, and the nodes from there to the
 * root, the lowest first.
 *
 * @param key 31 bytes
 * @throws data `witness/absent` if the tree does not hold it: no witness exists
 */
export function inclusionInput(commitment: bigint, key: Uint8Array, tree: Tree, salt: bigint): InclusionInput {
  const bucket = bucketOf(routeOf(key), tree.bucketBits);
  const slots = bucketSlots(tree, bucket);
  const number = bytesToBigIntBE(key);
  if (!slots.includes(number))
    throw dataError("witness/absent", `the key ${keyToHex(key)} is not in the shard`, "Prove that it is absent.");
  const depth = levelCount(tree.bucketBits);
  const children = Array.from({ length: LEVELS }, (_, above) =>
    above < depth
      ? childrenOf(tree, depth - 1 - above, Math.floor(bucket / ARITY ** (above + 1)))
      : Array<bigint>(ARITY).fill(0n),
  );
  return { commitment, key: number, salt, thermometer: thermometerOf(tree.bucketBits), slots, children };
}
