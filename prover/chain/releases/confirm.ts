import type { ChainFacts, ReleaseFacts } from "../../evidence/facts.ts";
import { at, type Moment } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { contractAt, view } from "../../rpc/contract.ts";
import { asHash, type ReleaseStatus } from "../../rpc/node/decode.ts";
import { isRefusal } from "../../rpc/node/errors.ts";
import { behindCheck, type Check, check } from "../../shared/verdict.ts";
import { count } from "../../shared/words.ts";
import { status } from "../ledger/status.ts";
import { grownSince } from "./reach.ts";
import { cleanStatus } from "./release.ts";

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
export async function contractChecks(chain: Chain, facts: FactsOnChain, moment: Moment): Promise<Check[]> {
  const sameChain = check("node-chain", chain.chainId === facts.chain.chainId, `the node is of chain ${chain.chainId}`);
  if (!sameChain.ok) return [sameChain];
  const checks = [sameChain];
  for (const list of facts.lists) {
    checks.push(await epochCheck(chain, facts.chain, list, moment));
    for (const [i, { commitment }] of facts.shards.entries())
      checks.push(
        await shardCheck(chain, facts.chain, `node-shard-${i}-${list.name}`, list, BigInt(commitment), moment),
      );
    for (const [name, release] of releasesOf(facts))
      checks.push(await releaseCheck(chain, facts.chain, `${name}-${list.name}`, list, release, moment));
    checks.push(...(await growthChecks(chain, facts.chain, list, moment)));
  }
  return checks;
}

type List = ReleaseFacts["lists"][number];

/** The release, whose answer covers its ancestors; of one that is not registered each parent's covers its own. */
const releasesOf = ({ chain, declared }: FactsOnChain): [name: string, release: string][] =>
  chain.release === null
    ? declared.parents.map((parent, i) => [`node-parent-${i}`, parent])
    : [["node-release", chain.release]];

async function epochCheck(chain: Chain, { blocklists }: ChainFacts, list: List, moment: Moment): Promise<Check> {
  const name = `node-epoch-${list.name}`;
  if (list.chain === null)
    return check("node-epoch", false, "the evidence does not say which list of the chain it is", name);
  const contract = await contractAt(chain, "Blocklists", blocklists);
  const found = await answer(() => view(contract, "epochOf", list.chain!.list, list.chain!.epoch, at(moment)));
  const hash = found === undefined ? undefined : asHash((found as { contentHash: unknown }).contentHash, "contentHash");
  return check(
    "node-epoch",
    hash === `0x${list.root}`,
    `at block ${moment.number} that epoch has another root document`,
    name,
  );
}

/** A list of which the chain has a later epoch than the one that the evidence is about. */
async function growthChecks(chain: Chain, contracts: ChainFacts, list: List, moment: Moment): Promise<Check[]> {
  const { name, chain: reference } = list;
  const upTo = reference && (await grownSince(chain, contracts, { id: reference.list, name }, reference.epoch, moment));
  return upTo ? [behindCheck(`node-current-${name}`, upTo)] : [];
}

async function shardCheck(
  chain: Chain,
  contracts: ChainFacts,
  name: string,
  { chain: reference, pages }: List,
  commitment: bigint,
  moment: Moment,
): Promise<Check> {
  const now = reference && (await status(chain, contracts, reference.list, commitment, moment));
  const problem = `at block ${moment.number} the ledger has ${now?.cleanPages ?? 0} of ${count(pages, "page")}`;
  return check("node-shard", now !== null && now.cleanPages >= pages, problem, name);
}

async function releaseCheck(
  chain: Chain,
  contracts: ChainFacts,
  name: string,
  { chain: reference, pages }: List,
  release: string,
  moment: Moment,
): Promise<Check> {
  if (reference === null)
    return check("node-release", false, "the evidence does not say which list of the chain it is", name);
  const now = await answer(() => cleanStatus(chain, contracts, reference.list, release, moment));
  return check(
    "node-release",
    now !== undefined && now.cleanPages >= pages,
    problemOf(release, now, pages, moment),
    name,
  );
}

function problemOf(release: string, now: ReleaseStatus | undefined, pages: number, { number }: Moment): string {
  if (now === undefined) return `at block ${number} there is no release ${release}`;
  const { cleanPages, shard, laggard } = now;
  return `at block ${number} shard ${shard} of release ${laggard} excludes ${cleanPages} of ${count(pages, "page")}`;
}

/** Undefined for what the contract does not know. */
async function answer<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (["UnknownRelease", "UnknownEpoch", "UnknownList"].some((refusal) => isRefusal(error, refusal)))
      return undefined;
    throw error;
  }
}
