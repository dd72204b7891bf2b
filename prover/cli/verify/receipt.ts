import { readHeader } from "../../evidence/chain/block.ts";
import { type ExcludingRelease, RECEIPT_FORMAT, type Receipt } from "../../evidence/receipt.ts";
import { type ReceiptPolicy, verifyReceipt } from "../../evidence/verifyReceipt.ts";
import type { Json } from "../../shared/json.ts";
import { quoted } from "../../shared/names.ts";
import { count } from "../../shared/words.ts";
import { optional, type Values } from "../command.ts";
import { contractsIn, hashesIn } from "./chainPolicy.ts";
import { fieldOf, hasFormat, type Kind } from "./kind.ts";
import { LISTING_OPTIONS, listingPolicy, placeOf } from "./listing.ts";
import { checkLines } from "./policy.ts";

export const receipt: Kind = {
  alone: true,
  what: "a receipt for one work",
  takes: [...LISTING_OPTIONS, "deployment", "block", "offline"],
  is: (input) => hasFormat(input, RECEIPT_FORMAT),
  async verify({ bytes, document }, values) {
    const listed = fieldOf(document, "listing") as Json | undefined;
    const known = await listingPolicy(values, document, listed, ["exclusion", "listing"]);
    const policy: ReceiptPolicy = { ...known.policy, ...(await chainIn(values)) };
    const { verdict, checks, scope, receipt: told } = verifyReceipt(bytes, policy);
    const releases = (told?.releases ?? []).map(describeRelease);
    const text = [
      ...checkLines(checks),
      ...(verdict ? sentences(told!, policy) : ["false: at least one check failed"]),
      ...known.lines,
    ];
    const { key, blocklist, page, epoch } = told?.listing ?? {};
    const json = { verdict, scope, key, blocklist, page, epoch, releases, checks, policy: known.circuits };
    return { verdict, json, text: text.join("\n") };
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

function sentences({ listing, releases }: Receipt, policy: ReceiptPolicy): string[] {
  const told = releases.map(describeRelease).map(({ vendor, model, version, pack, shards, chain }) => {
    const name = `${quoted(vendor)} ${quoted(model)} ${quoted(version)} (pack ${pack})`;
    const times = (chain?.blocks ?? []).map(
      ({ number, time }) => `block ${number}, ${new Date(1000 * time).toISOString()}`,
    );
    const recorded = chain ? `; recorded on chain ${chain.chainId}, ${times.join("; ")}` : "";
    return `true: ${count(shards, "shard that is", "shards that are")} said to make ${name} ${shards === 1 ? "does" : "do"} not hold it${recorded}`;
  });
  const blocks = releases.some(({ chain }) => chain !== null) && policy.chain?.blocks === undefined;
  return [
    `true: ${placeOf(listing, policy)}`,
    ...told,
    ...(blocks ? ["stated, not proved: that these blocks are of that chain (--block, --deployment)"] : []),
  ];
}
