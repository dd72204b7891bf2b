import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { computeKeyId, type Envelope, isSignedBy, readEnvelope, type Signer } from "../../bundle/envelope.ts";
import { inspectJson } from "../../shared/document.ts";
import { type Check, check, documentCheck } from "../../shared/verdict.ts";
import { inspectStep } from "../steps/statement.ts";
import { referenceOf, type Step } from "../steps/step.ts";
import { buildDigestTree, rootOf } from "../tree.ts";

/** A step that can be read. `id`: SHA-256 of its statement; `signedBy`: names of the signers; `label`: in checks. */
export type SignedStep = { step: Step; id: string; label: string; signedBy: string[] };

/** Steps by what they made. */
export type StepGraph = { checks: Check[]; steps: SignedStep[]; producers: ReadonlyMap<string, readonly SignedStep[]> };

/**
 * Reads signed steps. Each envelope must be in its format, and each of its signatures by a trusted signer.
 *
 * @param files DSSE envelopes
 */
export function readSteps(files: readonly Uint8Array[], signers: readonly Signer[]): StepGraph {
  const checks: Check[] = [];
  const steps: SignedStep[] = [];
  const producers = new Map<string, SignedStep[]>();
  for (const [i, file] of files.entries()) {
    const envelope = inspectJson(file, "the envelope", readEnvelope);
    if (!("value" in envelope)) {
      checks.push(documentCheck(`step-${i}`, envelope.issues));
      continue;
    }
    const read = inspectStep(envelope.value.payload);
    checks.push(documentCheck(`step-${i}`, read.issues));
    if (!("value" in read)) continue;
    const label = `${i}-${read.value.name}`;
    const { check: signature, signedBy } = signatureCheck(envelope.value, signers, label);
    checks.push(signature);
    const found: SignedStep = { step: read.value, id: bytesToHex(sha256(envelope.value.payload)), label, signedBy };
    steps.push(found);
    for (const { digest } of read.value.products)
      producers.set(referenceOf(digest), [...(producers.get(referenceOf(digest)) ?? []), found]);
  }
  return { checks, steps, producers };
}

function signatureCheck({ payload, signatures }: Envelope, signers: readonly Signer[], label: string) {
  const owners = signatures.map(({ keyid, signature }) =>
    signers.find((signer) => computeKeyId(signer.publicKey) === keyid && isSignedBy(signature, payload, signer)),
  );
  const signedBy = owners.flatMap((owner) => (owner === undefined ? [] : [owner.name]));
  return {
    check: check("signature", signedBy.length === owners.length, "no trusted signer made it", `signature-${label}`),
    signedBy,
  };
}

/** The root of some steps: of the tree over their ids, in any order; undefined without steps. */
export function stepsRoot(steps: readonly Pick<SignedStep, "id">[]): string | undefined {
  const ids = [...new Set(steps.map(({ id }) => id))].sort();
  return ids.length === 0 ? undefined : bytesToHex(rootOf(buildDigestTree(hexToBytes(ids.join("")))));
}
