import { createHash } from "node:crypto";
import { splitKey } from "../../prover/blocklist/elements.ts";
import type { BlocklistPage, PageSize } from "../../prover/blocklist/format.ts";
import { keyOf } from "../../prover/fingerprint/key.ts";
import type { CircuitInput, InputValue } from "../../prover/groth16/prover/witness.ts";
import { loadPoseidon } from "../../prover/native/poseidon.ts";
import { openingOf } from "../../prover/plan/opening.ts";
import { bigIntToBytesBE, bytesToBigIntLE, FIELD_BYTES } from "../../prover/shared/field.ts";
import { chain, TAG } from "../../prover/shared/poseidon.ts";
import { buildTree } from "../../prover/tree/build.ts";
import { rootOf, type Tree } from "../../prover/tree/tree.ts";
import { type WitnessInput, witnessInput } from "../../prover/witness/exclusion.ts";
import type { Size } from "./circuits.ts";

export const poseidon = await loadPoseidon();

export const SALT = 987654321987654321n;

/** The key of a made-up work. */
export const workKey = (name: string): Uint8Array => keyOf("sha256", createHash("sha256").update(name).digest());

export const keyNumber = (key: Uint8Array): bigint => BigInt(`0x${Buffer.from(key).toString("hex")}`);
export const keyFromNumber = (key: bigint): Uint8Array => bigIntToBytesBE(key, 31);

export const sortKeys = (keys: Uint8Array[]): Uint8Array[] => [...keys].sort(Buffer.compare);

/** `count` works, committed. */
export async function committedTree(count: number, prefix = "work"): Promise<Tree> {
  const keys = sortKeys(Array.from({ length: count }, (_, i) => workKey(`${prefix} ${i}`)));
  return buildTree(Buffer.concat(keys), poseidon);
}

/** Every hash that a tree stores except those of empty nodes, level by level. */
export function hashesOf({ hashes, places }: Tree): bigint[] {
  const nodes = hashes.read(places.counts.length * FIELD_BYTES, hashes.length);
  return Array.from({ length: nodes.length / FIELD_BYTES }, (_, i) => bytesToBigIntLE(nodes, i * FIELD_BYTES));
}

export const commitmentOf = (tree: Tree): Promise<bigint> =>
  poseidon.hash([rootOf(tree), BigInt(tree.bucketBits), SALT]);

/** Digest of any entries in any order, as a page of the tests' small circuits would publish it. */
export const digestOf = (keys: readonly Uint8Array[], salt = 0n): Promise<bigint> =>
  chain(poseidon, TAG.page, [salt, ...keys.flatMap((key) => Object.values(splitKey(key)))]);

/** An honest witness input of `Exclusion(entries, nodes)`; `keys` are padded to its entries. */
export async function honestInput(tree: Tree, keys: Uint8Array[], size: Size): Promise<WitnessInput> {
  const page: BlocklistPage = { size: size.entries as PageSize, salt: 0n, keys: sortKeys(keys) };
  const padded = Array.from({ length: size.entries }, (_, i) => page.keys[Math.min(i, keys.length - 1)]!);
  const statement = { commitment: await commitmentOf(tree), pageDigest: await digestOf(padded) };
  const circuit = { kind: "exclusion" as const, name: "test", entries: page.size, nodes: size.nodes };
  return witnessInput(statement, page, tree, SALT, openingOf(page, tree.bucketBits), circuit);
}

/** Input signals by name: `routes[0]`, `children[2][15]`, … */
export function signals(input: CircuitInput): Map<string, bigint> {
  const flat = new Map<string, bigint>();
  const visit = (name: string, value: InputValue) => {
    if (typeof value === "bigint") flat.set(name, value);
    else
      value.forEach((item, i) => {
        visit(`${name}[${i}]`, item);
      });
  };
  for (const [name, value] of Object.entries(input)) visit(name, value);
  return flat;
}
