import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { importHashes } from "../../prover/blocklist/import.ts";
import { writeBlocklist } from "../../prover/blocklist/list.ts";
import { writeBundle } from "../../prover/bundle/document.ts";
import { findScheme } from "../../prover/fingerprint/schemes.ts";
import { verificationKeyToSnarkjs } from "../../prover/groth16/verificationKey.ts";
import { loadPoseidon } from "../../prover/native/poseidon.ts";
import { ARTIFACT_FILES, LOCK_FORMAT } from "../../prover/setup/lock.ts";
import { sha256 } from "../../prover/shared/files.ts";
import { toCommitment } from "../../prover/shared/ids.ts";
import { stringifyJson } from "../../prover/shared/json.ts";
import { folderWith } from "./folder.ts";
import { circuitIdOf, keyOfTrapdoor, simulate, TRAPDOOR } from "./simulator.ts";

/** The shard that the bundles here are about. */
export const COMMITMENT = 987654321n;

type Words = [bigint, bigint];
const g1 = ([x, y]: bigint[]): Words => [x!, y!];
const g2 = ([xc1, xc0, yc1, yc0]: bigint[]): [Words, Words] => [
  [xc0!, xc1!],
  [yc0!, yc1!],
];

/** What a verifier needs of a circuit for pages of 16 whose proofs the tests can make. */
export function installed(
  setup: "development" | "ceremony" = "development",
  trapdoor = TRAPDOOR,
  circuit = "exclusion_16x60",
  folder?: string,
): string {
  const words = keyOfTrapdoor(trapdoor);
  const { alpha, beta, gamma, delta, ic } = words;
  const key = { alpha: g1(alpha), beta: g2(beta), gamma: g2(gamma), delta: g2(delta), ic: ic.map(g1) };
  const text = stringifyJson(verificationKeyToSnarkjs(key));
  const files = Object.fromEntries(ARTIFACT_FILES.map((name) => [name, "0".repeat(64)]));
  const lock = {
    format: LOCK_FORMAT,
    circuit,
    source: "0".repeat(64),
    constraints: 1,
    setup,
    circuitId: circuitIdOf(words),
    powersOfTau: setup === "development" ? null : "0".repeat(128),
    contributions: setup === "development" ? [] : [{ kind: "contribution", name: "", hash: "0".repeat(128) }],
    files: { ...files, "verification_key.json": sha256(text) },
  };
  const content = { [`${circuit}/verification_key.json`]: text, [`${circuit}/lock.json`]: stringifyJson(lock) };
  return folderWith(content, folder);
}

/** A list of 20 hashes, and a bundle that proves COMMITMENT clean against its two pages. */
export async function listAndBundle(folder = folderWith()): Promise<{ list: string; bundle: string }> {
  const hashes = Array.from({ length: 20 }, (_, i) => sha256(String(i))).join("\n");
  const list = join(folder, "list");
  const entries = importHashes(Buffer.from(hashes), findScheme("sha256"), "the list");
  const terms = { name: "test", scheme: "sha256", pageSize: 16, confidential: false } as const;
  const { name, root, scheme, pages } = await writeBlocklist(list, terms, entries, await loadPoseidon());
  const statements = pages.map(({ digest, size }, page) => {
    const words = simulate(TRAPDOOR, [COMMITMENT, digest]);
    const proof = { a: g1(words), b: g2(words.slice(2, 6)), c: g1(words.slice(6)) };
    return { page, pageSize: size, pageDigest: digest, circuitId: circuitIdOf(keyOfTrapdoor(TRAPDOOR)), proof };
  });
  const bundle = join(folder, "bundle.json");
  writeFileSync(
    bundle,
    writeBundle({ commitment: toCommitment(COMMITMENT), scheme, blocklist: { name, root }, statements }),
  );
  return { list, bundle };
}
