import { chainError } from "../../shared/errors.ts";
import { type OnProgress, silent } from "../../shared/progress.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import { expectBlock, expectChain, expectReached, isBlockOnChain } from "../blocks.ts";
import { type AskNode, badAnswer, callView } from "../rpc.ts";
import { REGISTRY_SNAPSHOT_FORMAT, type RegistrySnapshot, type SnapshotCircuit } from "../snapshot.ts";
import type { RegistryBlock } from "../verdict.ts";
import { applyLogs } from "./apply.ts";
import { type Draft, fromDraft, shardIn, toDraft } from "./draft.ts";
import { readLogs, toHex } from "./logs.ts";

/** Which registry, without anything that is known of it. */
export type RegistryHome = Pick<RegistrySnapshot, "chainId" | "contracts">;

/**
 * `confirmations`: blocks on top of the last one that is read. `upTo`: the last block to read, even if there are newer
 * ones: nodes that are at different blocks are compared at one. `setups`: what the deployment file says of each key, by
 * the circuit's id; default: what the snapshot says, and `unknown` for a circuit that it does not have. `limit`:
 * requests at a time.
 */
export type UpdateOptions = {
  confirmations?: number;
  upTo?: number;
  setups?: Readonly<Record<string, SnapshotCircuit["setup"]>>;
  limit?: number;
  onProgress?: OnProgress;
};

/**
 * A snapshot that is up to date. `from`: the first block whose events were read; `events`: how many there were.
 * `isRebuilt`: the block of the snapshot before is no longer part of the chain, so everything was read again.
 */
export type RegistryUpdate = { snapshot: RegistrySnapshot; from: number; events: number; isRebuilt: boolean };

/** How often reading restarts after a reorg. With more reorgs than that, something is wrong with the node. */
const ATTEMPTS = 5;

/**
 * Brings a snapshot up to date from a node's events, in a browser as well, or makes one of all events. How many leading
 * pages the proofs of a shard exclude is asked of the ledger for every shard that an event is about, since a snapshot
 * does not have what follows a gap.
 *
 * @param start an earlier snapshot, or which registry to read from its deployment on
 * @param ask sends a request to a node
 * @throws chain `chain/bad-answer` for a node of another chain, or one that leaves out events; `chain/node-behind`;
 * `chain/unsettled`; what `ask` throws
 * @example
 * const snapshot = await readRegistry(chain, deployment);
 * const ask = (method: string, params: readonly unknown[]) => chain.provider.send(method, [...params]);
 * const { events } = await updateSnapshot(snapshot, ask);
 * console.log(events); // 0
 */
export async function updateSnapshot(
  start: RegistrySnapshot | RegistryHome,
  ask: AskNode,
  given: UpdateOptions = {},
): Promise<RegistryUpdate> {
  // No event says where a key comes from: what the snapshot says of it outlives its blocks.
  const setups = given.setups ?? ("at" in start ? setupsIn(start) : undefined);
  const options = { ...given, ...(setups && { setups }) };
  await expectChain(ask, start.chainId);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const known = "at" in start ? start : null;
    // The head first: it is on the chain before and after the snapshot's block is, so both are on one chain.
    const head = await readHead(ask, options);
    if (known !== null) await expectReached(ask, known.at);
    const isOnChain = known !== null && (await isBlockOnChain(ask, known.at));
    if (isOnChain && known.at.number >= head.number)
      return { snapshot: withSetups(known, options), from: known.at.number + 1, events: 0, isRebuilt: false };
    const update = await readUpTo(head, start, isOnChain ? known : null, ask, options);
    if (await isBlockOnChain(ask, head)) return { ...update, isRebuilt: known !== null && !isOnChain };
  }
  throw chainError(
    "chain/unsettled",
    `the chain was reorganised ${ATTEMPTS} times while its events were read`,
    "Read at a greater distance from the head, for example `confirmations: 12`.",
  );
}

async function readHead(ask: AskNode, { confirmations = 0, upTo }: UpdateOptions): Promise<RegistryBlock> {
  const latest = await expectBlock(ask, "latest");
  const last = Math.min(latest.number - confirmations, upTo ?? latest.number);
  return last === latest.number ? latest : expectBlock(ask, Math.max(last, 0));
}

async function readUpTo(
  head: RegistryBlock,
  { chainId, contracts }: RegistryHome,
  known: RegistrySnapshot | null,
  ask: AskNode,
  options: UpdateOptions,
): Promise<Omit<RegistryUpdate, "isRebuilt">> {
  const { limit = 16, onProgress = silent } = options;
  const draft = toDraft(known);
  const from = known === null ? contracts.block : known.at.number + 1;
  const { blocklists, ledger, releases } = contracts;
  let events = 0;
  for await (const logs of readLogs(ask, [blocklists, ledger, releases], from, head.number, onProgress)) {
    await applyLogs(draft, logs, ask, limit);
    events += logs.length;
  }
  await askPages(draft, ledger, ask, head, limit);
  const snapshot: RegistrySnapshot = {
    format: REGISTRY_SNAPSHOT_FORMAT,
    chainId,
    contracts,
    at: head,
    events: (known?.events ?? 0) + events,
    ...fromDraft(draft),
  };
  return { snapshot: withSetups(snapshot, options), from, events };
}

const setupsIn = ({ circuits }: RegistrySnapshot): Readonly<Record<string, SnapshotCircuit["setup"]>> =>
  Object.fromEntries(circuits.map(({ circuit, setup }) => [circuit, setup]));

function withSetups(snapshot: RegistrySnapshot, { setups }: UpdateOptions): RegistrySnapshot {
  if (setups === undefined) return snapshot;
  const setupOf = (circuit: string) => (Object.hasOwn(setups, circuit) ? setups[circuit]! : "unknown");
  return { ...snapshot, circuits: snapshot.circuits.map((each) => ({ ...each, setup: setupOf(each.circuit) })) };
}

/** Asks the ledger how many leading pages of lists it takes as excluded, wherever an event may have changed that. */
async function askPages(draft: Draft, ledger: string, ask: AskNode, head: RegistryBlock, limit: number): Promise<void> {
  const pairs = [...draft.touched.values()];
  const answers = await mapConcurrently(
    pairs,
    ({ commitment, list }) =>
      callView(ask, ledger, "cleanPages(uint256,bytes32)", [commitment, list], toHex(head.number)),
    limit,
  );
  for (const [i, { commitment, list }] of pairs.entries()) {
    const pages = Number(answers[i]?.[0] ?? -1);
    if (!Number.isSafeInteger(pages) || pages < 0) throw badAnswer(`cleanPages of shard ${commitment}`, answers[i]);
    const known = shardIn(draft, commitment).pages;
    const place = draft.places.lists.get(list)!;
    if (pages === 0) known.delete(place);
    else known.set(place, pages);
  }
}
