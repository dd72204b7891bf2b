import { join } from "node:path";
import { type Blocklist, LIST_FILE } from "../../blocklist/list.ts";
import { readBlocklist } from "../../blocklist/read.ts";
import type { Deployment } from "../../chain/deployment/document.ts";
import { listIdOf, type PublishedList, readPublishedList } from "../../chain/lists/list.ts";
import { publishBlocklist, toListToPublish } from "../../chain/lists/publish.ts";
import { readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { requireSigner } from "../../rpc/contract.ts";
import type { SentTransaction } from "../../rpc/transaction.ts";
import { DisjointError, usageError } from "../../shared/errors.ts";
import { readInput } from "../../shared/files.ts";
import { type ListId, toListId } from "../../shared/ids.ts";
import type { Poseidon } from "../../shared/poseidon.ts";
import type { OnProgress } from "../../shared/progress.ts";
import type { BlocklistConfig, Config } from "../config/config.ts";
import { type CountedList, countOwn, type OwnList, readCountedList } from "./counting.ts";

/**
 * Reads the lists from their folders and compares them with the chain, which decides what the current epoch is. Pages
 * that the signer has not published yet in its own lists count as published. Nothing is sent.
 *
 * @throws usage `release/not-published`, `release/same-list`, `release/unknown-list`, `release/early-epoch`; data
 * `release/other-list`, `release/list-behind`
 */
export async function readLists(
  config: Config,
  chain: Chain,
  deployment: Deployment,
  poseidon: Poseidon,
): Promise<CountedList[]> {
  const lists: CountedList[] = [];
  for (const [i, entry] of config.blocklists.entries()) {
    const list = await readBlocklist(entry.folder, poseidon);
    if (lists.some((other) => other.list.name === list.name))
      throw usageError("release/same-list", `two lists are called ${list.name}`, "List each blocklist once.");
    const document = await readInput(join(entry.folder, LIST_FILE), "release/not-found", "Set the folder of the list.");
    const id = entry.publish ? await ownId(list, entry, chain) : namedId(entry);
    if (id === undefined) throw notPublished(list, entry, i);
    const read = readPublishedList(chain, deployment, id, await readConfirmedBlock(chain));
    lists.push(
      entry.publish
        ? countOwn({ list, document }, await orNothing(read, id, list), config)
        : readCountedList({ list, document }, await read, config),
    );
  }
  const unknown = config.policy.lists.find((name) => !lists.some(({ list }) => list.name === name));
  if (unknown === undefined) return lists;
  throw usageError(
    "release/unknown-list",
    `the policy names ${unknown}, and no list is called so`,
    "Correct $.policy.lists.",
  );
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
    const { transactions } = await publishBlocklist(chain, deployment, toListToPublish(list, blocklists[i]!), {
      onProgress,
    });
    sent(`publish ${list.name}`, transactions);
  }
}

const ownId = async (list: Blocklist, entry: BlocklistConfig, chain: Chain): Promise<ListId> =>
  listIdOf(await requireSigner(chain).getAddress(), toListToPublish(list, entry).config);

/** One of the signer's own lists, as far as it is on the chain. */
async function orNothing(read: Promise<PublishedList>, id: ListId, { scheme }: Blocklist): Promise<OwnList> {
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
          `Add ${list.scheme} to $.shards[${i}].schemes.`,
        );
}
