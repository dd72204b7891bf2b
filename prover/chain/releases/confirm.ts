import type { ChainFacts, ReleaseFacts } from "../../evidence/facts.ts";
import { atBlock, type BlockRef } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, view } from "../../rpc/contract.ts";
import { parseHash, type ReleaseStatus } from "../../rpc/node/decode.ts";
import { isRefusal } from "../../rpc/node/errors.ts";
import { count } from "../../shared/format.ts";
import { behindCheck, type Check, check } from "../../shared/verdict.ts";
import { readShardStatus } from "../ledger/status.ts";
import { readGrowth } from "./reach.ts";
import { readCleanStatus } from "./release.ts";

/** The facts of a release that stands on a chain. */
export type FactsOnChain = ReleaseFacts & { chain: ChainFacts };

/**
 * What the contracts that the facts name say themselves, in the state after a block: that each list has the root
 * document at its epoch, that every shard excludes its pages, and by `Releases.statusOf` that the release and
 * everything it descends from do. Parents of a release that is not registered are asked for one by one; a list that
 * has grown since is told as such. Whether these are the right contracts is not asked.
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
        await shardCheck(chain, facts.chain, `node-shard-${i}-${list.name}`, list, BigInt(commitment), blockRef),
      );
    for (const [name, release] of releasesOf(facts))
      checks.push(await releaseCheck(chain, facts.chain, `${name}-${list.name}`, list, release, blockRef));
    checks.push(...(await growthChecks(chain, facts.chain, list, blockRef)));
  }
  return checks;
}

type List = ReleaseFacts["lists"][number];

/** The release, whose answer covers its ancestors; of one that is not registered each parent's covers its own. */
const releasesOf = ({ chain, declared }: FactsOnChain): [name: string, release: string][] =>
  chain.release === null
    ? declared.parents.map((parent, i) => [`node-parent-${i}`, parent])
    : [["node-release", chain.release]];

async function epochCheck(chain: Chain, { blocklists }: ChainFacts, list: List, blockRef: BlockRef): Promise<Check> {
  const name = `node-epoch-${list.name}`;
  if (list.chain === null)
    return check("node-epoch", false, "the evidence does not say which list of the chain it is", name);
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

/** A list of which the chain has a later epoch than the one that the evidence is about. */
async function growthChecks(chain: Chain, contracts: ChainFacts, list: List, blockRef: BlockRef): Promise<Check[]> {
  const { name, chain: reference } = list;
  const upTo =
    reference && (await readGrowth(chain, contracts, { id: reference.list, name }, reference.epoch, blockRef));
  return upTo ? [behindCheck(`node-current-${name}`, upTo)] : [];
}

async function shardCheck(
  chain: Chain,
  contracts: ChainFacts,
  name: string,
  { chain: reference, pages }: List,
  commitment: bigint,
  blockRef: BlockRef,
): Promise<Check> {
  const now = reference && (await readShardStatus(chain, contracts, reference.list, commitment, blockRef));
  const problem = `at block ${blockRef.number} the ledger has ${now?.cleanPages ?? 0} of ${count(pages, "page")}`;
  return check("node-shard", now !== null && now.cleanPages >= pages, problem, name);
}

async function releaseCheck(
  chain: Chain,
  contracts: ChainFacts,
  name: string,
  { chain: reference, pages }: List,
  release: string,
  blockRef: BlockRef,
): Promise<Check> {
  if (reference === null)
    return check("node-release", false, "the evidence does not say which list of the chain it is", name);
  const now = await answer(() => readCleanStatus(chain, contracts, reference.list, release, blockRef));
  return check(
    "node-release",
    now !== undefined && now.cleanPages >= pages,
    problemOf(release, now, pages, blockRef),
    name,
  );
}

function problemOf(release: string, now: ReleaseStatus | undefined, pages: number, { number }: BlockRef): string {
  if (now === undefined) return `at block ${number} there is no release ${release}`;
  const { cleanPages, laggingShard, laggingRelease } = now;
  const behind = `shard ${laggingShard} of release ${laggingRelease}`;
  return `at block ${number} ${behind} excludes ${cleanPages} of ${count(pages, "page")}`;
}

/** Undefined for what the contract does not know. */
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
