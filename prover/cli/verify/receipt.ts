import { readHeader } from "../../evidence/chain/block.ts";
import { type ExcludingRelease, RECEIPT_FORMATS, type Receipt } from "../../evidence/receipt.ts";
import { type ReceiptPolicy, verifyReceipt } from "../../evidence/verifyReceipt.ts";
import type { Json } from "../../shared/json.ts";
import { quoted } from "../../shared/names.ts";
import { count } from "../../shared/words.ts";
import { optional, type Values } from "../command.ts";
import { contractsIn, hashesIn } from "./chainPolicy.ts";
import { fieldOf, hasFormat, type Kind } from "./kind.ts";
import { LISTING_OPTIONS, listingPolicy, placeOf } from "./listing.ts";
import { keyRows } from "./policy.ts";
import { type Row, verified } from "./verified.ts";

export const receipt: Kind = {
  alone: true,
  what: "a receipt for one work",
  takes: [...LISTING_OPTIONS, "deployment", "block", "offline"],
  is: (input) => RECEIPT_FORMATS.some((format) => hasFormat(input, format)),
  async verify({ bytes, document }, values) {
    const listed = fieldOf(document, "listing") as Json | undefined;
    const known = await listingPolicy(values, document, listed, ["exclusion", "listing"]);
    const policy: ReceiptPolicy = { ...known.policy, ...(await chainIn(values)) };
    const { scope, receipt: told, ...found } = verifyReceipt(bytes, policy);
    const releases = (told?.releases ?? []).map(describeRelease);
    const { key, blocklist, page, epoch } = told?.listing ?? {};
    return verified(found, {
      claim: () => placeOf(told!.listing, policy),
      rows: () => [...releaseRows(told!, policy), ...keyRows(known.circuits)],
      details: known.lines,
      json: { scope, key, blocklist, page, epoch, releases, policy: known.circuits },
    });
  },
};

/** Contracts by a deployment's file, blocks by their hashes. Nobody is asked. */
async function chainIn(values: Values): Promise<Pick<ReceiptPolicy, "chain">> {
  const [path, blocks] = [optional(values, "deployment"), hashesIn(values)];
  if (path === undefined && blocks.length === 0) return {};
  return {
    chain: {
      ...(path !== undefined && { contracts: await contractsIn(path) }),
      ...(blocks.length > 0 && { blocks: new Set(blocks) }),
    },
  };
}

function describeRelease({ pack, declared: { vendor, model, version, time }, exclusions, chain }: ExcludingRelease) {
  const blocks = (chain?.blocks ?? []).flatMap(({ header }) => blockOf(header));
  const where = chain && {
    chainId: chain.chainId,
    ledger: chain.ledger,
    list: chain.lists[0]?.list,
    release: chain.release,
  };
  return { vendor, model, version, time, pack, shards: exclusions.length, chain: where && { ...where, blocks } };
}

/** A block by number, hash and time; none for a header that another check refuses. */
function blockOf(header: Uint8Array) {
  try {
    const { number, hash, time } = readHeader(header);
    return [{ number, hash, time }];
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** Each release that does not hold the work, and where that stands; the words of the declaration are its maker's. */
function releaseRows({ releases }: Receipt, policy: ReceiptPolicy): Row[] {
  const told = releases.map(describeRelease).map(({ vendor, model, version, pack, shards, chain }): Row => {
    const times = (chain?.blocks ?? []).map(
      ({ number, time }) => `block ${number}, ${new Date(1000 * time).toISOString()}`,
    );
    const recorded = chain ? `; recorded on chain ${chain.chainId}, ${times.join("; ")}` : "";
    const held = `${count(shards, "shard that is", "shards that are")} said to make it ${shards === 1 ? "does" : "do"} not hold the work`;
    return [
      "excluded by",
      `${quoted(model)} ${quoted(version)} of ${quoted(vendor)} (pack ${pack}): ${held}${recorded}`,
    ];
  });
  const blocks = releases.some(({ chain }) => chain !== null) && policy.chain?.blocks === undefined;
  return [
    ...told,
    ...(blocks
      ? [["caveat", "that these blocks are of that chain is stated only (--block, --deployment)"] as const]
      : []),
  ];
}
