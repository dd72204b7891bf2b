import { keccak_256 } from "@noble/hashes/sha3.js";
import { areSameBytes } from "../shared/collections.ts";
import { decodeRlp, type Rlp } from "./rlp.ts";

/**
 * The value under a key in a Merkle-Patricia trie, proved by the nodes from the root to it (yellow paper, appendix D).
 *
 * @returns undefined when the nodes do not lead from this root to a value, or some of them are not on the path
 */
export function valueInTrie(root: Uint8Array, key: Uint8Array, nodes: readonly Uint8Array[]): Uint8Array | undefined {
  let path: readonly number[] = nibbles(key);
  let at = 0;
  let reference: Rlp | undefined = root;
  while (reference !== undefined) {
    const node = resolve(reference, () => nodes[at++]);
    if (node === undefined) return undefined;
    const step: Step | undefined = node.length === 17 ? branch(node, path) : short(node, path);
    if (step === undefined) return undefined;
    if ("value" in step) return at === nodes.length && step.value.length > 0 ? step.value : undefined;
    [reference, path] = [step.next, step.rest];
  }
  return undefined;
}

type Step = { value: Uint8Array } | { next: Rlp; rest: readonly number[] };

/** Resolves a reference: a node inside another one, or the hash of a node of 32 bytes or more. */
function resolve(reference: Rlp, next: () => Uint8Array | undefined): readonly Rlp[] | undefined {
  if (!(reference instanceof Uint8Array)) return reference;
  if (reference.length !== 32) return undefined;
  const bytes = next();
  if (bytes === undefined || !areSameBytes(keccak_256(bytes), reference)) return undefined;
  const node = decodeRlp(bytes);
  return node instanceof Uint8Array ? undefined : node;
}

function branch(node: readonly Rlp[], [first, ...rest]: readonly number[]): Step | undefined {
  if (first !== undefined) return { next: node[first]!, rest };
  const value = node[16]!;
  return value instanceof Uint8Array ? { value } : undefined;
}

/**
 * A leaf or an extension: the rest of the path, or part of it, with a flag in its first nibble (2: leaf, 1: odd).
 */
function short(node: readonly Rlp[], path: readonly number[]): Step | undefined {
  const [encoded, next] = node;
  if (node.length !== 2 || !(encoded instanceof Uint8Array) || next === undefined) return undefined;
  const [flag = 4, ...rest] = nibbles(encoded);
  const isOdd = flag % 2 === 1;
  if (flag > 3 || (!isOdd && rest[0] !== 0)) return undefined;
  const piece = isOdd ? rest : rest.slice(1);
  if (!piece.every((nibble, i) => nibble === path[i])) return undefined;
  if (flag < 2) return { next, rest: path.slice(piece.length) };
  return piece.length === path.length && next instanceof Uint8Array ? { value: next } : undefined;
}

const nibbles = (bytes: Uint8Array): number[] => [...bytes].flatMap((byte) => [byte >> 4, byte & 15]);
