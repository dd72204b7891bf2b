import { verifyReadAttestation } from "../bundle/attestation.ts";
import { inspectBundle } from "../bundle/document.ts";
import { describeRead, type StatedArtefact } from "../bundle/statement.ts";
import { type Check, check, toVerdict, type Verdict } from "../groth16/verify.ts";
import { readArchive } from "./car.ts";
import type { ChainDocument } from "./chain/document.ts";
import { trustChecks } from "./chain/trust.ts";
import { verifyChain } from "./chain/verify.ts";
import type { ReleaseFacts } from "./facts.ts";
import { factsChecks } from "./factsChecks.ts";
import { evidenceIn } from "./pack.ts";
import { coverageChecks, listsIn, pinnedKeys } from "./packChecks.ts";
import type { PackPolicy } from "./packPolicy.ts";

export type { PackPolicy };

/**
 * `signedBy`: the names of those whose signatures hold; `stated`: what they say without proof; `facts`: what the pack
 * tells, and `chain`: its chain document, to be used only under a true verdict.
 */
export type PackVerdict = Verdict & {
  cid?: string;
  signedBy: string[];
  stated: StatedArtefact[];
  facts?: ReleaseFacts;
  chain?: ChainDocument;
};

/**
 * Checks an evidence pack against a policy and nothing else: the archive, the files in it, who signed, every bundle, that
 * each commitment in the pack excludes every list of the policy as a whole, that all that is told of the release follows
 * from the other files, and the receipts of the chain if there are any.
 */
export function verifyPack(archive: Uint8Array, policy: PackPolicy): PackVerdict {
  const read = readArchive(archive);
  const evidence = read && evidenceIn(read.files);
  const checks: Check[] = [
    check("archive", read !== undefined, "it is no archive of ours, or damaged"),
    check("files", evidence !== undefined, "the statement, the facts or the bundles are missing"),
  ];
  if (read === undefined || evidence === undefined) return { ...toVerdict(checks), signedBy: [], stated: [] };
  const keys = pinnedKeys(evidence, policy);
  const lists = listsIn(evidence, policy);
  const bundles = evidence.bundles.map(inspectBundle);
  const known = bundles.map(({ document }) => ("value" in document ? document.value : undefined));
  const { signedBy, stated, ...attestation } = verifyReadAttestation(evidence.envelope, bundles, {
    signers: policy.signers,
    circuits: keys.circuits,
    lists: known.map((bundle) => lists.pinned.get(bundle?.blocklist.root ?? "")),
  });
  checks.push(...keys.checks, ...lists.checks, ...attestation.checks);
  checks.push(...coverageChecks(known, lists, policy));
  const { checks: told, facts, chain } = factsChecks(evidence, describeRead(bundles) ?? [], lists.read, stated);
  checks.push(...told);
  if (facts !== undefined && chain !== undefined) {
    const commitments = [...new Set(known.flatMap((bundle) => bundle?.commitment ?? []))];
    const claims = { lists: lists.read, commitments, circuits: policy.circuits, declared: facts.declared };
    checks.push(...verifyChain(chain, claims));
  }
  if (policy.chain !== undefined) checks.push(...trustChecks(facts?.chain, policy.chain));
  return { ...toVerdict(checks), cid: read.cid, signedBy, stated, ...(facts && { facts }), ...(chain && { chain }) };
}
