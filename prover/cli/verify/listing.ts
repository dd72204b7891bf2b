import { LISTING_FORMAT, type Listed } from "../../bundle/listing.ts";
import { type ListingPolicy, verifyListing } from "../../bundle/verifyListing.ts";
import { keyToHex } from "../../fingerprint/key.ts";
import type { CircuitKind } from "../../shared/circuit.ts";
import { usageError } from "../../shared/errors.ts";
import type { Json } from "../../shared/json.ts";
import { quoted } from "../../shared/names.ts";
import type { Values } from "../commands/definition.ts";
import { many, optional, pairs, SHA256_FORM } from "../values.ts";
import { keyOfWork } from "../work.ts";
import { fieldOf, hasFormat, type Kind } from "./kind.ts";
import { expectedList, keyRows, pinnedIn, pinnedLine } from "./policy.ts";
import { verified } from "./verified.ts";

/** The options that say what is known of a listing. */
export const LISTING_OPTIONS = ["artifacts", "circuit", "list", "list-root", "work", "value", "key"] as const;

export const listing: Kind = {
  alone: true,
  what: "a listing of one work",
  takes: LISTING_OPTIONS,
  is: (input) => hasFormat(input, LISTING_FORMAT),
  async verify({ bytes, document }, values) {
    const { policy, lines, circuits } = await listingPolicy(values, document, document, ["listing"]);
    const { scope, listing: read, ...found } = verifyListing(bytes, policy);
    const { key, scheme, blocklist, page, epoch } = read ?? {};
    return verified(found, {
      claim: () => placeOf(read!, policy),
      rows: () => [
        ["work", `key ${key}, scheme ${scheme}`],
        ["list", `${quoted(blocklist!.name)}, root ${blocklist!.root}`],
        ...keyRows(circuits),
      ],
      details: lines,
      json: { scope, key, scheme, blocklist, page, epoch, policy: circuits },
    });
  },
};

/**
 * What the verifier knows: the circuits that the document names, lists by their roots or as a whole, and the work
 * under the scheme of the listing in it.
 */
export async function listingPolicy(
  values: Values,
  document: Json | undefined,
  listing: Json | undefined,
  kinds: readonly CircuitKind[],
) {
  const pinned = await pinnedIn(values, [document], kinds);
  const scheme = fieldOf(listing, "scheme");
  const lists = pairs(values, "list-root", SHA256_FORM).map(([name, root]) => ({ name, root }));
  const [folder, ...more] = many(values, "list");
  if (more.length > 0)
    throw usageError("cli/bad-option", "a work is proved to be in one list at a time", "Give --list once.");
  const key = await keyOfWork(optional(values, "work"), values, typeof scheme === "string" ? scheme : "");
  const policy: ListingPolicy = {
    circuits: pinned,
    ...(lists.length > 0 && { lists }),
    ...(folder !== undefined && { list: await expectedList(folder) }),
    ...(key !== undefined && { key: keyToHex(key) }),
  };
  const circuits = pinned.map(({ circuitId, kind, pageSize, setup }) => ({ circuitId, kind, pageSize, setup }));
  return { policy, circuits, lines: pinned.map(pinnedLine) };
}

export function placeOf({ key, blocklist, page, epoch, pageDigest }: Listed, policy: ListingPolicy): string {
  const work = policy.key === undefined ? `the key ${key} (which work it is was not checked: --work)` : "the work";
  const place = `page ${page} of ${quoted(blocklist.name)}, from epoch ${epoch} on`;
  return policy.list === undefined
    ? `${work} is on the page ${pageDigest}; that this is ${place} was not checked (--list)`
    : `${work} is on ${place}`;
}
