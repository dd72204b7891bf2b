import { AbiCoder, type Contract, decodeBytes32String, encodeBytes32String, keccak256, ZeroHash } from "ethers";
import { at, type Moment } from "../../rpc/block.ts";
import { eachAtOnce } from "../../rpc/concurrency.ts";
import type { Chain } from "../../rpc/connection.ts";
import { contractAt, view } from "../../rpc/contract.ts";
import { asCount, asHash, asPage, badAnswer, type PublishedPage } from "../../rpc/node/decode.ts";
import { chainError } from "../../shared/errors.ts";
import type { Deployment } from "../deployment/document.ts";

/** What a list is for good, as contracts/interfaces/IBlocklists.sol has it. `scheme`: a scheme's name, ASCII. */
export type Terms = { scheme: string; metadata: string; reviewers: readonly string[]; threshold: number };

const TERMS_TYPE = "tuple(bytes32 scheme, string metadata, address[] reviewers, uint8 threshold)";

/** Terms as the contract takes them. */
export const termsStruct = (terms: Terms) => ({ ...terms, scheme: encodeBytes32String(terms.scheme) });

/** The id that `Blocklists.create` gives: keccak256(abi.encode(creator, terms, salt)). */
export const listIdOf = (creator: string, terms: Terms, salt: string = ZeroHash): string =>
  keccak256(AbiCoder.defaultAbiCoder().encode(["address", TERMS_TYPE, "bytes32"], [creator, termsStruct(terms), salt]));

/** All pages that a list has after a block, in their order. */
export async function readPages(blocklists: Contract, list: string, moment: Moment): Promise<PublishedPage[]> {
  const count = asCount(await view(blocklists, "pageCount", list, at(moment)), "pageCount");
  const numbers = Array.from({ length: count }, (_, i) => i);
  return eachAtOnce(numbers, async (i) => asPage(await view(blocklists, "pageOf", list, i, at(moment)), `page ${i}`));
}

/** A list as it counts: the pages of its current epoch, which is the last one that enough reviewers have confirmed. */
export type PublishedList = { list: string; scheme: string; epoch: number; pages: PublishedPage[]; uri: string };

/**
 * A list as it counts after a block.
 *
 * @throws chain `chain/unknown-list`, `chain/nothing-counts` for a list of which no epoch counts yet, `chain/bad-answer`,
 * `chain/unreachable`
 */
export async function readList(
  chain: Chain,
  deployment: Deployment,
  list: string,
  moment: Moment,
): Promise<PublishedList> {
  const blocklists = await contractAt(chain, "Blocklists", deployment.blocklists);
  const epochNow = async () => {
    const epoch = asCount(await view(blocklists, "currentEpoch", list, at(moment)), "currentEpoch");
    const [count, content] =
      epoch === 0
        ? [0n, undefined]
        : await Promise.all([
            view(blocklists, "pageCountAt", list, epoch, at(moment)),
            view(blocklists, "epochOf", list, epoch, at(moment)) as Promise<{ uri: unknown }>,
          ]);
    return { epoch, count: asCount(count, "pageCountAt"), uri: String(content?.uri ?? "") };
  };
  const [terms, { epoch, count, uri }, pages] = await Promise.all([
    view(blocklists, "termsOf", list, at(moment)) as Promise<{ scheme: unknown }>,
    epochNow(),
    readPages(blocklists, list, moment),
  ]);
  if (epoch === 0)
    throw chainError(
      "chain/nothing-counts",
      `no epoch of list ${list} counts yet: nothing was published, or its reviewers have not confirmed it`,
      "Publish the list, or wait until enough of its reviewers have confirmed an epoch.",
    );
  if (pages.length < count) throw badAnswer("pageCount", pages.length);
  return {
    ...{ list, epoch, pages: pages.slice(0, count) },
    scheme: decodeBytes32String(asHash(terms.scheme, "scheme")),
    uri,
  };
}
