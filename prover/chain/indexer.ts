import type { Contract, Log } from "ethers";
import { type OnProgress, silent } from "../shared/progress.ts";
import { asCount, asHash, asWord, badAnswer } from "./answers.ts";
import type { Chain } from "./connection.ts";
import type { Deployment } from "./deployment.ts";
import { ask } from "./revert.ts";
import { contractAt } from "./send.ts";

/** A list as its events tell it. */
export type IndexedList = { owner: string; scheme: string; pageCount: number; epochCount: number };

/**
 * Everything the events of a deployment tell up to a block, whose hash tells later whether the chain was reorganised.
 * `facts`: for each "circuit/commitment/list", 256 pages a word, the lowest bit first.
 */
export type Index = {
  block: number;
  blockHash: string;
  lists: Map<string, IndexedList>;
  facts: Map<string, bigint[]>;
  distrusted: Set<string>;
};

/** Blocks a question: nodes refuse longer ranges. */
const RANGE = 2_000;

/**
 * The index up to a block. Goes on from `from` if that lies on the chain as it is now, else begins anew: the result is
 * the same.
 *
 * @throws chain `chain/bad-answer`, `chain/unreachable`
 */
export async function buildIndex(
  chain: Chain,
  deployment: Deployment,
  from?: Index,
  { onProgress = silent }: { onProgress?: OnProgress } = {},
): Promise<Index> {
  const contracts = {
    blocklists: await contractAt(chain, "Blocklists", deployment.blocklists),
    ledger: await contractAt(chain, "Ledger", deployment.ledger),
  };
  const head = await blockAt(chain, "latest");
  const index = from !== undefined && (await isOnChain(chain, from)) ? copyOf(from) : empty();
  while (index.block < head.number) {
    const to = Math.min(index.block + RANGE, head.number);
    onProgress({ stage: "chain", done: to, total: head.number, what: "reading events" });
    for (const log of await logsOf(chain, contracts, index.block + 1, to)) apply(index, contracts, log);
    index.block = to;
  }
  index.blockHash = head.hash;
  return index;
}

/** What the circuits that are trusted have accepted, as `Ledger.acceptedWord` answers it. */
export function acceptedWord(index: Index, commitment: bigint, list: string, word: number): bigint {
  let bits = 0n;
  for (const [key, words] of index.facts) {
    const [circuit, ...rest] = key.split("/");
    if (rest.join("/") === `${commitment}/${list}` && !index.distrusted.has(circuit!)) bits |= words[word] ?? 0n;
  }
  return bits;
}

type Contracts = { blocklists: Contract; ledger: Contract };

const empty = (): Index => ({ block: -1, blockHash: "", lists: new Map(), facts: new Map(), distrusted: new Set() });

const copyOf = ({ block, blockHash, lists, facts, distrusted }: Index): Index => ({
  ...{ block, blockHash },
  lists: new Map([...lists].map(([id, list]) => [id, { ...list }])),
  facts: new Map([...facts].map(([key, words]) => [key, [...words]])),
  distrusted: new Set(distrusted),
});

async function blockAt(chain: Chain, tag: "latest" | number): Promise<{ number: number; hash: string }> {
  const block = await ask(() => chain.provider.getBlock(tag));
  return { number: Number(block?.number), hash: asHash(block?.hash, `block ${tag}`) };
}

async function isOnChain(chain: Chain, { block, blockHash }: Index): Promise<boolean> {
  const found = await ask(() => chain.provider.getBlock(block));
  return found?.hash === blockHash;
}

/** The events of both contracts in the order in which they happened. */
async function logsOf(chain: Chain, contracts: Contracts, fromBlock: number, toBlock: number): Promise<Log[]> {
  const address = await Promise.all(Object.values(contracts).map((contract) => contract.getAddress()));
  const logs = await ask(() => chain.provider.getLogs({ address, fromBlock, toBlock }));
  return logs.toSorted((a, b) => a.blockNumber - b.blockNumber || a.index - b.index);
}

function apply(index: Index, { blocklists, ledger }: Contracts, log: Log): void {
  const event = ledger.interface.parseLog(log) ?? blocklists.interface.parseLog(log);
  const args = event?.args;
  if (event?.name === "ListCreated") {
    const { owner, scheme } = args!;
    index.lists.set(asHash(args!.list, "list"), { owner, scheme, pageCount: 0, epochCount: 0 });
  } else if (event?.name === "OwnershipTransferred") {
    listOf(index, args!.list).owner = args!.to;
  } else if (event?.name === "PagesAppended") {
    const list = listOf(index, args!.list);
    list.pageCount = asCount(args!.content.pageCount, "pageCount");
    list.epochCount = asCount(args!.epoch, "epoch");
  } else if (event?.name === "PagesAccepted") {
    const key = `${args!.circuit}/${args!.commitment}/${args!.list}`;
    const words = index.facts.get(key) ?? [];
    const word = asCount(args!.word, "word");
    words[word] = (words[word] ?? 0n) | asWord(args!.bits, "bits");
    index.facts.set(key, words);
  } else if (event?.name === "CircuitDistrusted") {
    index.distrusted.add(asHash(args!.circuit, "circuit"));
  }
}

/** A node that leaves out the event that opened a list is not to be believed about the list. */
function listOf(index: Index, id: unknown): IndexedList {
  const list = index.lists.get(asHash(id, "list"));
  if (list === undefined) throw badAnswer("events", `one of list ${id}, which none opened`);
  return list;
}
