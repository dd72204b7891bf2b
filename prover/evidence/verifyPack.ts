import { verifyReadAttestation } from "../bundle/attestation.ts";
import { inspectBundle } from "../bundle/document.ts";
import { describeRead, type StatedArtifact } from "../bundle/statement.ts";
import { readSteps } from "../custody/lineage/graph.ts";
import type { Lineage } from "../custody/lineage/verify.ts";
import { appendAll } from "../shared/collections.ts";
import { type Check, check, toVerdict, type Verdict } from "../shared/verdict.ts";
import { readArchive } from "./car.ts";
import type { ChainDocument } from "./chain/document.ts";
import { checkTrust, listIdChecks } from "./chain/trust.ts";
import { verifyChain } from "./chain/verify.ts";
import type { BlockFacts, ReleaseFacts } from "./facts.ts";
import { factsChecks } from "./factsChecks.ts";
import { evidenceIn } from "./pack.ts";
import { coverageChecks, listsIn, pinnedIn } from "./packChecks.ts";
import type { PackPolicy } from "./packPolicy.ts";
import { walkSteps } from "./packSteps.ts";

export type { PackPolicy };

/**
 * `signedBy`: the names of the signers whose signatures are valid; `stated`: what they state without proof;
 * `notCovered`: ids of the releases that this one was made from, about whose data the pack says nothing; `facts` and
 * `chain`: the pack's facts and chain document, to be used only if the verdict is true; `acceptedAt`: the block by
 * which the contract had accepted everything; missing without a chain; `lineage`: what the signed steps in the pack
 * lead to; missing without steps.
 */
export type PackVerdict = Verdict & {
  cid?: string;
  signedBy: string[];
  stated: StatedArtifact[];
  notCovered: string[];
  facts?: ReleaseFacts;
  chain?: ChainDocument;
  acceptedAt?: BlockFacts;
  lineage?: Lineage;
};

/** What `verifyPack` has done: the checks that were just made, and the share of its work so far, from 0 to 1. */
export type PackProgress = { checks: readonly Check[]; share: number };

/** Shares of the work by what they take: reading points of proofs and verifying proofs take nearly all of it. */
const READ = 0.5;
const PROVED = 0.95;

/**
 * Verifies an evidence pack against a policy, offline: the archive, the files in it, the signers, every bundle, that
 * each commitment in the pack excludes every list of the policy completely, that everything that it says about the
 * release follows from the other files, and the receipts of the chain and the signed steps if there are any.
 * @param onProgress gets every check once, in order, while the others are still to be made
 * @example
 * const { verdict, signedBy } = verifyPack(pack, policy);
 * console.log(verdict, signedBy.length); // true 1
 */
export function verifyPack(
  archive: Uint8Array,
  policy: PackPolicy,
  onProgress: (progress: PackProgress) => void = () => {},
): PackVerdict {
  const checks: Check[] = [];
  const add = (share: number, ...made: readonly Check[]) => {
    appendAll(checks, made);
    onProgress({ checks: made, share });
  };
  const read = readArchive(archive);
  const evidence = read && evidenceIn(read.files);
  add(
    0,
    check("archive", read !== undefined, "it is not an evidence pack, or it is damaged"),
    check("archive", evidence !== undefined, "the statement, the facts or the bundles are missing", "files"),
  );
  if (read === undefined || evidence === undefined)
    return { ...toVerdict(checks), signedBy: [], stated: [], notCovered: [] };
  const keys = pinnedIn(evidence, policy);
  const lists = listsIn(evidence, policy);
  add(0, ...keys.checks, ...lists.checks);
  const bundles = evidence.bundles.map((file, i) => {
    const bundle = inspectBundle(file);
    add((READ * (i + 1)) / evidence.bundles.length);
    return bundle;
  });
  const known = bundles.map(({ document }) => ("value" in document ? document.value : undefined));
  const { signedBy, stated, ...attestation } = verifyReadAttestation(evidence.envelope, bundles, {
    signers: policy.signers,
    circuits: keys.pinned,
    lists: known.map((bundle) => lists.pinned.get(bundle?.blocklist.root ?? "")),
  });
  add(PROVED, ...attestation.checks, ...coverageChecks(known, lists, policy));
  const graph = readSteps(evidence.steps, policy.signers);
  add(PROVED, ...graph.checks);
  const described = factsChecks(evidence, describeRead(bundles) ?? [], lists.read, graph.steps, stated);
  const { facts, chain } = described;
  add(PROVED, ...described.checks);
  const walked = facts && walkSteps(facts, graph);
  add(PROVED, ...(walked?.checks ?? []));
  let acceptedAt: BlockFacts | undefined;
  if (facts !== undefined && chain !== undefined) {
    const read = known.flatMap((bundle) => bundle ?? []);
    const shards = [...new Map(read.map((bundle) => [bundle.commitment, bundle])).values()];
    const claims = { lists: lists.read, shards, circuits: policy.circuits, declared: facts.declared };
    const found = verifyChain(chain, claims);
    add(PROVED, ...found.checks);
    acceptedAt = found.acceptedAt;
  }
  if (policy.chain !== undefined) {
    const onChain = (facts?.lists ?? []).map(({ name, chain: reference }) => ({ name, list: reference?.list }));
    add(PROVED, ...checkTrust(facts?.chain, policy.chain), ...listIdChecks(onChain, policy.chain));
  }
  onProgress({ checks: [], share: 1 });
  return {
    ...toVerdict(checks),
    cid: read.cid,
    signedBy,
    stated,
    notCovered: facts?.declared.parents ?? [],
    ...(facts && { facts }),
    ...(chain && { chain }),
    ...(acceptedAt && { acceptedAt }),
    ...(walked && { lineage: walked.lineage }),
  };
}
