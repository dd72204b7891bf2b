import { type DocumentReader, inspectDocument } from "../shared/document.ts";
import { check, documentCheck, toVerdict, type Verdict } from "../shared/verdict.ts";
import { allSatisfyPairing } from "./batch.ts";
import { type Proof, readSnarkjsProof } from "./proof.ts";
import { readVerificationKey, type VerificationKey } from "./verificationKey.ts";

/**
 * The Groth16 equation e(A, B) = e(alpha, beta) e(IC(signals), gamma) e(C, delta).
 *
 * The key and the proof must have been read by `readVerificationKey` and `readProof`, which check their points.
 */
export const satisfiesPairing = (key: VerificationKey, publicSignals: readonly bigint[], proof: Proof): boolean =>
  allSatisfyPairing(key, [{ publicSignals, proof }]);

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
