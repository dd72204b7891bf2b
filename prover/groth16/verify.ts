import { bn254 } from "@noble/curves/bn254.js";
import { type DocumentReader, inspectDocument } from "../shared/document.ts";
import { check, documentCheck, toVerdict, type Verdict } from "../shared/verdict.ts";
import { G1Point, toG1, toG2 } from "./points.ts";
import { type Proof, readSnarkjsProof } from "./proof.ts";
import { readVerificationKey, type VerificationKey } from "./verificationKey.ts";

/**
 * The Groth16 equation e(A, B) = e(alpha, beta) e(IC(signals), gamma) e(C, delta).
 *
 * The key and the proof must have been read by `readVerificationKey` and `readProof`, which check their points.
 */
export function satisfiesPairing(key: VerificationKey, publicSignals: readonly bigint[], proof: Proof): boolean {
  if (publicSignals.length !== key.ic.length - 1) return false;
  const input = key.ic
    .slice(1)
    .reduce((sum, point, i) => sum.add(toG1(point).multiplyUnsafe(publicSignals[i]!)), toG1(key.ic[0]!));
  const pairs = [
    { g1: toG1(proof.a).negate(), g2: toG2(proof.b) },
    { g1: toG1(key.alpha), g2: toG2(key.beta) },
    { g1: input, g2: toG2(key.gamma) },
    { g1: toG1(proof.c), g2: toG2(key.delta) },
  ];
  const factors = pairs.filter(({ g1 }) => !g1.equals(G1Point.ZERO));
  return bn254.fields.Fp12.eql(bn254.pairingBatch(factors), bn254.fields.Fp12.ONE);
}

/** Reads the public signals of a proof: an array of canonical decimals below the scalar field order. */
export const readPublicSignals = (reader: DocumentReader, value: unknown, path: string): bigint[] =>
  reader.array(value, path).map((signal, i) => reader.decimal(signal, `${path}[${i}]`));

/**
 * Verifies a proof from the three documents that snarkjs uses, trusting none of them: fields that are unknown, missing
 * or spelt in another way than the canonical one are refused, points are checked for their groups.
 */
export function verifyGroth16(keyJson: unknown, publicSignalsJson: unknown, proofJson: unknown): Verdict {
  const key = inspectDocument((reader) => readVerificationKey(reader, keyJson, "$"));
  const signals = inspectDocument((reader) => readPublicSignals(reader, publicSignalsJson, "$"));
  const proof = inspectDocument((reader) => readSnarkjsProof(reader, proofJson, "$"));
  const documents = [
    documentCheck("verification-key", key.issues),
    documentCheck("public-signals", signals.issues),
    documentCheck("proof", proof.issues),
  ];
  if (!("value" in key && "value" in signals && "value" in proof)) return toVerdict(documents);
  const expected = key.value.ic.length - 1;
  const given = signals.value.length;
  const count = check(
    "signals",
    expected === given,
    `the key has ${expected} public signals, ${given} are given`,
    "signal-count",
  );
  if (!count.ok) return toVerdict([...documents, count]);
  const holds = satisfiesPairing(key.value, signals.value, proof.value);
  return toVerdict([...documents, count, check("proof", holds, "the proof does not hold", "pairing")]);
}
