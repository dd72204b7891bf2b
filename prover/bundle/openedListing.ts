import { chainInBrowser } from "../shared/chainInBrowser.ts";
import { DECIMAL, KEY } from "../shared/shape/fields.ts";
import { object } from "../shared/shape/object.ts";
import { checked, list, type Shape } from "../shared/shape/shape.ts";
import { TAG } from "../shared/sponge.ts";
import { type Check, check } from "../shared/verdict.ts";
import { LISTED_FIELDS, type Listed, type Listing, listedToJson } from "./listing.ts";

/**
 * The entry of one work in a blocklist, shown by its whole page. It takes no proof, and is for lists whose entries are
 * published. `entries`: the keys of the page as 62 hexadecimal digits each, ascending; `salt`: 0 for a public list.
 */
export type OpenedListing = Listed & { salt: bigint; entries: string[] };

export const isOpened = (listing: Listing | OpenedListing): listing is OpenedListing => "entries" in listing;

export const openedListingToJson = ({ salt, entries, ...listed }: OpenedListing) => ({
  ...listedToJson(listed),
  salt: String(salt),
  entries,
});

/** An opened listing inside another document. */
export const OPENED_LISTING: Shape<OpenedListing> = checked(
  object({ ...LISTED_FIELDS, salt: DECIMAL, entries: list(KEY) }),
  (reader, { entries, pageSize }, path) => {
    if (entries.length < 1 || entries.length > pageSize) reader.refuse(`${path}.entries`, "do not fit on the page");
    if (entries.some((key, i) => i > 0 && key <= entries[i - 1]!)) reader.refuse(`${path}.entries`, "do not ascend");
  },
);

type OpenedPage = Pick<OpenedListing, "salt" | "entries" | "pageSize">;

/** The digest of a page with these entries. Room that is left is filled with the last one. */
export function digestOfEntries({ salt, entries, pageSize }: OpenedPage): bigint {
  const filled = Array.from({ length: pageSize }, (_, i) => entries[Math.min(i, entries.length - 1)]!);
  const parts = filled.flatMap((key) => [BigInt(`0x${key.slice(0, 12)}`), BigInt(`0x${key.slice(12)}`)]);
  return chainInBrowser(TAG.page, [salt, ...parts]);
}

/** The checks that the work is on the page. */
export const openedChecks = (listing: OpenedListing): Check[] => [
  check(
    "pages",
    digestOfEntries(listing) === listing.pageDigest,
    "the entries do not give the page's digest",
    "listed-digest",
  ),
  check("pages", listing.entries.includes(listing.key), "the work is not one of the page's entries", "listed-entry"),
];
