import { join } from "node:path";
import { newestAccumulators } from "../../blocklist/epoch.ts";
import { LIST_FILE } from "../../blocklist/format.ts";
import type { Blocklist } from "../../blocklist/list.ts";
import { readBlocklist } from "../../blocklist/read.ts";
import type { Deployment } from "../../chain/deployment/document.ts";
import { blocklistsOf } from "../../chain/lists/access.ts";
import { accumulatorsToPublish, readAllAccumulators } from "../../chain/lists/accumulators.ts";
import { type CurrentList, listIdOf, readCurrentList, requirePages } from "../../chain/lists/list.ts";
import { publishBlocklist, toListToPublish } from "../../chain/lists/publish.ts";
import { readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { requireSigner } from "../../rpc/contract.ts";
import type { SentTransaction } from "../../rpc/transaction.ts";
import { DisjointError, dataError, usageError } from "../../shared/errors.ts";
import { ZeroHash } from "../../shared/ethers.ts";
import { readInput } from "../../shared/files.ts";
import { type ListId, toListId } from "../../shared/ids.ts";
import type { Poseidon } from "../../shared/poseidon.ts";
import type { OnProgress } from "../../shared/progress.ts";
import type { BlocklistConfig, Config } from "../config/config.ts";
import {
  type CountedList,
  countAccumulators,
  countOwn,
  countOwnAccumulators,
  countPages,
  type ReadList,
} from "./counting.ts";

/** What the shards of a release need of lists: pages, accumulators of some powers of tau, or both. */
export type Needs = { pages: boolean; powers?: string };

/**
 * Reads the lists from their folders and compares them with the chain, which decides what the current epoch is. What
 * the signer has not published yet of its own lists counts as published. Nothing is sent.
 *
 * @throws usage `release/not-published`, `release/same-list`, `release/unknown-list`, `release/early-epoch`; data
 * `release/other-list`, `release/list-behind`, `release/no-accumulators`; chain `chain/epoch-without-pages`
 */
export async function readLists(
  config: Config,
  chain: Chain,
  deployment: Deployment,
  poseidon: Poseidon,
  needs: Needs,
): Promise<CountedList[]> {
  const lists: CountedList[] = [];
  for (const [i, entry] of config.blocklists.entries()) {
    const list = await readBlocklist(entry.folder, poseidon);
    if (lists.some((other) => other.list.name === list.name))
      throw usageError("release/same-list", `two lists are called ${list.name}`, "List each blocklist once.");
    const document = await readInput(
      join(entry.folder, LIST_FILE),
      "release/not-found",
      "Give the folder of the list as $.blocklists[].folder.",
    );
    const id = entry.publish ? await ownId(list, entry, chain) : namedId(entry);
    if (id === undefined) throw notPublished(list, entry, i);
    if (needs.powers !== undefined) requireAccumulators(list, needs.powers);
    lists.push(await counted(config, chain, deployment, { list, document }, { id, isOwn: entry.publish }, needs));
  }
  const unknown = config.policy.lists.find((name) => !lists.some(({ list }) => list.name === name));
  if (unknown === undefined) return lists;
  throw usageError(
    "release/unknown-list",
    `the policy names ${unknown}, and no list is called so`,
    "Correct $.policy.lists.",
  );
}

/** A list as it counts on the chain, or will once the signer has published what is its own. */
async function counted(
  config: Config,
  chain: Chain,
  deployment: Deployment,
  read: ReadList,
  { id, isOwn }: { id: ListId; isOwn: boolean },
  needs: Needs,
): Promise<CountedList> {
  const blockRef = await readConfirmedBlock(chain);
  const current = readCurrentList(chain, deployment, id, blockRef);
  const { isNew, ...there } = isOwn ? await orNothing(current, id, read.list) : { ...(await current), isNew: false };
  const epochs = needs.powers === undefined ? 0 : there.epoch;
  const published = await readAllAccumulators(await blocklistsOf(chain, deployment), id, epochs, blockRef);
  const newest = isOwn ? newestAccumulators(read.list) : undefined;
  const accumulators = newest && (await accumulatorsToPublish(chain, deployment, id, newest));
  if (!needs.pages && there.pages.includes(undefined)) {
    const onChain = { there, published };
    return accumulators
      ? countOwnAccumulators(read, onChain, accumulators, config)
      : countAccumulators(read, onChain, config);
  }
  const onChain = { there: requirePages(there), published };
  return isOwn ? countOwn(read, onChain, { isNew, accumulators }, config) : countPages(read, onChain, config);
}

const namedId = ({ list }: BlocklistConfig): ListId | undefined => (list === undefined ? undefined : toListId(list));

/** Publishes what the chain lacks of the signer's own lists. */
export async function publishLists(
  { blocklists }: Config,
  chain: Chain,
  deployment: Deployment,
  lists: readonly CountedList[],
  { sent, onProgress }: { sent(what: string, all: SentTransaction[]): void; onProgress: OnProgress },
): Promise<void> {
  for (const [i, { list, unpublished }] of lists.entries()) {
    if (unpublished === undefined) continue;
    const { pages, accumulators } = unpublished;
    const terms = toListToPublish(list, { ...blocklists[i]!, ...(accumulators && { accumulators }) });
    const toPublish = pages === 0 ? { ...terms, pages: [] } : terms;
    const { transactions } = await publishBlocklist(chain, deployment, toPublish, { onProgress });
    sent(`publish ${list.name}`, transactions);
  }
}

const ownId = async (list: Blocklist, entry: BlocklistConfig, chain: Chain): Promise<ListId> =>
  listIdOf(await requireSigner(chain).getAddress(), toListToPublish(list, entry).config);

/** One of the signer's own lists, as far as it is on the chain. `isNew`: it is not there yet. */
async function orNothing(
  read: Promise<CurrentList>,
  id: ListId,
  { scheme }: Blocklist,
): Promise<CurrentList & { isNew: boolean }> {
  try {
    return { ...(await read), isNew: false };
  } catch (error) {
    const code = error instanceof DisjointError ? error.code : undefined;
    if (code !== "chain/nothing-counts" && code !== "chain/unknown-list") throw error;
    return {
      list: id,
      scheme,
      epoch: 0,
      pages: [],
      contentHash: ZeroHash,
      uri: "",
      isNew: code === "chain/unknown-list",
    };
  }
}

const notPublished = ({ name }: Blocklist, { folder }: BlocklistConfig, i: number) =>
  usageError(
    "release/not-published",
    `the configuration does not say which list of the chain ${name} is, and only what is on the chain counts`,
    `Publish ${folder} and give its id as $.blocklists[${i}].list. If it is your own, set ` +
      `$.blocklists[${i}].publish instead.`,
  );

/**
 * Every shard must have keys of every list's scheme: without them, nothing of the list could be found in it.
 *
 * @throws usage `release/other-scheme`
 */
export function requireSchemes({ shards }: Config, lists: readonly CountedList[]): void {
  for (const [i, { name, schemes }] of shards.entries())
    for (const { list } of lists)
      if (!schemes.some(({ scheme }) => scheme === list.scheme))
        throw usageError(
          "release/other-scheme",
          `${list.name} is of scheme ${list.scheme}, and shard ${name} has no keys of it`,
          `Add ${list.scheme} to $.shards[${i}].schemes, with the field that holds such values. ` +
            "Data without such a field cannot be compared with this list: no release of it can be clean against it.",
        );
}

/** @throws data `release/no-accumulators` */
function requireAccumulators({ name, accumulators }: Blocklist, powers: string): void {
  if (accumulators?.powers === powers) return;
  throw dataError(
    "release/no-accumulators",
    `${name} has ${accumulators ? `accumulators of the powers of tau ${accumulators.powers}` : "no accumulators"}, ` +
      `and a shard is committed to by an accumulator of the powers ${powers}`,
    "Ask its publisher for accumulators of these powers, or set $.shards[].commitment to merkle.",
  );
}
