import type { ChainFacts, ReleaseFacts } from "../../evidence/facts.ts";
import { atBlock, type BlockRef } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, view } from "../../rpc/contract.ts";
import { parseHash, type ReleaseStatus } from "../../rpc/node/decode.ts";
import { isRefusal } from "../../rpc/node/errors.ts";
import { appendAll } from "../../shared/collections.ts";
import { type Commitment, type ReleaseId, toCommitment, toListId, toReleaseId } from "../../shared/ids.ts";
import { behindCheck, type Check, check } from "../../shared/verdict.ts";
import { readShardStatus } from "../ledger/status.ts";
import { readGrowth } from "./reach.ts";
import { readCleanStatus } from "./status.ts";

/** The facts of a registered release. */
export type FactsOnChain = ReleaseFacts & { chain: ChainFacts };

/**
 * Checks facts against the contracts that they name, in the state after a block: each list has the root document at its
 * epoch, every shard is clean up to it, and `Releases.statusOf` says that the release and all its ancestors do. For a
 * release that is not registered, each parent is checked instead. A list that has grown since gives the outcome
 * `behind`. Whether these are the right contracts is not checked here.
 *
 * @throws chain `chain/unknown-list`, `chain/bad-answer`, `chain/unreachable`
 */
export async function checkOnChain(chain: Chain, facts: FactsOnChain, blockRef: BlockRef): Promise<Check[]> {
  const sameChain = check("node-chain", chain.chainId === facts.chain.chainId, `the node is of chain ${chain.chainId}`);
  if (!sameChain.ok) return [sameChain];
  const checks = [sameChain];
  for (const list of facts.lists) {
    checks.push(await epochCheck(chain, facts.chain, list, blockRef));
    for (const [i, { commitment }] of facts.shards.entries())
      checks.push(
        await shardCheck(chain, facts.chain, `node-shard-${i}-${list.name}`, list, toCommitment(commitment), blockRef),
      );
    for (const [name, release] of releasesOf(facts))
      checks.push(await releaseCheck(chain, facts.chain, `${name}-${list.name}`, list, release, blockRef));
    appendAll(checks, await growthChecks(chain, facts.chain, list, blockRef));
  }
  return checks;
}

type List = ReleaseFacts["lists"][number];

/** The release, whose status covers its ancestors; if it is not registered, each of its parents. */
const releasesOf = ({ chain, declared }: FactsOnChain): [name: string, release: ReleaseId][] =>
  chain.release === null
    ? declared.parents.map((parent, i) => [`node-parent-${i}`, toReleaseId(parent)])
    : [["node-release", toReleaseId(chain.release)]];

async function epochCheck(chain: Chain, { blocklists }: ChainFacts, list: List, blockRef: BlockRef): Promise<Check> {
  const name = `node-epoch-${list.name}`;
  if (list.chain === null) return check("node-epoch", false, NO_LIST, name);
  const contract = await openContract(chain, "Blocklists", blocklists);
  const found = await answer(() => view(contract, "epochOf", list.chain!.list, list.chain!.epoch, atBlock(blockRef)));
  const hash =
    found === undefined ? undefined : parseHash((found as { contentHash: unknown }).contentHash, "contentHash");
  return check(
    "node-epoch",
    hash === `0x${list.root}`,
    `at block ${blockRef.number} that epoch has another root document`,
    name,
  );
}

/** The list has grown: the chain has a later epoch than the evidence. */
async function growthChecks(chain: Chain, contracts: ChainFacts, list: List, blockRef: BlockRef): Promise<Check[]> {
  const { name, chain: reference } = list;
  const upTo =
    reference &&
    (await readGrowth(chain, contracts, { id: toListId(reference.list), name }, reference.epoch, blockRef));
  return upTo ? [behindCheck(`node-current-${name}`, upTo)] : [];
}

async function shardCheck(
  chain: Chain,
  contracts: ChainFacts,
  name: string,
  { chain: reference }: List,
  commitment: Commitment,
  blockRef: BlockRef,
): Promise<Check> {
  if (reference === null) return check("node-shard", false, NO_LIST, name);
  const { list, epoch } = reference;
  const { cleanEpoch } = await readShardStatus(chain, contracts, toListId(list), commitment, blockRef);
  const problem = `at block ${blockRef.number} the ledger has it up to epoch ${cleanEpoch}, not ${epoch}`;
  return check("node-shard", cleanEpoch >= epoch, problem, name);
}

const NO_LIST = "the evidence does not say which list of the chain it is";

async function releaseCheck(
  chain: Chain,
  contracts: ChainFacts,
  name: string,
  { chain: reference }: List,
  release: ReleaseId,
  blockRef: BlockRef,
): Promise<Check> {
  if (reference === null) return check("node-release", false, NO_LIST, name);
  const now = await answer(() => readCleanStatus(chain, contracts, toListId(reference.list), release, blockRef));
  return check(
    "node-release",
    now !== undefined && now.cleanEpoch >= reference.epoch,
    problemOf(release, now, reference.epoch, blockRef),
    name,
  );
}

function problemOf(release: ReleaseId, now: ReleaseStatus | undefined, epoch: number, { number }: BlockRef): string {
  if (now === undefined) return `at block ${number} there is no release ${release}`;
  const { cleanEpoch, laggingShard, laggingRelease } = now;
  const behind = `shard ${laggingShard} of release ${laggingRelease}`;
  return `at block ${number} ${behind} is clean up to epoch ${cleanEpoch}, not ${epoch}`;
}

/** Undefined if the contract does not know it. */
async function answer<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (
      (["chain/unknown-release", "chain/unknown-epoch", "chain/unknown-list"] as const).some((refusal) =>
        isRefusal(error, refusal),
      )
    )
      return undefined;
    throw error;
  }
}
