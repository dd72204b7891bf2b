import { AbiCoder, type Contract, encodeBytes32String, keccak256, ZeroHash } from "ethers";
import { asCount, asPage, type PublishedPage } from "./answers.ts";
import { at, type Moment } from "./moment.ts";
import { view } from "./send.ts";

/** What a list is for good, as contracts/interfaces/IBlocklists.sol has it. `scheme`: a scheme's name, ASCII. */
export type Terms = { scheme: string; metadata: string; reviewers: readonly string[]; threshold: number };

const TERMS_TYPE = "tuple(bytes32 scheme, string metadata, address[] reviewers, uint8 threshold)";

/** Terms as the contract takes them. */
export const termsStruct = (terms: Terms) => ({ ...terms, scheme: encodeBytes32String(terms.scheme) });

/** The id that `Blocklists.create` gives: keccak256(abi.encode(creator, terms, salt)). */
export const listIdOf = (creator: string, terms: Terms, salt: string = ZeroHash): string =>
  keccak256(AbiCoder.defaultAbiCoder().encode(["address", TERMS_TYPE, "bytes32"], [creator, termsStruct(terms), salt]));

/** Questions under way at once: nodes refuse a flood. */
const AT_ONCE = 32;

/** All pages that a list has after a block, in their order. */
export async function readPages(blocklists: Contract, list: string, moment: Moment): Promise<PublishedPage[]> {
  const count = asCount(await view(blocklists, "pageCount", list, at(moment)), "pageCount");
  const pages: PublishedPage[] = [];
  for (let first = 0; first < count; first += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, i) => first + i);
    pages.push(
      ...(await Promise.all(
        some.map(async (i) => asPage(await view(blocklists, "pageOf", list, i, at(moment)), `page ${i}`)),
      )),
    );
  }
  return pages;
}
