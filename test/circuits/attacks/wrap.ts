import { FIELD_ORDER, mod } from "../../../prover/shared/field.ts";
import { parentId } from "../../../prover/tree/shape.ts";
import { childrenOf } from "../../../prover/tree/tree.ts";
import { digestOf, poseidon, SALT } from "../../support/scene.ts";
import { bucketIdOf, openOwn, presentKey, type Signals, tree } from "./attack.ts";

/** Child positions (1 to 16) that lead from the root to heap id `id`, as if ids had no end: bijective base 16. */
function pathTo(id: bigint): number[] {
  const path: number[] = [];
  for (let at = id; at > 0n; at = (at - 1n) / 16n) path.unshift(Number((at - 1n) % 16n) + 1);
  return path;
}

/**
 * The vendor hangs a chain of 64 nodes below the tree, in a place where no list looks. It ends at the id of the
 * key's bucket plus the field's order, which is the same field element, in an empty bucket. The key stays where it is.
 */
export async function wrappingChain(): Promise<Signals> {
  const key = presentKey((_, bucket) => Math.floor(bucket / 16) === 3);
  const path = pathTo(BigInt(bucketIdOf(key)) + FIELD_ORDER);
  const nodes = path.length;
  const given = await openOwn(key, { entries: 1, nodes: 65 });
  const top = [childrenOf(tree, 0, 0), childrenOf(tree, 1, path[0]! - 1)];
  let hash = await poseidon.hash(Array<bigint>(16).fill(0n));
  for (let depth = nodes - 1; depth >= 0; depth--) {
    const children = top[depth] ?? Array<bigint>(16).fill(0n);
    children[path[depth]! - 1] = hash;
    hash = await poseidon.hash(children);
    const id = path.slice(0, depth).reduce((above, position) => above * 16n + BigInt(position), 0n);
    given.set(`ids[${depth}]`, mod(id));
    children.forEach((child, j) => {
      given.set(`children[${depth}][${j}]`, child).set(`masks[${depth}][${j}]`, j === path[depth]! - 1 ? 1n : 0n);
    });
  }
  for (let n = nodes; n < 65; n++) for (let j = 0; j < 16; j++) given.set(`masks[${n}][${j}]`, 0n).set(`ids[${n}]`, 0n);
  for (let slot = 0; slot < 16; slot++) given.set(`slots[0][${slot}]`, 0n);
  if (parentId(bucketIdOf(key)) === path[0]) throw new Error("the chain must not hang where the key is");
  return given
    .set("commitment", await poseidon.hash([hash, BigInt(tree.bucketBits), SALT]))
    .set("pageDigest", await digestOf([key]));
}
