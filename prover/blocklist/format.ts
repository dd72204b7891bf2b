/** The root document in the folder of a list. */
export const LIST_FILE = "list.json";

export const PAGE_FORMAT = "disjoint/page/v1";

/** The file of a page in the folder of a list. */
export const pageFile = (index: number): string => `pages/${String(index).padStart(4, "0")}.json`;

/** A list's name is printable: no control, format or surrogate character. */
export const NAME = /^[^\p{Cc}\p{Cf}\p{Cs}]{1,128}$/u;

/** Number of entries that a page has room for. A circuit is made for one page size. */
export const PAGE_SIZES = [16, 256] as const;

/** One of `PAGE_SIZES`. */
export type PageSize = (typeof PAGE_SIZES)[number];

/** The root document's description of one page. */
export type PageReference = { file: string; sha256: string; digest: string; entries: number };

/** A fixed number of blocklist entries. `keys`: sorted, unique, at least one, at most `size`, 31 bytes each. */
export type BlocklistPage = { size: PageSize; salt: bigint; keys: readonly Uint8Array[] };

/** The same with the keys one after the other: a list has millions. */
export type PageColumns = Omit<BlocklistPage, "keys"> & { keyBytes: Uint8Array };
