import type { Contract } from "ethers";
import { readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, requireSigner, view } from "../../rpc/contract.ts";
import { type PublishedPage, parseCount } from "../../rpc/node/decode.ts";
import { ask, isRefusal } from "../../rpc/node/errors.ts";
import { waitUntil } from "../../rpc/node/polling.ts";
import { type SentTransaction, send } from "../../rpc/transaction.ts";
import { dataError } from "../../shared/errors.ts";
import { decodeBytes32String, ZeroHash } from "../../shared/ethers.ts";
import type { ListId } from "../../shared/ids.ts";
import { type OnProgress, silent } from "../../shared/progress.ts";
import type { Deployment } from "../deployment/document.ts";
import { type AccumulatorsToPublish, accumulatorsStruct, isPublished, requireWithoutPages } from "./accumulators.ts";
import { configStruct, type ListConfig, listIdOf, readPages } from "./list.ts";

/**
 * A blocklist to publish. `contentHash`: SHA-256 of its root document (0x, 64 hexadecimal digits); `uri`: URI of the
 * root document and page files; `list`: the list to append to, when it is not the one that the signer opens under this
 * configuration: one that was handed over, or in which the signer publishes for its owner; `accumulators`: those of its
 * newest epoch, with pages or without.
 */
export type ListToPublish = {
  config: ListConfig;
  pages: readonly PublishedPage[];
  contentHash: string;
  uri: string;
  list?: ListId;
  accumulators?: AccumulatorsToPublish;
};

/**
 * What a list's publisher brings onto the chain.
 *
 * @param options `metadata`: text for people, by default the list's name; `reviewers`: addresses in ascending order,
 * of which `threshold` must confirm an epoch, by default none; `accumulators`: of the list's newest epoch, by default
 * none
 * @example
 * await publishBlocklist(chain, deployment, toListToPublish(list, { uri: "https://example.org/list.json" }));
 */
export const toListToPublish = (
  { name, scheme, root, pages }: { name: string; scheme: string; root: string; pages: readonly PublishedPage[] },
  options: {
    uri?: string;
    metadata?: string;
    reviewers?: readonly string[];
    threshold?: number;
    accumulators?: AccumulatorsToPublish;
  } = {},
): ListToPublish => ({
  config: {
    scheme,
    metadata: options.metadata ?? name,
    reviewers: options.reviewers ?? [],
    threshold: options.threshold ?? 0,
  },
  pages: pages.map(({ digest, size }) => ({ digest, size })),
  contentHash: `0x${root}`,
  uri: options.uri ?? "",
  ...(options.accumulators && { accumulators: options.accumulators }),
});

/** The published list: its id, newest epoch and page count, the pages that this call appended, and its transactions. */
export type PublishResult = {
  list: ListId;
  epoch: number;
  pageCount: number;
  appended: number;
  transactions: SentTransaction[];
};

/** Pages in a transaction: each takes about 25,000 gas, and a transaction may use 16.7 million (EIP-7825). */
export const PAGES_PER_APPEND = 400;

/**
 * Publishes a list: creates it if it is new, and appends the missing pages. More than 400 pages make several epochs, of
 * which the last has all of them. Every transaction names the page count that it expects, so that one that is mined
 * late, or that another publisher of the same document sends, appends nothing twice. The epoch with all pages carries
 * the accumulators; without pages, it is one transaction whatever the size of the list.
 *
 * @throws data `chain/not-a-prefix` when the chain has a page that the document has not at that place,
 * `chain/other-scheme`, `chain/no-new-epoch` when the published epoch lacks the accumulators; chain
 * `chain/not-publisher`
 * @example
 * const terms = { uri: "https://example.org/list.json" };
 * const published = await publishBlocklist(chain, deployment, toListToPublish(list, terms));
 * console.log(published.list.length); // 66
 */
export async function publishBlocklist(
  chain: Chain,
  deployment: Deployment,
  { config, pages, contentHash, uri, list: other, accumulators }: ListToPublish,
  { onProgress = silent }: { onProgress?: OnProgress } = {},
): Promise<PublishResult> {
  const blocklists = await openContract(chain, "Blocklists", deployment.blocklists);
  const creator = await ask(() => requireSigner(chain).getAddress());
  const list = other ?? listIdOf(creator, config);
  const transactions: SentTransaction[] = [];
  if (other !== undefined) await requireScheme(blocklists, other, config.scheme);
  else if (!(await exists())) {
    onProgress({ stage: "chain", done: 0, total: pages.length, what: "opening the list" });
    transactions.push(await send(chain, blocklists, "create", [configStruct(config), ZeroHash], exists));
  }
  let epoch: number | undefined;
  const epochs = transactions.length > 0 ? 0 : await epochCount();
  const before = transactions.length > 0 ? 0 : await pagesThere();
  const isOpen =
    accumulators !== undefined && !(await isPublished(blocklists, list, epochs, contentHash, accumulators));
  if (isOpen && pages.length <= before) await requireWithoutPages(blocklists, list, pages.length);
  const end = pages.length > 0 || !isOpen ? pages.length : before + 1;
  for (let first = before; first < end; ) {
    onProgress({ stage: "chain", done: first, total: end, what: "appending pages" });
    const some = pages.slice(first, first + PAGES_PER_APPEND);
    const next = Math.max(first + some.length, first + 1);
    const isAppended = async () => {
      const [count, newest] = await Promise.all([pageCount(), epochCount()]);
      epoch = newest;
      return count >= next;
    };
    try {
      const [method, args] =
        isOpen && next === end
          ? ["appendWithAccumulators", [list, first, some, accumulatorsStruct(accumulators, epochs), contentHash, uri]]
          : ["append", [list, first, some, contentHash, uri]];
      transactions.push(await send(chain, blocklists, method as string, args as unknown[], isAppended));
      first = next;
    } catch (error) {
      // Another transaction came first, mined or pending. What it appends must be a prefix of the document, too.
      if (!isRefusal(error, "chain/page-count-mismatch")) throw error;
      const from = first;
      await waitUntil(
        chain.polling,
        "the pages that another transaction appends",
        async () => (await pageCount()) !== from,
      );
      first = await pagesThere();
    }
  }
  epoch ??= await epochCount();
  return { list, epoch, pageCount: end, appended: pages.length === 0 ? 0 : pages.length - before, transactions };

  /** How many pages the list has. Throws unless they are a prefix of the document, if that has pages. */
  async function pagesThere(): Promise<number> {
    if (pages.length === 0) return pageCount();
    const there = await readPages(blocklists, list, await readConfirmedBlock(chain));
    requirePrefix(there, pages, list);
    return there.length;
  }
  async function epochCount(): Promise<number> {
    return parseCount(await view(blocklists, "epochCount", list), "epochCount");
  }
  async function pageCount(): Promise<number> {
    return parseCount(await view(blocklists, "pageCount", list), "pageCount");
  }
  async function exists(): Promise<boolean> {
    try {
      await view(blocklists, "ownerOf", list);
      return true;
    } catch (error) {
      if (isRefusal(error, "chain/unknown-list")) return false;
      throw error;
    }
  }
}

/** Otherwise the pages would be read as pages of the list's scheme. */
async function requireScheme(blocklists: Contract, list: ListId, scheme: string): Promise<void> {
  const found = decodeBytes32String(((await view(blocklists, "configOf", list)) as { scheme: string }).scheme);
  if (found === scheme) return;
  throw dataError(
    "chain/other-scheme",
    `list ${list} is of scheme ${found}, the document of ${scheme}`,
    "Give the id of the list that the document belongs to as `listId`.",
  );
}

function requirePrefix(
  there: readonly (PublishedPage | undefined)[],
  pages: readonly PublishedPage[],
  list: ListId,
): void {
  const other = there.findIndex((page, i) => pages[i]?.digest !== page?.digest || pages[i]?.size !== page?.size);
  if (other < 0) return;
  throw dataError(
    "chain/not-a-prefix",
    `page ${other} of list ${list} is not the document's`,
    "A list only grows. Build the document from the one that was published, or publish it under other metadata.",
  );
}
