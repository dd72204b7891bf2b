import { verifyAttestation } from "../../../../../prover/bundle/attestation.ts";
import { writeBundle } from "../../../../../prover/bundle/document.ts";
import type { Pinned } from "../../../../../prover/bundle/pinned.ts";
import { verifyBundle } from "../../../../../prover/bundle/verify.ts";
import { proofToSnarkjs } from "../../../../../prover/groth16/proof.ts";
import { verificationKeyToSnarkjs } from "../../../../../prover/groth16/verificationKey.ts";
import { verifyGroth16 } from "../../../../../prover/groth16/verify.ts";
import type { CheckId } from "../../../../../prover/shared/checks.ts";
import { knownBundle, POWERS } from "../../../../support/disjointness.ts";
import { simulatedId, simulatedKey, simulatedProof } from "../../../../support/evidence.ts";
import { OTHER_TRAPDOOR } from "../../../../support/simulator.ts";
import {
  edited,
  expectedOf,
  type Json,
  on,
  PINNED,
  refusalsOf,
  type Subject,
  set,
  swapProofs,
  ZEROS,
} from "./scene.ts";

export const TRUSTED = [{ kind: "powers", id: POWERS }] as const;

/** What is wrong with a bundle, wherever it stands. */
export const IN_BUNDLE: Partial<Record<CheckId, (bundle: Json) => void>> = {
  format: (b) => set(b, { note: 1 }),
  proof: (b) => swapProofs(b.statements),
  circuit: (b) => set(b.statements[0], { circuitId: simulatedId(OTHER_TRAPDOOR) }),
  list: (b) => set(b.blocklist, { root: ZEROS }),
  scheme: (b) => set(b, { scheme: "text" }),
  pages: (b) => set(b.statements[0], { pageDigest: "5" }),
  complete: (b) => b.statements.pop(),
};

const expectedIn = (bundle: Uint8Array) => {
  const { root } = JSON.parse(Buffer.from(bundle).toString()).blocklist;
  return on.scene.parts.lists.map(expectedOf).find((list) => list.root === root)!;
};

const ofBundle = (file: Uint8Array) => verifyBundle(file, PINNED, expectedIn(on.evidence.bundles[0]!)).checks;
const disjoint = knownBundle();
const ofDisjointness = (change: (bundle: Json) => void = () => {}, pinned: readonly Pinned[] = TRUSTED) =>
  verifyBundle(edited(Buffer.from(writeBundle(disjoint.bundle)), change), pinned, disjoint.list).checks;

/** The first bundle of the pack, changed. */
export const changedBundle = (change: (bundle: Json) => void) => edited(on.evidence.bundles[0]!, change);

export const other = (signatures: Json[]) => set(signatures[0], { keyid: ZEROS });
export const twice = (signatures: Json[]) => signatures.push(signatures[0]);
export const signatureOf = (envelope: Uint8Array, change: (signatures: Json[]) => void) =>
  edited(envelope, ({ signatures }) => change(signatures));

const ofStatement = (bundles: readonly Uint8Array[], envelope = on.evidence.envelope) =>
  verifyAttestation(envelope, bundles, {
    signers: on.policy.signers,
    circuits: PINNED,
    lists: on.evidence.bundles.map(expectedIn),
  }).checks;

const groth = (key: object, signals: string[], proof: object) => verifyGroth16(key, signals, proof).checks;
const product = () =>
  [verificationKeyToSnarkjs(simulatedKey()), ["3", "5"], proofToSnarkjs(simulatedProof(3n, 5n))] as const satisfies [
    object,
    string[],
    object,
  ];

export const groth16: Subject = {
  good: () => groth(...product()),
  refusals: {
    format: () => groth({}, ["3", "5"], product()[2]),
    signals: () => groth(product()[0], ["3"], product()[2]),
    proof: () => groth(product()[0], ["3", "6"], product()[2]),
  },
};

export const bundle: Subject = {
  good: () => ofBundle(on.evidence.bundles[0]!),
  refusals: refusalsOf(IN_BUNDLE, (change) => ofBundle(changedBundle(change))),
};

export const disjointness: Subject = {
  good: () => ofDisjointness(),
  refusals: {
    format: () => ofDisjointness((b) => set(b, { note: 1 })),
    proof: () => ofDisjointness((b) => swapProofs(b.statements)),
    powers: () => ofDisjointness(() => {}, []),
    accumulator: () => ofDisjointness((b) => set(b, { commitment: "7" })),
    list: () => ofDisjointness((b) => set(b.blocklist, { root: ZEROS })),
    scheme: () => ofDisjointness((b) => set(b, { scheme: "text" })),
    accumulators: () => ofDisjointness((b) => set(b.statements[1], { from: 0 })),
    complete: () => ofDisjointness((b) => b.statements.shift()),
  },
};

export const statement: Subject = {
  good: () => ofStatement(on.evidence.bundles),
  refusals: {
    ...refusalsOf(IN_BUNDLE, (change) => ofStatement([changedBundle(change), ...on.evidence.bundles.slice(1)])),
    signature: () => ofStatement(on.evidence.bundles, signatureOf(on.evidence.envelope, other)),
    signers: () => ofStatement(on.evidence.bundles, signatureOf(on.evidence.envelope, twice)),
    statement: () => ofStatement(on.evidence.bundles.toReversed()),
  },
};
