import { earlierDocuments } from "../../prover/bundle/earlier.ts";
import type { SnapshotList } from "../../prover/registry.ts";

/**
 * How the entries of a page were published. `epoch`: the first one of the chain that has them. `cleanPages`: so many
 * leading pages, as the chain counts them, have to be excluded for them to be.
 */
export type Published = { epoch: number; cleanPages: number };

/** A confirmed epoch. `mayBeAlone`: it has accumulators, and one page or none: the snapshot does not say which. */
type Confirmed = { epoch: number; pageCount: number; contentHash: string; mayBeAlone: boolean };

/**
 * How each page of a root document was published. An epoch of accumulators alone takes the number of one page, whatever
 * it adds, so that pages of the document and pages of the chain are the same only where no epoch is alone. Elsewhere
 * entries count as excluded with the whole epoch whose document has them, never by the number of their page.
 *
 * @param epoch the last confirmed epoch that has this document, counted from 1
 * @param document its bytes, which are valid
 * @param pages how many pages it names
 * @returns undefined if the document has not what the chain counts
 */
export function publishedPages(
  list: Pick<SnapshotList, "epochs">,
  epoch: number,
  document: Uint8Array,
  pages: number,
): Published[] | undefined {
  const epochs = confirmedOf(list, epoch);
  const last = epochs[epoch - 1]!;
  const isAlone = epochs.every(({ mayBeAlone }) => mayBeAlone);
  if (!isAlone && last.pageCount !== pages) return undefined;
  const sizes = epochs.some(({ mayBeAlone }) => mayBeAlone) ? sizesOf(document) : new Map<string, number>();
  const sizeOf = ({ contentHash }: Confirmed) => (contentHash === last.contentHash ? pages : sizes.get(contentHash));
  // Up to here the numbers of pages are the same, whether an epoch is alone or not.
  const other = epochs.findIndex((each) => each.mayBeAlone && sizeOf(each) !== each.pageCount);
  const same = other < 0 ? epochs : epochs.slice(0, other);
  return Array.from({ length: pages }, (_, page) => {
    const own = same.find(({ pageCount }) => pageCount > page);
    if (own !== undefined) return { epoch: own.epoch, cleanPages: page + 1 };
    const whole = (isAlone && epochs.find((each) => (sizeOf(each) ?? 0) > page)) || last;
    return { epoch: whole.epoch, cleanPages: whole.pageCount };
  });
}

const confirmedOf = ({ epochs }: Pick<SnapshotList, "epochs">, epoch: number): Confirmed[] =>
  epochs.slice(0, epoch).map(({ pageCount, contentHash, accumulators }, i) => ({
    epoch: i + 1,
    pageCount,
    contentHash,
    mayBeAlone: accumulators.length > 0 && pageCount - (epochs[i - 1]?.pageCount ?? 0) === 1,
  }));

/** How many pages the earlier root documents of a list name, by their hashes. */
const sizesOf = (document: Uint8Array): Map<string, number> =>
  new Map([...earlierDocuments(document)].map(({ root, pages }) => [`0x${root}`, pages]));
