import type { ExpectedTransaction } from "../chain/cost/gas.ts";
import type { Deployment } from "../chain/deployment/document.ts";
import { makeChainDocument } from "../chain/receipts/chainDocument.ts";
import { publishEvidence } from "../chain/releases/evidence.ts";
import { registerRelease } from "../chain/releases/release.ts";
import { loadPoseidon } from "../native/poseidon.ts";
import { openInstalledEngine } from "../setup/powers/installed.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { memoize } from "../shared/promises.ts";
import { Checklist, type CheckResult } from "./checks/checklist.ts";
import { CONTENT_CHECK, PLAN_CHECKS, SET_UP_CHECKS } from "./checks/index.ts";
import { plannedOf } from "./checks/planned.ts";
import { needsOf, type SetUp, setUpOf } from "./checks/setUp.ts";
import type { Config } from "./config/config.ts";
import type { ReleaseMode, ReleaseReport } from "./report/report.ts";
import { knownBlocks, noteBlocks } from "./steps/blocks.ts";
import type { CountedList } from "./steps/counting.ts";
import { behind, reach } from "./steps/coverage.ts";
import { writeEvidence } from "./steps/evidence.ts";
import { findRecords } from "./steps/findings.ts";
import { proveByFleet } from "./steps/fleet.ts";
import { publishLists, readLists } from "./steps/lists.ts";
import { withLock } from "./steps/lock.ts";
import { openReleaseChain } from "./steps/open.ts";
import { planPairs } from "./steps/pairs.ts";
import { type PlanTotals, totalsOf } from "./steps/plan.ts";
import { type ArtifactSource, artifactSource } from "./steps/proofs.ts";
import { type ProvedPair, provePairs, type ReleasePair } from "./steps/prove.ts";
import { describeRelease, keepTag, requireTag } from "./steps/record.ts";
import { type Ended, reportOf } from "./steps/report.ts";
import { RunLog } from "./steps/runLog.ts";
import { commitShards } from "./steps/shards.ts";
import { submitPairs } from "./steps/submit.ts";

/**
 * `run`: everything. `dry-run`: no proof and nothing sent to the chain, but what is blocklisted is found.
 * `plan-only`: what is missing, and no more. All of them commit what has changed of the shards. With `refresh` the
 * shards are those that the tag was released with, whatever the sources hold now.
 */
export type ReleaseOptions = {
  tag: string;
  mode?: ReleaseMode;
  refresh?: boolean;
  onProgress?: OnProgress;
  signal?: AbortSignal;
};

/**
 * What a run did, what it had to do when it began, what it was going to send, and what was checked before; a check
 * that is not `ok` could not be made. `stated`: why the evidence has blocks that are stated only, in words; missing
 * where receipts show all that it says of the chain.
 */
export type ReleaseResult = {
  report: ReleaseReport;
  plan: PlanTotals;
  transactions: readonly ExpectedTransaction[];
  checks: readonly CheckResult[];
  stated?: string;
};

/** What a run works with. */
type Scene = Pick<SetUp, "config" | "chain" | "poseidon"> & {
  setUp: SetUp;
  checklist: Checklist;
  deployment: Deployment;
  account: RunLog;
};

/**
 * Brings a release up to date: commits what has changed, proves every page that counts against every shard, brings onto
 * the chain what it lacks, registers the release and hands out its evidence. What is there is not made again: the
 * same call goes on after a kill, and does nothing after success.
 *
 * What would fail in the end is looked at first, in every mode (checks/index.ts has the table): nothing is proved or
 * sent before, and what a tag stands for is asked of the chain, for a tag means one thing. If anything blocklisted is
 * present, the report names it, and nothing is proved or sent.
 *
 * @throws usage `release/busy`, `release/bad-tag`, `release/tag-taken`, `release/unknown-tag`, and those of
 * `readLists`; data `release/state-lost`, `release/output`, `release/no-space`; artifact `release/other-circuit`;
 * chain `chain/other-chain`, `chain/no-funds`, `chain/lacks-opcodes` and others; whatever is wrong with a source
 * @example
 * const config = await loadConfig("disjoint.config.yaml");
 * const { report } = await runRelease(config, { tag: "v1.0.0" });
 * console.log(report.verdict); // clean
 */
export async function runRelease(config: Config, options: ReleaseOptions): Promise<ReleaseResult> {
  requireTag(options.tag);
  const { tag, mode = "run", refresh = false } = options;
  const { chain, withoutVendor } = await openReleaseChain(config, mode === "run");
  try {
    const poseidon = await loadPoseidon();
    const account = new RunLog();
    const checklist = new Checklist();
    const setUp = await setUpOf(config, { tag, refresh }, chain, poseidon, withoutVendor);
    await account.stage("checks", () => checklist.require(SET_UP_CHECKS, setUp));
    const deployment = await setUp.deployment();
    return await withLock(config.output, () =>
      run({ config, chain, poseidon, setUp, checklist, deployment, account }, options),
    );
  } finally {
    await chain.close();
  }
}

async function run(scene: Scene, options: ReleaseOptions): Promise<ReleaseResult> {
  const { config, chain, deployment, poseidon, account, setUp, checklist } = scene;
  const { tag, mode = "run", refresh = false, onProgress = silent } = options;
  const tagged = await setUp.tagged();
  const known = await setUp.known();
  const lists = await setUp.lists();
  const record = await account.stage(
    "commit",
    async () => known ?? describeRelease(config, tag, await commitShards(config, poseidon, setUp.powers, onProgress)),
  );
  await checklist.require([CONTENT_CHECK], { ...setUp, record });
  const pairs = await account.stage("plan", () => planPairs(scene, record.shards, lists));
  const artifacts = artifactSource(config, chain, deployment, onProgress);
  const planned = plannedOf({ ...setUp, record, pairs, artifacts });
  await account.stage("checks", () => checklist.require(PLAN_CHECKS, planned));
  const plan = totalsOf(pairs);
  const transactions = await planned.transactions();
  const end = async (ended: Partial<Ended>): Promise<ReleaseResult> => {
    const whole = { pairs, ...(tagged && { release: tagged }), ...ended };
    const upTo = whole.release && (await reach(chain, deployment, whole, whole.release));
    const report = reportOf(options, account, deployment, { ...whole, ...(upTo && { upTo }) });
    return { report, plan, transactions, checks: checklist.results };
  };
  if (mode === "plan-only") return end({});
  const findings = await account.stage("check", () =>
    findRecords(config, pairs.filter(isUnproved), poseidon, { located: !refresh, powers: setUp.powers, onProgress }),
  );
  if (findings.length > 0 || mode === "dry-run") return end({ findings });
  await keepTag(config, tag, record);
  const published = await account.stage("publish", () => publishOwn(scene, lists, onProgress));
  const counting = published === lists ? pairs : await planPairs(scene, record.shards, published);
  const proved = await account.stage("prove", () => proveMissing(scene, counting, artifacts, options));
  await account.stage("submit", async () =>
    account.sent("submit", await submitPairs(config, chain, deployment, proved, onProgress)),
  );
  const registered = await account.stage("register", () =>
    registerRelease(chain, deployment, record.release, { onProgress }),
  );
  account.sent("register", registered.transactions);
  const [accepted, late] = await Promise.all([
    planPairs(scene, record.shards, published),
    behind(config, chain, deployment, published, registered.release),
  ]);
  const covered = accepted.map((pair, i) => ({ ...pair, made: proved[i]!.made, before: proved[i]! }));
  if (late.length > 0) return end({ pairs: covered, behind: late, release: registered.release });
  const commitments = record.shards.map(({ commitment }) => commitment);
  await noteBlocks(config, deployment, account.blocks);
  const blocks = await knownBlocks(config, deployment);
  const evidence = await account.stage("evidence", () =>
    writeEvidence(config, tag, record, proved, (of) =>
      makeChainDocument(
        chain,
        deployment,
        { lists: of, commitments, release: registered.release },
        { blocks, note: (found) => noteBlocks(config, deployment, found), onProgress },
      ),
    ),
  );
  account.sent("evidence", await publishEvidence(chain, deployment, registered.release, evidence.cid));
  const { stated, ...written } = evidence;
  const ended = await end({ pairs: covered, release: registered.release, evidence: written });
  return { ...ended, ...(stated !== undefined && { stated }) };
}

/** A pair has pages that no proof has excluded: perhaps something is present. */
const isUnproved = ({ prove, list }: ReleasePair): boolean =>
  prove.length > 0 || list.list.pages.length > list.counting.pages.length;

/** The lists as they count once what the chain lacks of the signer's own is published; the same if it lacks nothing. */
async function publishOwn(
  { config, chain, deployment, poseidon, account, setUp }: Scene,
  lists: CountedList[],
  onProgress: OnProgress,
): Promise<CountedList[]> {
  if (lists.every(({ unpublished }) => unpublished === undefined)) return lists;
  await publishLists(config, chain, deployment, lists, { sent: account.sent, onProgress });
  return readLists(config, chain, deployment, poseidon, await needsOf(setUp.kinds, setUp.powers));
}

const proveMissing = async (
  { config, poseidon }: Scene,
  pairs: readonly ReleasePair[],
  artifacts: ArtifactSource,
  { tag, onProgress = silent, signal }: ReleaseOptions,
): Promise<ProvedPair[]> => {
  const engine = memoize((powers: string) => openInstalledEngine(powers, config.powers));
  const run = { artifacts, engine, onProgress, ...(signal && { signal }) };
  const byFleet = await proveByFleet(config, tag, pairs, poseidon, run);
  return provePairs(config, pairs, poseidon, { ...run, byFleet });
};
