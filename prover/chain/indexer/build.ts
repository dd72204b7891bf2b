import type { Log } from "ethers";
import { type BlockRef, hasLeftChain, isOnChain, readBlock, readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract } from "../../rpc/contract.ts";
import { logRanges } from "../../rpc/logs.ts";
import type { ContractName } from "../../rpc/node/artifacts.ts";
import { chainError } from "../../shared/errors.ts";
import { type OnProgress, silent } from "../../shared/progress.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import type { Deployment } from "../deployment/document.ts";
import { applyEvent, type IndexedEvent } from "./events.ts";
import { type EventIndex, openIndex } from "./store.ts";

/** `confirmations`: blocks on top of the last one that is read. `since`: the first block, default the deployment's. */
export type IndexOptions = { confirmations?: number; since?: number; onProgress?: OnProgress };

/** How often reading restarts after a reorg. With more reorgs than that, something is wrong with the node. */
const ATTEMPTS = 5;

/**
 * Brings an index up to the newest block. Resumes where it ended, and is rebuilt if the chain has another block
 * there, with the same result.
 *
 * @param index default: a new one in memory
 * @throws chain `chain/bad-answer`, `chain/unreachable`, `chain/nodes-disagree`, `chain/unsettled`,
 * `chain/node-behind` for a node that has not reached the index's block
 */
export async function buildIndex(
  chain: Chain,
  deployment: Deployment,
  index: EventIndex = openIndex(":memory:", deployment),
  options: IndexOptions = {},
): Promise<EventIndex> {
  const contracts = await contractsOf(chain, deployment);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { block, blockHash } = index.head();
    // The head first: it is on the chain before and after the index's block is, so both are on one chain.
    const head = await readConfirmedBlock(chain, options.confirmations);
    if (block >= 0 && (await hasLeftChain(chain, { number: block, hash: blockHash }))) index.clear();
    await readUpTo(chain, contracts, index, head, { since: deployment.block ?? 0, ...options });
    if (index.head().block > head.number || (await isOnChain(chain, head))) return index;
  }
  throw chainError(
    "chain/unsettled",
    `the chain was reorganised ${ATTEMPTS} times while its events were read`,
    "Read at a greater distance from the head, for example `confirmations: 12`.",
  );
}

/** The acceptances by trusted circuits, as `Ledger.acceptedWord` returns them. */
export function acceptedWord(index: EventIndex, commitment: bigint, list: string, word: number): bigint {
  const found = index.get(
    `SELECT group_concat(bits, ' ') AS bits FROM facts JOIN circuits USING (circuit)
      WHERE status <> 'revoked' AND commitment = ? AND list = ? AND word = ?`,
    ...[String(commitment), list, word],
  );
  return String(found?.bits ?? "0")
    .split(" ")
    .reduce((bits, each) => bits | BigInt(each), 0n);
}

const CONTRACTS = { blocklists: "Blocklists", ledger: "Ledger", releases: "Releases" } as const;

type Contracts = Awaited<ReturnType<typeof contractsOf>>;

const contractsOf = (chain: Chain, deployment: Deployment) =>
  Promise.all(
    Object.entries(CONTRACTS).map(async ([field, name]) => {
      const address = deployment[field as keyof typeof CONTRACTS];
      return { address, abi: (await openContract(chain, name as ContractName, address)).interface };
    }),
  );

async function readUpTo(
  chain: Chain,
  contracts: Contracts,
  index: EventIndex,
  last: BlockRef,
  { since = 0, onProgress = silent }: IndexOptions,
): Promise<void> {
  const address = contracts.map((each) => each.address);
  const from = Math.max(index.head().block + 1, since);
  for await (const { to, logs } of logRanges(chain, { address }, from, last, onProgress)) {
    const events = logs.map((log) => parse(contracts, log));
    const blocks = await readBlocks(chain, to, logs);
    index.atomically(() => {
      for (const { number, time } of blocks) index.run("INSERT INTO blocks VALUES (?, ?)", number, time);
      for (const each of events) applyEvent(index, each);
      const count = index.head().events + events.length;
      index.setHead({ block: to.number, blockHash: to.hash, time: to.time, events: count });
    });
  }
}

/** The blocks of events, each once: events do not have their block's time. */
const readBlocks = (chain: Chain, to: BlockRef, logs: readonly Log[]): Promise<BlockRef[]> =>
  mapConcurrently([...new Set(logs.map(({ blockNumber }) => blockNumber))], async (number) =>
    number === to.number ? to : readBlock(chain, number),
  );

function parse(contracts: Contracts, log: Log): IndexedEvent {
  const event = contracts.find(({ address }) => address.toLowerCase() === log.address.toLowerCase())?.abi.parseLog(log);
  if (event) return { event, block: log.blockNumber };
  throw chainError(
    "chain/bad-answer",
    `an event of ${log.address} in block ${log.blockNumber} that its contract does not have`,
    "Check the address of the deployment, or use another node.",
  );
}
