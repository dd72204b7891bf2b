import { readAccepted } from "../chain/accepted.ts";
import { chainDocument } from "../chain/chainDocument.ts";
import { type Chain, openChain } from "../chain/connection.ts";
import { type Deployment, readDeploymentOn } from "../chain/deployment.ts";
import { publishEvidence } from "../chain/evidence.ts";
import { momentOf } from "../chain/moment.ts";
import { register } from "../chain/releases.ts";
import type { Config } from "../config/config.ts";
import { loadPoseidon } from "../native/poseidon.ts";
import type { ReleaseReport } from "../report/report.ts";
import { DisjointError } from "../shared/errors.ts";
import type { Poseidon } from "../shared/poseidon.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { Account } from "./account.ts";
import type { CountedList } from "./counting.ts";
import { behind } from "./coverage.ts";
import { writeEvidence } from "./evidence.ts";
import { findRecords } from "./findings.ts";
import { publishLists, readLists, requireSchemes } from "./lists.ts";
import { withLock } from "./lock.ts";
import { type PlanTotals, planRelease, totalsOf } from "./plan.ts";
import { artefactSource, plannable, storedProofs, trustedCircuits } from "./proofs.ts";
import { type ProvedPair, provePairs, type ReleasePair } from "./prove.ts";
import { describeRelease, keepTag, readTag, readTagged, requireSame, requireTag } from "./record.ts";
import { type Ended, reportOf } from "./report.ts";
import { type CommittedShard, commitShards } from "./shards.ts";
import { submitPairs } from "./submit.ts";

/**
 * `run`: everything. `dry-run`: no proof and nothing sent to the chain, but what is blocklisted is found. `plan-only`: what
 * is missing, and no more. All of them commit what has changed of the shards. With `refresh` the shards are those that
 * the tag was released with, whatever the sources hold now.
 */
export type ReleaseOptions = {
  tag: string;
  mode?: "run" | "dry-run" | "plan-only";
  refresh?: boolean;
  onProgress?: OnProgress;
  signal?: AbortSignal;
};

/**
 * What a run did, and what it had to do when it began. `stated`: why the evidence has blocks that are stated only, in words;
 * missing where receipts show all that it says of the chain.
 */
export type Released = { report: ReleaseReport; plan: PlanTotals; stated?: string };

/** What a run works with. */
type Scene = { config: Config; chain: Chain; deployment: Deployment; poseidon: Poseidon; account: Account };

/**
 * Brings a release up to date: commits what has changed, proves every page that counts against every shard, brings onto
 * the chain what it lacks, registers the release and hands out its evidence. What is there is not made again: the same call goes on after a
 * kill, and does nothing after success.
 *
 * If anything blocklisted is present, the report names it, and nothing is proved or sent.
 *
 * The chain is asked first what the tag stands for, in every mode: a tag means one thing.
 *
 * @throws usage `release/busy`, `release/bad-tag`, `release/tag-taken`, `release/unknown-tag`, and those of `readLists`;
 * data `release/state-lost`; chain and artefact errors of the steps; whatever is wrong with a source
 */
export async function release(config: Config, options: ReleaseOptions): Promise<Released> {
  requireTag(options.tag);
  return withLock(config.output, async () => {
    const chain = await openFor(config, options);
    try {
      const deployment = await readDeploymentOn(chain, config.chain.deployment);
      const scene = { config, chain, deployment, poseidon: await loadPoseidon(), account: new Account() };
      return await run(scene, options);
    } finally {
      await chain.close();
    }
  });
}

/**
 * The chain, with the signer: by its address the chain knows the vendor. Who only plans may do without the key, unless lists of
 * the signer's own are among the configured ones; then nobody can say what the tag stands for.
 */
async function openFor({ chain, blocklists }: Config, { mode = "run" }: ReleaseOptions): Promise<Chain> {
  try {
    return await openChain(chain);
  } catch (error) {
    const needsKey = mode === "run" || blocklists.some(({ publish }) => publish);
    const isWithoutKey = error instanceof DisjointError && error.code === "chain/no-key-file";
    if (!("rpc" in chain) || needsKey || !isWithoutKey) throw error;
    const { rpc, witness } = chain;
    return openChain({ rpc, ...(witness && { witness }) });
  }
}

async function run(scene: Scene, options: ReleaseOptions): Promise<Released> {
  const { config, chain, deployment, poseidon, account } = scene;
  const { tag, mode = "run", refresh = false, onProgress = silent } = options;
  const vendor = await chain.signer?.getAddress();
  const tagged = vendor && (await readTagged(config, tag, vendor, chain, deployment));
  const known = refresh ? await readTag(config, tag) : undefined;
  const lists = await account.stage("lists", () => readLists(config, chain, deployment, poseidon));
  requireSchemes(config, lists);
  const record = await account.stage(
    "commit",
    async () => known ?? describeRelease(config, tag, await commitShards(config, poseidon, onProgress)),
  );
  if (tagged) await requireSame(config, tag, record);
  const pairs = await account.stage("plan", () => planPairs(scene, record.shards, lists));
  const plan = totalsOf(pairs);
  const end = (ended: Partial<Ended>): Released => ({
    report: reportOf(tag, account, deployment, { pairs, ...(tagged && { release: tagged }), ...ended }),
    plan,
  });
  if (mode === "plan-only") return end({});
  const findings = await account.stage("check", () =>
    findRecords(config, pairs.filter(isUnproved), poseidon, { located: !refresh, onProgress }),
  );
  if (findings.length > 0 || mode === "dry-run") return end({ findings });
  await keepTag(config, tag, record);
  const published = await account.stage("publish", () => publishOwn(scene, lists, onProgress));
  const counting = published === lists ? pairs : await planPairs(scene, record.shards, published);
  const proved = await account.stage("prove", () => proveMissing(scene, counting, options));
  await account.stage("submit", async () =>
    account.sent("submit", await submitPairs(config, chain, deployment, proved, onProgress)),
  );
  const registered = await account.stage("register", () => register(chain, deployment, record.release, { onProgress }));
  account.sent("register", registered.transactions);
  const accepted = await planPairs(scene, record.shards, published);
  const covered = accepted.map((pair, i) => ({ ...pair, made: proved[i]!.made }));
  const late = await behind(config, chain, deployment, published, registered.release);
  if (late.length > 0) return end({ pairs: covered, behind: late, release: registered.release });
  const commitments = record.shards.map(({ commitment }) => commitment);
  const evidence = await account.stage("evidence", () =>
    writeEvidence(config, tag, record, proved, (of) =>
      chainDocument(chain, deployment, { lists: of, commitments, release: registered.release }),
    ),
  );
  account.sent("evidence", await publishEvidence(chain, deployment, registered.release, evidence.cid));
  const { stated, ...written } = evidence;
  const ended = end({ pairs: covered, release: registered.release, evidence: written });
  return { ...ended, ...(stated !== undefined && { stated }) };
}

/** A pair has pages that no proof has excluded: perhaps something is present. */
const isUnproved = ({ prove, list }: ReleasePair): boolean =>
  prove.length > 0 || list.list.pages.length > list.counting.pages.length;

/** Every shard with every list, and what is left to do for them. */
async function planPairs(
  { config, chain, deployment }: Scene,
  shards: readonly CommittedShard[],
  lists: readonly CountedList[],
): Promise<ReleasePair[]> {
  const moment = await momentOf(chain);
  const { open, counting } = await trustedCircuits(config, chain, deployment, moment);
  const known = [];
  for (const shard of shards)
    for (const list of lists) {
      const count = list.counting.pages.length;
      const accepted = await readAccepted(chain, deployment, shard.commitment, list.id, count, moment);
      const reusable = (page: number) => (accepted.has(page) ? counting : open);
      const stored = storedProofs(config, shard, list, reusable);
      known.push({ shard, list, accepted, stored, reusable, circuits: plannable(open) });
    }
  return planRelease(known);
}

/** The lists as they count once what the chain lacks of the signer's own is published; the same if it lacks nothing. */
async function publishOwn(
  { config, chain, deployment, poseidon, account }: Scene,
  lists: CountedList[],
  onProgress: OnProgress,
): Promise<CountedList[]> {
  if (lists.every(({ unpublished }) => unpublished === undefined)) return lists;
  await publishLists(config, chain, deployment, lists, { sent: account.sent, onProgress });
  return readLists(config, chain, deployment, poseidon);
}

const proveMissing = (
  { config, chain, deployment, poseidon }: Scene,
  pairs: readonly ReleasePair[],
  { onProgress = silent, signal }: ReleaseOptions,
): Promise<ProvedPair[]> =>
  provePairs(config, pairs, poseidon, {
    artefacts: artefactSource(config, chain, deployment, onProgress),
    onProgress,
    ...(signal && { signal }),
  });
