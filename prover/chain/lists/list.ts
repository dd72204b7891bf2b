import type { Contract } from "ethers";
import { atBlock, type BlockRef } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, view } from "../../rpc/contract.ts";
import { badAnswer, type PublishedPage, parseCount, parseHash, parsePage, parseText } from "../../rpc/node/decode.ts";
import { isRefusal } from "../../rpc/node/errors.ts";
import { chainError } from "../../shared/errors.ts";
import { AbiCoder, decodeBytes32String, encodeBytes32String, keccak256, ZeroHash } from "../../shared/ethers.ts";
import { type ListId, toListId } from "../../shared/ids.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import type { Deployment } from "../deployment/document.ts";

/** What a list is for good, as contracts/interfaces/IBlocklists.sol has it. `scheme`: a scheme's name, ASCII. */
export type ListConfig = { scheme: string; metadata: string; reviewers: readonly string[]; threshold: number };

const CONFIG_TYPE = "tuple(bytes32 scheme, string metadata, address[] reviewers, uint8 threshold)";

/** The configuration as the contract encodes it. */
export const configStruct = (config: ListConfig) => ({ ...config, scheme: encodeBytes32String(config.scheme) });

/** The id that `Blocklists.create` assigns: keccak256(abi.encode(creator, config, salt)). */
export const listIdOf = (creator: string, config: ListConfig, salt: string = ZeroHash): ListId =>
  toListId(
    keccak256(
      AbiCoder.defaultAbiCoder().encode(["address", CONFIG_TYPE, "bytes32"], [creator, configStruct(config), salt]),
    ),
  );

/** All pages of a list in the state after a block, by number; undefined for the number of an epoch without pages. */
export async function readPages(
  blocklists: Contract,
  list: ListId,
  blockRef: BlockRef,
): Promise<(PublishedPage | undefined)[]> {
  const count = parseCount(await view(blocklists, "pageCount", list, atBlock(blockRef)), "pageCount");
  const numbers = Array.from({ length: count }, (_, i) => i);
  return mapConcurrently(numbers, async (i) => {
    try {
      return parsePage(await view(blocklists, "pageOf", list, i, atBlock(blockRef)), `page ${i}`);
    } catch (error) {
      if (isRefusal(error, "chain/unknown-page")) return undefined;
      throw error;
    }
  });
}

/**
 * A list at its current epoch, which is the last one that enough reviewers have confirmed. `contentHash`: SHA-256 of
 * its root document (0x and 64 hexadecimal digits); `pages`: undefined for the number of an epoch without pages.
 */
export type CurrentList = {
  list: ListId;
  scheme: string;
  epoch: number;
  pages: (PublishedPage | undefined)[];
  contentHash: string;
  uri: string;
};

/** A list of pages at its current epoch. */
export type PublishedList = Omit<CurrentList, "pages"> & { pages: PublishedPage[] };

/**
 * A list as it counts after a block, page by page.
 *
 * @throws chain `chain/epoch-without-pages` for a list that is not all pages; as `readCurrentList`
 */
export async function readPublishedList(
  chain: Chain,
  deployment: Deployment,
  list: ListId,
  blockRef: BlockRef,
): Promise<PublishedList> {
  return requirePages(await readCurrentList(chain, deployment, list, blockRef));
}

/**
 * A list as it counts after a block, with pages or with accumulators alone.
 *
 * @throws chain `chain/unknown-list`, `chain/nothing-counts` for a list of which no epoch counts yet,
 * `chain/bad-answer`, `chain/unreachable`
 */
export async function readCurrentList(
  chain: Chain,
  deployment: Deployment,
  list: ListId,
  blockRef: BlockRef,
): Promise<CurrentList> {
  const blocklists = await openContract(chain, "Blocklists", deployment.blocklists);
  const epochNow = async () => {
    const epoch = parseCount(await view(blocklists, "currentEpoch", list, atBlock(blockRef)), "currentEpoch");
    if (epoch === 0) return { epoch, count: 0, uri: "", contentHash: ZeroHash };
    const [count, content] = await Promise.all([
      view(blocklists, "pageCountAt", list, epoch, atBlock(blockRef)),
      view(blocklists, "epochOf", list, epoch, atBlock(blockRef)) as Promise<{ uri: unknown; contentHash: unknown }>,
    ]);
    const contentHash = parseHash(content.contentHash, "contentHash");
    return { epoch, count: parseCount(count, "pageCountAt"), uri: parseText(content, 3, "uri"), contentHash };
  };
  const [config, { epoch, count, uri, contentHash }, published] = await Promise.all([
    view(blocklists, "configOf", list, atBlock(blockRef)) as Promise<{ scheme: unknown }>,
    epochNow(),
    readPages(blocklists, list, blockRef),
  ]);
  if (epoch === 0)
    throw chainError(
      "chain/nothing-counts",
      `no epoch of list ${list} counts yet: nothing was published, or its reviewers have not confirmed it`,
      "Publish the list, or wait until enough of its reviewers have confirmed an epoch.",
    );
  if (published.length < count) throw badAnswer("pageCount", published.length);
  return {
    list,
    epoch,
    pages: published.slice(0, count),
    scheme: decodeBytes32String(parseHash(config.scheme, "scheme")),
    contentHash,
    uri,
  };
}

/**
 * A list, if it has every page.
 *
 * @throws chain `chain/epoch-without-pages`
 */
export const requirePages = (current: CurrentList): PublishedList => ({
  ...current,
  pages: current.pages.map((page, i) => page ?? withoutPage(current.list, i)),
});

/**
 * If it were left out, the next page would take its place, and a list of accumulators alone would have nothing to
 * prove.
 */
function withoutPage(list: ListId, number: number): never {
  throw chainError(
    "chain/epoch-without-pages",
    `list ${list} has no page ${number}: an epoch of it has accumulators alone`,
    "Prove against it with a shard that is committed to by an accumulator.",
  );
}
