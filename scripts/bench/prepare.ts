import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { newMemEmptyTrie } from "circomlibjs";
import { splitKey } from "../../prover/blocklist/elements.ts";
import type { BlocklistPage } from "../../prover/blocklist/format.ts";
import { keyOf } from "../../prover/fingerprint/key.ts";
import { type CircuitInput, calculateWitness } from "../../prover/groth16/prover/witness.ts";
import { loadPoseidon } from "../../prover/native/poseidon.ts";
import { openingOf } from "../../prover/plan/opening.ts";
import { makeDevelopmentKey } from "../../prover/setup/artifacts.ts";
import { type CompiledCircuit, compileCircuit } from "../../prover/setup/compile.ts";
import { SECRET_MODE, writeFileAtomic } from "../../prover/shared/files.ts";
import { chain, TAG } from "../../prover/shared/poseidon.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { buildTree } from "../../prover/tree/build.ts";
import { rootOf, type Tree } from "../../prover/tree/tree.ts";
import { witnessInput } from "../../prover/witness/exclusion.ts";

export const BENCH = join(PROJECT_ROOT, "build/bench");

/** A circuit ready to be proved: its key and one witness. */
export type Prepared = {
  name: string;
  entries: number;
  compiled: CompiledCircuit;
  zkey: string;
  wtns: string;
  input: CircuitInput;
};

export const SIZES = [
  { name: "exclusion_16x60", folder: "circuits/main", entries: 16, nodes: 60, keys: 20_000 },
  { name: "exclusion_64x242", folder: "scripts/bench/circuits", entries: 64, nodes: 242, keys: 20_000 },
  { name: "exclusion_256x50", folder: "circuits/main", entries: 256, nodes: 50, keys: 1_000 },
  { name: "exclusion_256x365", folder: "circuits/main", entries: 256, nodes: 365, keys: 20_000 },
  { name: "exclusion_256x582", folder: "circuits/main", entries: 256, nodes: 582, keys: 1_000_000 },
  { name: "exclusion_256x992", folder: "circuits/main", entries: 256, nodes: 992, keys: 1_000_000 },
];

const SALT = 1234567890123456789n;

export const workKey = (name: string): Uint8Array => keyOf("sha256", createHash("sha256").update(name).digest());

/** `count` sorted keys of made-up works. */
export function someKeys(count: number): Uint8Array {
  const keys = Array.from({ length: count }, (_, i) => workKey(`work ${i}`));
  return Buffer.concat(keys.sort(Buffer.compare));
}

/** An exclusion circuit with a witness for a page of works that are not in a tree of `keys` works. */
export async function prepareExclusion({
  name,
  folder,
  entries,
  nodes,
  keys,
}: (typeof SIZES)[number]): Promise<Prepared> {
  const poseidon = await loadPoseidon();
  const tree: Tree = await buildTree(someKeys(keys), poseidon);
  const page = { size: entries, salt: 0n, keys: sorted(entries) } as unknown as BlocklistPage;
  const parts = page.keys.map(splitKey).flatMap(({ route, rest }) => [route, rest]);
  const statement = {
    commitment: await poseidon.hash([rootOf(tree), BigInt(tree.bucketBits), SALT]),
    pageDigest: await chain(poseidon, TAG.page, [0n, ...parts]),
  };
  const circuit = { kind: "exclusion" as const, name, entries: page.size, nodes };
  const input = witnessInput(statement, page, tree, SALT, openingOf(page, tree.bucketBits), circuit);
  return finish(name, entries, await compileCircuit(join(PROJECT_ROOT, folder, `${name}.circom`)), input);
}

/** circomlib's sparse Merkle tree verifier, 13 exclusions of depth 32. Proving takes the same time for any tree. */
export async function prepareBaseline(): Promise<Prepared> {
  const path = join(PROJECT_ROOT, "scripts/bench/circuits/smt_13.circom");
  const compiled = await compileCircuit(path, { optimisation: "O2" });
  const smt = await newMemEmptyTrie();
  const number = (key: Uint8Array) => BigInt(`0x${Buffer.from(key).toString("hex")}`);
  for (let i = 0; i < 200; i++) await smt.insert(number(workKey(`work ${i}`)), 1n);
  const keys = sorted(13).map(number);
  const found = await Promise.all(keys.map((key) => smt.find(key)));
  const plain = (element: unknown): bigint => BigInt(smt.F.toString(element));
  const input = {
    root: plain(smt.root),
    key: keys,
    siblings: found.map(({ siblings }) => [...siblings.map(plain), ...Array<bigint>(32 - siblings.length).fill(0n)]),
    oldKey: found.map(({ isOld0, notFoundKey }) => (isOld0 ? 0n : plain(notFoundKey))),
    oldValue: found.map(({ isOld0, notFoundValue }) => (isOld0 ? 0n : plain(notFoundValue))),
    isOld0: found.map(({ isOld0 }) => (isOld0 ? 1n : 0n)),
  };
  return finish("smt_13", 13, compiled, input);
}

const sorted = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => workKey(`absent work ${i}`)).sort(Buffer.compare);

async function finish(
  name: string,
  entries: number,
  compiled: CompiledCircuit,
  input: CircuitInput,
): Promise<Prepared> {
  const folder = join(BENCH, compiled.source);
  await mkdir(folder, { recursive: true });
  const zkey = join(folder, "circuit.zkey");
  const wtns = join(folder, "witness.wtns");
  const exists = await readFile(wtns).then(
    () => true,
    () => false,
  );
  if (!exists) {
    process.stderr.write(`bench: a key for ${name}\n`);
    await makeDevelopmentKey(compiled.r1cs, zkey);
    await writeFileAtomic(wtns, await calculateWitness(compiled.wasm, input), SECRET_MODE);
  }
  return { name, entries, compiled, zkey, wtns, input };
}
