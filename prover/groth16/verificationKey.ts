import { bn254 } from "@noble/curves/bn254.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import type { DocumentReader } from "../shared/document.ts";
import { artifactError } from "../shared/errors.ts";
import type { CircuitId } from "../shared/ids.ts";
import { type G1, G1_POINT, type G2, G2_POINT, toG1, toG2, writeG1, writeG2 } from "./points.ts";
import { affine } from "./proof.ts";

/** A circuit's verification key. `ic` has one point for the constant 1 and one for each public signal. */
export type VerificationKey = { alpha: G1; beta: G2; gamma: G2; delta: G2; ic: G1[] };

const SNARKJS_FIELDS = ["protocol", "curve", "nPublic", "vk_alpha_1", "vk_beta_2", "vk_gamma_2", "vk_delta_2", "IC"];
const MAX_PUBLIC_SIGNALS = 64;

/** Validates verification_key.json of snarkjs: every point is checked, and a weak key is refused (see `weaknessOf`). */
export function readVerificationKey(reader: DocumentReader, value: unknown, path: string): VerificationKey {
  const fields = reader.object(value, path, SNARKJS_FIELDS, ["vk_alphabeta_12"]);
  reader.literal(fields.protocol, `${path}.protocol`, "groth16");
  reader.literal(fields.curve, `${path}.curve`, "bn128");
  const publicSignals = reader.integer(fields.nPublic, `${path}.nPublic`, 0, MAX_PUBLIC_SIGNALS);
  const g1 = (point: unknown, at: string) => G1_POINT.read(reader, affine(reader, point, at), at);
  const g2 = (name: string) =>
    G2_POINT.read(reader, affine(reader, fields[name], `${path}.${name}`), `${path}.${name}`);
  const before = reader.issues.length;
  const key: VerificationKey = {
    alpha: g1(fields.vk_alpha_1, `${path}.vk_alpha_1`),
    beta: g2("vk_beta_2"),
    gamma: g2("vk_gamma_2"),
    delta: g2("vk_delta_2"),
    ic: reader.array(fields.IC, `${path}.IC`, publicSignals + 1).map((point, i) => g1(point, `${path}.IC[${i}]`)),
  };
  if (reader.issues.length > before) return key;
  const weakness = weaknessOf(key);
  if (weakness !== undefined) reader.refuse(`${path}.${WEAK_FIELDS[weakness]}`, WEAKNESSES[weakness]);
  const product = fields.vk_alphabeta_12;
  if (product !== undefined && JSON.stringify(product) !== JSON.stringify(alphaBeta(key)))
    reader.refuse(`${path}.vk_alphabeta_12`, "is not the pairing of vk_alpha_1 and vk_beta_2");
  return key;
}

export const verificationKeyToSnarkjs = (key: VerificationKey) => ({
  protocol: "groth16",
  curve: "bn128",
  nPublic: key.ic.length - 1,
  vk_alpha_1: [...writeG1(key.alpha), "1"],
  vk_beta_2: [...writeG2(key.beta), ["1", "0"]],
  vk_gamma_2: [...writeG2(key.gamma), ["1", "0"]],
  vk_delta_2: [...writeG2(key.delta), ["1", "0"]],
  vk_alphabeta_12: alphaBeta(key),
  IC: key.ic.map((point) => [...writeG1(point), "1"]),
});

/** The weaknesses of a key whose points are valid, in words. */
export const WEAKNESSES = {
  forgeable: "delta is gamma or its opposite: anyone can forge proofs for this key",
  unbound: "two points of IC are equal or opposite: only a combination of the signals would be bound",
} as const;

const WEAK_FIELDS = { forgeable: "vk_delta_2", unbound: "IC" } as const;

/**
 * The weakness of a key whose points are valid: delta = ±gamma, as without a contribution to phase 2, or points of IC
 * that are equal or opposite. The contract refuses the same keys (`requireSound` in
 * contracts/verifiers/VerifyingKey.sol).
 * Points with equal x are equal or opposite.
 */
export function weaknessOf({ gamma, delta, ic }: VerificationKey): keyof typeof WEAKNESSES | undefined {
  if (gamma[0].join() === delta[0].join()) return "forgeable";
  return new Set(ic.map(([x]) => x)).size < ic.length ? "unbound" : undefined;
}

/** e(alpha, beta) as snarkjs writes it: two elements of Fp6, each of three of Fp2. */
function alphaBeta({ alpha, beta }: VerificationKey): string[][][] {
  const { c0, c1 } = bn254.pairing(toG1(alpha), toG2(beta));
  return [c0, c1].map((half) => [half.c0, half.c1, half.c2].map(({ c0, c1 }) => [String(c0), String(c1)]));
}

/**
 * The 20 words of a verification key, as the verifier contract takes them: alpha, beta, gamma, delta, IC[0], IC[1],
 * IC[2]; EIP-197 puts c1 before c0.
 *
 * @throws artifact `groth16/signal-count` unless the circuit has exactly two public signals
 */
export function keyToWords({ alpha, beta, gamma, delta, ic }: VerificationKey): bigint[] {
  if (ic.length !== 3)
    throw artifactError(
      "groth16/signal-count",
      `the verification key is for ${ic.length - 1} public signals instead of 2`,
      "Use the key of an exclusion circuit.",
    );
  return [...alpha, ...[beta, gamma, delta].flatMap(([x, y]) => [x[1], x[0], y[1], y[0]]), ...ic.flat()];
}

/**
 * The id of a circuit: keccak256 over the 20 words of its verification key, 32 bytes each, big-endian. Another circuit,
 * or the same circuit with another key, has another id.
 */
export function computeCircuitId(key: VerificationKey): CircuitId {
  const words = keyToWords(key).map((word) => hexToBytes(word.toString(16).padStart(64, "0")));
  return `0x${bytesToHex(keccak_256(concatBytes(...words)))}` as CircuitId;
}
