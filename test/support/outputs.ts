import { releaseIdOf } from "../../prover/chain/releases/release.ts";
import { makeOutputBatch, proveOutput, writeOutputProof } from "../../prover/custody/outputs/batch.ts";
import { makeOutputKeysStatement, type OutputKeys, rotateOutputKey } from "../../prover/custody/outputs/keys.ts";
import { makeOutputStatement, type Output } from "../../prover/custody/outputs/output.ts";
import type { OutputFiles, OutputPolicy } from "../../prover/custody/outputs/verify.ts";
import { openRegistry } from "../../prover/registry.ts";
import { sha256 } from "../../prover/shared/files.ts";
import { toCommitment } from "../../prover/shared/ids.ts";
import { bytes, makeSigner, WEIGHTS } from "./lineage.ts";
import { list, release, snapshotOf } from "./registrySnapshot.ts";

export const LIST = list(0, "opt-outs", 2);
/** A list against which the release is clean only up to the first of three epochs. */
export const GROWN = list(1, "grown", 3);
export const OPEN = list(2, "open", 1);
const CONTENT = release(0, "example", "1.0", 1, {
  weights: WEIGHTS,
  reached: [
    { list: 0, pages: 4 },
    { list: 1, pages: 2 },
  ],
});
export const RELEASE = {
  ...CONTENT,
  release: releaseIdOf(CONTENT.vendor, {
    ...CONTENT,
    parents: [],
    shards: CONTENT.shards.map((commitment) => ({ commitment: toCommitment(commitment), schemes: [], uri: "" })),
  }),
};
export const REGISTRY = openRegistry(snapshotOf([LIST, GROWN, OPEN], [RELEASE]));

/** When the batch of the output was anchored, in seconds since 1970. */
const ANCHORED = Date.parse("2026-03-01T00:00:00Z") / 1000;
const FROM = new Date("2026-01-01T00:00:00.000Z");

export const OUTPUT: Output = {
  name: "answer.txt",
  sha256: sha256("answer"),
  release: RELEASE.release,
  time: "2026-02-01T00:00:00.000Z",
};

/** A vendor whose release has a key for outputs, one output of it in a batch of 100, and what a verifier knows. */
export async function makeOutputScene() {
  const vendor = await makeSigner();
  const machine = await makeSigner("machine");
  const empty: OutputKeys = { release: RELEASE.release, weights: WEIGHTS, sequence: 0, keys: [] };
  const keys = rotateOutputKey(empty, machine.signer.publicKey, FROM);
  const batch = makeOutputBatch([OUTPUT.sha256, ...Array.from({ length: 99 }, (_, i) => sha256(`answer ${i}`))]);
  const proof = bytes(writeOutputProof(proveOutput(batch, OUTPUT.sha256)!));
  const policy: OutputPolicy = {
    signers: [vendor.signer],
    release: RELEASE.release,
    sequence: 1,
    anchors: new Map([[batch.root, ANCHORED]]),
    registry: REGISTRY,
    lists: [LIST.list],
  };
  const signKeys = (list: OutputKeys) => vendor.sign(makeOutputKeysStatement(list));
  const signOutput = (output: Output) => machine.sign(makeOutputStatement(output));
  const files: OutputFiles = {
    sha256: OUTPUT.sha256,
    signature: await signOutput(OUTPUT),
    keys: await signKeys(keys),
    proof,
  };
  return {
    vendor,
    machine,
    keys,
    batch,
    policy,
    files,
    signKeys,
    signOutput,
    async remove() {
      await vendor.remove();
      await machine.remove();
    },
  };
}

export type OutputScene = Awaited<ReturnType<typeof makeOutputScene>>;
