import { verifyAttestation } from "../bundle/attestation.ts";
import { type Bundle, readBundle } from "../bundle/document.ts";
import type { Signer } from "../bundle/envelope.ts";
import { readListRoot } from "../bundle/listRoot.ts";
import type { PinnedCircuit } from "../bundle/pinned.ts";
import type { StatedArtefact } from "../bundle/statement.ts";
import type { ExpectedList } from "../bundle/verify.ts";
import { circuitId, readVerificationKey, type VerificationKey } from "../groth16/verificationKey.ts";
import { type Check, check, documentCheck, toVerdict, type Verdict } from "../groth16/verify.ts";
import { inspectJson } from "../shared/document.ts";
import { readArchive } from "./car.ts";
import { type Evidence, evidenceIn, stateAttachment } from "./pack.ts";

/** What a verifier of packs accepts; everything else is in the pack. */
export type PackPolicy = {
  signers: readonly Signer[];
  /** Trusted circuits by id, and how many entries each proves. */
  circuits: ReadonlyMap<string, number>;
  /** Root hashes of the blocklists that count. Every bundle must be about one of them, and all must be covered. */
  lists: readonly { name: string; root: string }[];
  /** The shards of the release, if they are known from a chain: the pack must be about these and no others. */
  commitments?: readonly bigint[];
};

/** The verdict on a pack: its CID, the pinned signers who signed it, and what they state without proof. */
export type PackVerdict = Verdict & { cid?: string; signedBy: string[]; stated: StatedArtefact[] };

/**
 * Checks an evidence pack against a policy and nothing else: the archive, the files in it, who signed, every bundle, and
 * that each commitment in the pack excludes every list of the policy as a whole.
 */
export function verifyPack(archive: Uint8Array, policy: PackPolicy): PackVerdict {
  const read = readArchive(archive);
  const evidence = read && evidenceIn(read.files);
  const checks = [
    check("archive", read !== undefined, "it is no archive of ours, or damaged"),
    check("files", evidence !== undefined, "a file is missing, or one is there that has no place in a pack"),
  ];
  if (read === undefined || evidence === undefined) return { ...toVerdict(checks), signedBy: [], stated: [] };
  const keys = pinnedKeys(evidence, policy);
  const lists = listsIn(evidence, policy);
  const bundles = evidence.bundles.map((file) => inspectJson(file, "the bundle", readBundle));
  const known = bundles.map((bundle) => ("value" in bundle ? bundle.value : undefined));
  const attestation = verifyAttestation(evidence.envelope, evidence.bundles, {
    signers: policy.signers,
    circuits: keys.circuits,
    lists: known.map((bundle) => lists.expected.get(bundle?.blocklist.root ?? "")),
  });
  checks.push(...keys.checks, ...lists.checks, ...attestation.checks);
  checks.push(...coverageChecks(known, lists.expected, policy), ...attachmentChecks(evidence, attestation.stated));
  return { ...toVerdict(checks), cid: read.cid, signedBy: attestation.signedBy, stated: attestation.stated };
}

function pinnedKeys({ keys }: Evidence, { circuits }: PackPolicy): { checks: Check[]; circuits: PinnedCircuit[] } {
  const pinned: PinnedCircuit[] = [];
  const checks = keys.flatMap((file, i) => {
    const key = inspectJson(file, "the key", (reader, value) => readVerificationKey(reader, value, "$"));
    const format = documentCheck(`key-${i}`, key.issues);
    if (!("value" in key)) return [format];
    const pageSize = pageSizeOf(key.value, circuits);
    if (pageSize !== undefined) pinned.push({ kind: "exclusion", key: key.value, pageSize });
    return [format, check(`key-${i}-pinned`, pageSize !== undefined, "the policy does not name its circuit id")];
  });
  return { checks, circuits: pinned };
}

const pageSizeOf = (key: VerificationKey, circuits: ReadonlyMap<string, number>): number | undefined =>
  key.ic.length === 3 ? circuits.get(circuitId(key)) : undefined;

function listsIn({ lists }: Evidence, policy: PackPolicy): { checks: Check[]; expected: Map<string, ExpectedList> } {
  const expected = new Map<string, ExpectedList>();
  const checks = lists.flatMap((file, i) => {
    const list = readListRoot(file);
    const format = documentCheck(`list-${i}`, list.issues);
    if (!("value" in list)) return [format];
    const { name, root } = list.value;
    const isPinned = policy.lists.some((pinned) => pinned.root === root && pinned.name === name);
    if (isPinned) expected.set(root, list.value);
    return [format, check(`list-${i}-pinned`, isPinned, `the policy does not name ${name} with root ${root}`)];
  });
  return { checks, expected };
}

/**
 * Each commitment against each list of the policy. A list whose root document is not in the pack fails, for without it
 * nobody can say that a bundle has all of its pages.
 */
function coverageChecks(
  bundles: readonly (Bundle | undefined)[],
  expected: ReadonlyMap<string, ExpectedList>,
  { lists, commitments }: PackPolicy,
): Check[] {
  const read = bundles.flatMap((bundle) => bundle ?? []);
  const shards = [...new Set(read.map(({ commitment }) => commitment))];
  const covers = (commitment: bigint, root: string) =>
    read.some((bundle) => bundle.commitment === commitment && bundle.blocklist.root === root);
  const foreign = read.filter(({ blocklist }) => !expected.has(blocklist.root));
  const sameShards = commitments === undefined || new Set(commitments).symmetricDifference(new Set(shards)).size === 0;
  return [
    check("lists-named", lists.length > 0, "the policy names no list"),
    check("bundles-about-lists", foreign.length === 0, "a bundle is about a list that is not in policy and pack"),
    check("shards", sameShards, "the shards of the pack are not those of the policy"),
    ...lists.map(({ name, root }) => {
      const all = read.length > 0 && shards.every((shard) => covers(shard, root));
      return check(`covers-${name}`, all && expected.has(root), "its root document or a bundle is missing");
    }),
  ];
}

function attachmentChecks({ attachments }: Evidence, stated: readonly StatedArtefact[]): Check[] {
  return [...attachments].map(([name, content]) => {
    const own = stateAttachment(name, content);
    const isStated = stated.some((artefact) => artefact.name === own.name && artefact.sha256 === own.sha256);
    return check(`attachment-${name}`, isStated, "the signed statement does not name it with this SHA-256");
  });
}
