import { computeKeyId, type Envelope, isSignedBy, readEnvelope, type Signer } from "../../bundle/envelope.ts";
import { describeState, toIsoTime } from "../../registry/describe.ts";
import { judgeRelease, type Registry } from "../../registry/judge.ts";
import { hasOwnId } from "../../registry/releaseId.ts";
import type { RegistryVerdict } from "../../registry/verdict.ts";
import { appendAll } from "../../shared/collections.ts";
import { type InspectedDocument, inspectJson } from "../../shared/document.ts";
import { behindCheck, type Check, check, documentCheck, toVerdict, type Verdict } from "../../shared/verdict.ts";
import { inspectOutputProof, isInBatch } from "./batch.ts";
import { inspectOutputKeys, type OutputKey, type OutputKeys } from "./keys.ts";
import { inspectOutput, type Output } from "./output.ts";

/** What is verified: the digest of the output, its signature, the vendor's list of keys, and a proof of its batch. */
export type OutputFiles = { sha256: string; signature: Uint8Array; keys: Uint8Array; proof?: Uint8Array };

/**
 * What a verifier of outputs accepts. `signers`: vendors, whose lists of keys count; `release`: the release that it
 * must be of; `sequence`: the least sequence of the list of keys; `anchors`: roots and when they were anchored, in
 * seconds since 1970; `registry`: what says whether the release is clean; `lists`: ids of lists against which it must
 * be.
 */
export type OutputPolicy = {
  signers: readonly Signer[];
  release?: string;
  sequence?: number;
  anchors?: ReadonlyMap<string, number>;
  registry?: Registry;
  lists?: readonly string[];
};

/**
 * `output`, `key`: what was signed, and by which key of the release; `anchored`: when its batch was anchored, in
 * seconds since 1970; `clean`: what the registry says of the release, against the lists of the policy, or else against
 * all lists that it knows. All are to be used only if the verdict is not false.
 */
export type OutputVerdict = Verdict & {
  output?: Output;
  key?: OutputKey;
  weights?: string;
  anchored?: number;
  clean: RegistryVerdict[];
};

/**
 * Verifies an output, offline: which release it is of, whether its key was valid then, and whether that release is
 * clean, by the registry's own verdicts. The time of the signature is its signer's word; a revoked key is believed only
 * about what was anchored before.
 *
 * @example
 * const files = { sha256: "ab".repeat(32), signature: new Uint8Array(0), keys: new Uint8Array(0) };
 * console.log(verifyOutput(files, { signers: [] }).outcome); // false
 */
export function verifyOutput(files: OutputFiles, policy: OutputPolicy): OutputVerdict {
  const signed = readSigned(files.signature, inspectOutput);
  const listed = readSigned(files.keys, inspectOutputKeys);
  const checks = [documentCheck("output-signature", signed.issues), documentCheck("output-keys", listed.issues)];
  if (signed.value === undefined || listed.value === undefined) return { ...toVerdict(checks), clean: [] };
  const { envelope, content: output } = signed.value;
  const keys = listed.value.content;
  appendAll(checks, listChecks(listed.value.envelope, keys, policy));
  const key = keys.keys.find(({ publicKey }) => isSignedByKey(envelope, publicKey));
  const isListed = envelope.signatures.length === 1 && key !== undefined;
  const { release } = policy;
  checks.push(
    check("output", output.sha256 === files.sha256, "the signature is of other content"),
    check("output-key", isListed, "no key of the release's list made the signature"),
    check("output-release", output.release === keys.release, "the list of keys is of another release"),
  );
  if (release !== undefined)
    checks.push(
      check("output-release", output.release === release, `it is of ${output.release}`, "output-release-named"),
    );
  const { checks: proof, anchored } = proofChecks(files, policy);
  appendAll(checks, proof);
  if (key !== undefined) checks.push(validityCheck(key, output.time, anchored));
  const clean = registryVerdicts(output.release, policy);
  appendAll(checks, cleanChecks(clean, keys, policy));
  return {
    ...toVerdict(checks),
    output,
    weights: keys.weights,
    clean,
    ...(key && { key }),
    ...(anchored !== undefined && { anchored }),
  };
}

type Signed<T> = { value?: { envelope: Envelope; content: T }; issues: InspectedDocument<T>["issues"] };

function readSigned<T>(file: Uint8Array, inspect: (payload: Uint8Array) => InspectedDocument<T>): Signed<T> {
  const envelope = inspectJson(file, "the envelope", readEnvelope);
  if (!("value" in envelope)) return { issues: envelope.issues };
  const content = inspect(envelope.value.payload);
  if (!("value" in content)) return { issues: content.issues };
  return { value: { envelope: envelope.value, content: content.value }, issues: [] };
}

const isSignedByKey = ({ payload, signatures }: Envelope, publicKey: string): boolean =>
  signatures.some(
    ({ keyid, signature }) =>
      computeKeyId(publicKey) === keyid && isSignedBy(signature, payload, { name: "", publicKey }),
  );

function listChecks(envelope: Envelope, keys: OutputKeys, { signers, sequence = 1 }: OutputPolicy): Check[] {
  const isTrusted =
    envelope.signatures.length === 1 && signers.some(({ publicKey }) => isSignedByKey(envelope, publicKey));
  const newer = `it has the sequence ${keys.sequence}, and ${sequence} is known`;
  return [
    check("signature", isTrusted, "no trusted signer made the list of keys", "signature-output-keys"),
    check("output-keys", keys.sequence >= sequence, newer),
  ];
}

function proofChecks({ sha256, proof: file }: OutputFiles, { anchors }: OutputPolicy) {
  if (file === undefined) return { checks: [], anchored: undefined };
  const read = inspectOutputProof(file);
  const format = documentCheck("output-proof-format", read.issues);
  if (!("value" in read)) return { checks: [format], anchored: undefined };
  const proof = read.value;
  const isProved = proof.sha256 === sha256 && isInBatch(proof);
  const time = anchors?.get(proof.root);
  const checks = [
    format,
    check("output-proof", isProved, "it does not lead from the output to its root"),
    check("output-anchor", time !== undefined, `the root ${proof.root} is not known to be anchored`),
  ];
  return { checks, anchored: isProved ? time : undefined };
}

function validityCheck({ from, until, revoked }: OutputKey, time: string, anchored: number | undefined): Check {
  const isThen = from <= time && (until === null || time < until);
  if (!isThen)
    return check("key-valid", false, `signed at ${time}; the key counts from ${from} until ${until ?? "now"}`);
  if (revoked === null) return check("key-valid", true, "");
  const isBefore = anchored !== undefined && anchored * 1000 < Date.parse(revoked.at);
  const anchor =
    anchored === undefined ? "is not known to have been anchored" : `was anchored at ${toIsoTime(anchored)}`;
  const problem = `the key was revoked at ${revoked.at} (${revoked.reason}), and the output ${anchor}`;
  return check("key-valid", isBefore, problem);
}

const registryVerdicts = (release: string, { registry, lists }: OutputPolicy): RegistryVerdict[] =>
  registry === undefined
    ? []
    : (lists ?? registry.snapshot.lists.map(({ list }) => list)).map((list) => judgeRelease(registry, release, list));

/** The registry must know the release, with these weights; it must be clean against lists that were named. */
function cleanChecks(
  verdicts: readonly RegistryVerdict[],
  keys: OutputKeys,
  { registry, lists }: OutputPolicy,
): Check[] {
  if (registry === undefined)
    return lists === undefined ? [] : [check("release-clean", false, "there is no registry to ask")];
  const found = registry.snapshot.releases[registry.releases.get(keys.release) ?? -1];
  const problem = found === undefined ? "the registry does not know it" : `it has other weights: ${found.weights}`;
  const known = check("output-release", found?.weights === keys.weights, problem, "output-release-registered");
  // A release's id is the hash of its content: nobody can change its terms, shards or parents in a snapshot.
  const isOwn = found === undefined || hasOwnId(registry.snapshot, found);
  const own = check("output-release", isOwn, "its content in the registry has another id", "output-release-content");
  return [known, own, ...(lists === undefined ? [] : verdicts.map(cleanCheck))];
}

function cleanCheck(verdict: RegistryVerdict): Check {
  const { state, list, cleanEpoch, currentEpoch, pagesBehind, since } = verdict;
  const name = `release-clean-${list.name ?? list.list}`;
  if (state !== "behind") return check("release-clean", state === "clean", describeState(verdict), name);
  return behindCheck(name, {
    list: list.name ?? list.list,
    epoch: cleanEpoch,
    of: currentEpoch,
    pagesBehind,
    ...(since !== null && { since: toIsoTime(since) }),
  });
}
