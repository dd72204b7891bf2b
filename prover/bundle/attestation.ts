import { areSameBytes } from "../shared/collections.ts";
import { inspectJson } from "../shared/document.ts";
import { type Check, check, documentCheck, toVerdict, type Verdict } from "../shared/verdict.ts";
import { inspectBundle, type ReadBundle } from "./document.ts";
import { computeKeyId, type Envelope, isSignedBy, readEnvelope, type Signer } from "./envelope.ts";
import type { ExpectedList } from "./expected.ts";
import type { Pinned } from "./pinned.ts";
import { describeRead, readStated, type StatedArtifact, statementOf } from "./statement.ts";
import { verifyBundles } from "./verify.ts";

/** What a verifier accepts. */
export type AttestationPolicy = {
  /** The trusted signers. Every signature of the envelope must be by one of them. */
  signers: readonly Signer[];
  /** Circuits, and powers of tau for bundles of disjointness proofs. */
  circuits: readonly Pinned[];
  /** The blocklist of each bundle, in order, from the list's own file or a chain; undefined if it is not known. */
  lists?: readonly (ExpectedList | undefined)[];
};

/** `stated`: what the signers state without proof; `signedBy`: the names of the signers whose signatures are valid. */
export type AttestationVerdict = Verdict & { signedBy: string[]; stated: StatedArtifact[] };

/**
 * Verifies a signed statement and its bundles: the signers, that the statement is exactly the one that follows from the
 * bundles, and every bundle. Trusts nothing but its policy.
 */
export const verifyAttestation = (
  envelopeFile: Uint8Array,
  bundles: readonly Uint8Array[],
  policy: AttestationPolicy,
): AttestationVerdict => verifyReadAttestation(envelopeFile, bundles.map(inspectBundle), policy);

/** The same for bundles that were read already. */
export function verifyReadAttestation(
  envelopeFile: Uint8Array,
  bundles: readonly ReadBundle[],
  { signers, circuits, lists = [] }: AttestationPolicy,
): AttestationVerdict {
  const envelope = inspectJson(envelopeFile, "the envelope", readEnvelope);
  const format = documentCheck("envelope", envelope.issues);
  if (!("value" in envelope)) return { ...toVerdict([format]), signedBy: [], stated: [] };
  const { checks: signatures, signedBy } = signatureChecks(envelope.value, signers);
  const { checks: statement, stated } = statementChecks(envelope.value.payload, bundles);
  const proofs = verifyBundles(bundles, circuits, lists).flatMap(({ checks }, i) =>
    checks.map((each) => ({ ...each, name: `bundle-${i}-${each.name}` })),
  );
  return { ...toVerdict([format, ...signatures, ...statement, ...proofs]), signedBy, stated };
}

function signatureChecks({ payload, signatures }: Envelope, signers: readonly Signer[]) {
  const owners = signatures.map(({ keyid, signature }) =>
    signers.find((signer) => computeKeyId(signer.publicKey) === keyid && isSignedBy(signature, payload, signer)),
  );
  const signedBy = owners.flatMap((owner) => (owner === undefined ? [] : [owner.name]));
  const checks = owners.map((owner, i) =>
    check(
      "signature",
      owner !== undefined,
      `no pinned signer made the signature with key id ${signatures[i]!.keyid}`,
      `signature-${i}`,
    ),
  );
  const distinct = new Set(owners).size === owners.length;
  return { checks: [...checks, check("signers", distinct, "one signer signed twice", "signers-distinct")], signedBy };
}

function statementChecks(
  payload: Uint8Array,
  bundles: readonly ReadBundle[],
): { checks: Check[]; stated: StatedArtifact[] } {
  const read = inspectJson(payload, "the statement", readStated);
  const format = documentCheck("statement", read.issues);
  if (!("value" in read)) return { checks: [format], stated: [] };
  const same = bundles.length > 0 && isStatementOf(payload, bundles, read.value);
  const problem = "the signed statement is not the one that these bundles make";
  return { checks: [format, check("statement", same, problem, "statement-of-bundles")], stated: read.value };
}

function isStatementOf(payload: Uint8Array, bundles: readonly ReadBundle[], stated: StatedArtifact[]): boolean {
  const exclusions = describeRead(bundles);
  const expected = exclusions && statementOf(exclusions, stated);
  return expected !== undefined && areSameBytes(expected, payload);
}
