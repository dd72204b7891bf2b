import { bn254 } from "@noble/curves/bn254.js";
import { type DocumentReader, type Issue, inspect, listIssues } from "../shared/document.ts";
import { describeUpTo, type UpTo } from "../shared/upTo.ts";
import { G1Point, toG1, toG2 } from "./points.ts";
import { type Proof, readSnarkjsProof } from "./proof.ts";
import { readVerificationKey, type VerificationKey } from "./verificationKey.ts";

/**
 * One thing that was looked at. `detail` says what was wrong; `upTo`: nothing but that the list has grown since, and how far
 * of it the rest reaches.
 */
export type Check = { name: string; ok: boolean; detail?: string; upTo?: UpTo };

/**
 * `verdict`: true only if there was something to check and every check passed. `outcome` is "behind" if whatever failed did so
 * because a list has grown: then all that was checked holds as far as `upTo` says, for each such list, and no further.
 */
export type Verdict = { verdict: boolean; outcome: "true" | "behind" | "false"; upTo?: UpTo[]; checks: Check[] };

export function toVerdict(checks: Check[]): Verdict {
  const failed = checks.filter(({ ok }) => !ok);
  if (failed.length === 0) return { verdict: checks.length > 0, outcome: checks.length > 0 ? "true" : "false", checks };
  const upTo = failed.flatMap((each) => each.upTo ?? []);
  if (upTo.length < failed.length) return { verdict: false, outcome: "false", checks };
  return { verdict: false, outcome: "behind", upTo: lowest(upTo), checks };
}

/** Of each list the one that reaches least far, with the time if any of them knows it. */
const lowest = (all: readonly UpTo[]): UpTo[] =>
  [...Map.groupBy(all, ({ list }) => list).values()].map((same) => {
    const low = same.reduce((one, other) => (other.pagesBehind > one.pagesBehind ? other : one));
    const since = low.since ?? same.find((each) => each.since !== undefined)?.since;
    return { ...low, ...(since !== undefined && { since }) };
  });

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
  const key = inspect((reader) => readVerificationKey(reader, keyJson, "$"));
  const signals = inspect((reader) => readPublicSignals(reader, publicSignalsJson, "$"));
  const proof = inspect((reader) => readSnarkjsProof(reader, proofJson, "$"));
  const documents = [
    documentCheck("verification-key", key.issues),
    documentCheck("public-signals", signals.issues),
    documentCheck("proof", proof.issues),
  ];
  if (!("value" in key && "value" in signals && "value" in proof)) return toVerdict(documents);
  const [expected, given] = [key.value.ic.length - 1, signals.value.length];
  const count = check("signal-count", expected === given, `the key has ${expected} public signals, ${given} are given`);
  if (!count.ok) return toVerdict([...documents, count]);
  const holds = satisfiesPairing(key.value, signals.value, proof.value);
  return toVerdict([...documents, count, check("pairing", holds, "the proof does not hold")]);
}

export const documentCheck = (name: string, issues: Issue[]): Check =>
  check(name, issues.length === 0, listIssues(issues));

export const check = (name: string, ok: boolean, problem: string): Check =>
  ok ? { name, ok } : { name, ok, detail: problem };

/** What is sound and reaches no further than the list did at an earlier epoch. */
export const behindCheck = (name: string, upTo: UpTo): Check => ({
  ...check(name, false, describeUpTo(upTo)),
  upTo,
});
