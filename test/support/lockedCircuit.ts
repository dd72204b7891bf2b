import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { verificationKeyToSnarkjs } from "../../prover/groth16/verificationKey.ts";
import { simulatedId, simulatedKey } from "./evidence.ts";
import type { Trapdoor } from "./simulator.ts";

/**
 * What a verifier needs of a circuit, in a folder of artifacts: lock and verification key, of a key that tests can
 * prove with. The key is without the product of alpha and beta, which may be missing and takes a pairing to check
 * whenever the key is read.
 */
export async function lockedCircuit(artifacts: string, circuit: string, trapdoor: Trapdoor): Promise<void> {
  const key = JSON.stringify({ ...verificationKeyToSnarkjs(simulatedKey(trapdoor)), vk_alphabeta_12: undefined });
  const hash = (content: string) => createHash("sha256").update(content).digest("hex");
  const names = ["circuit.r1cs", "circuit.wasm", "circuit.sym", "circuit.zkey"];
  const lock = {
    format: "disjoint/artefact/v1",
    circuit,
    source: "0".repeat(64),
    setup: "development",
    powersOfTau: null,
    circuitId: simulatedId(trapdoor),
    constraints: 1,
    contributions: [],
    files: { ...Object.fromEntries(names.map((name) => [name, hash(name)])), "verification_key.json": hash(key) },
  };
  await mkdir(join(artifacts, circuit), { recursive: true });
  await writeFile(join(artifacts, circuit, "verification_key.json"), key);
  await writeFile(join(artifacts, circuit, "lock.json"), JSON.stringify(lock));
}
