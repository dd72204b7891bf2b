import { decodeRlp, encodeRlp, type RlpStructuredDataish } from "ethers";
import { type Answer, asBytes, asQuantity } from "./rpcFields.ts";

// Every header is tried against the block's hash, so a rule that is wrong cannot prove anything.

const HEADER = ["parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom"];
const NUMBERS = ["difficulty", "number", "gasLimit", "gasUsed", "timestamp"];
const SEAL = ["extraData", "mixHash", "nonce"];

const FIXED = [...HEADER, ...NUMBERS, ...SEAL];

/** Fields that were added at the end, in their order. */
const ENDS: readonly (readonly string[])[] = [
  // EIP-1559, 4895, 4844, 4788, 7685; EIP-7928 and the slot's number with Amsterdam. OP-stack, Arbitrum, Polygon, Linea
  // and Celo keep to it.
  [
    ...["baseFeePerGas", "withdrawalsRoot", "blobGasUsed", "excessBlobGas", "parentBeaconBlockRoot", "requestsHash"],
    ...["blockAccessListHash", "slotNumber"],
  ],
  // Avalanche's C-chain: coreth, plugin/evm/customtypes/header_ext.go (v0.15).
  [
    ...["extDataHash", "baseFeePerGas", "extDataGasUsed", "blockGasCost", "blobGasUsed", "excessBlobGas"],
    ...["parentBeaconBlockRoot", "timestampMilliseconds", "minDelayExcess"],
  ],
  // Avalanche's other chains: subnet-evm, plugin/evm/customtypes/header_ext.go (v0.8).
  [
    ...["baseFeePerGas", "blockGasCost", "blobGasUsed", "excessBlobGas", "parentBeaconBlockRoot"],
    ...["timestampMilliseconds", "minDelayExcess"],
  ],
];

const KNOWN = new Set([...FIXED, ...ENDS.flat()]);

const QUANTITIES = new Set([
  ...[...NUMBERS, "baseFeePerGas", "blobGasUsed", "excessBlobGas", "slotNumber", "extDataGasUsed", "blockGasCost"],
  ...["timestampMilliseconds", "minDelayExcess"],
]);

/**
 * The headers in RLP (hexadecimal) that a block may have by the rules of the chains that are known here. A node may tell
 * fields that its chain's headers do not have: these are left out, the last ones first.
 */
export function* headersOf(block: Answer): Generator<string> {
  for (const extraData of extraDataOf(block))
    for (const end of ENDS) {
      const present = end.filter((name) => isTold(block, name));
      for (let length = present.length; length >= 0; length--) {
        const fields = [...FIXED, ...present.slice(0, length)];
        yield encodeRlp(fields.map((name) => fieldOf({ ...block, extraData }, name)));
      }
    }
}

const isTold = (block: Answer, name: string): boolean => block[name] !== undefined && block[name] !== null;

/** What nodes tell of a block beside its header's fields. */
const BESIDE = new Set([
  // Ethereum, execution-apis, src/schemas/block.yaml; `author` and `sealFields` of older nodes.
  ...["hash", "size", "totalDifficulty", "transactions", "uncles", "withdrawals", "author", "sealFields"],
  // Arbitrum, whose header has these inside extraData and mixHash.
  ...["l1BlockNumber", "sendCount", "sendRoot"],
  // ZKsync; Avalanche's transactions between its chains.
  ...["l1BatchNumber", "l1BatchTimestamp", "blockExtraData"],
]);

/** A field of a block that no rule here knows: a newer fork, or a chain with rules of its own. */
export const unknownFieldOf = (block: Answer): string | undefined =>
  Object.keys(block).find((name) => isTold(block, name) && !BESIDE.has(name) && !KNOWN.has(name));

/**
 * The extra data as it stands, and as QBFT and IBFT 2.0 have it in the hash: without seals, the round 0 or left out
 * (Hyperledger Besu 24, QbftExtraDataCodec and IbftExtraDataCodec, EXCLUDE_COMMIT_SEALS_AND_ROUND_NUMBER).
 */
function* extraDataOf({ extraData }: Answer): Generator<unknown> {
  yield extraData;
  const fields = listIn(extraData);
  if (fields?.length !== 5) return;
  const [vanity, validators, vote] = fields as [RlpStructuredDataish, RlpStructuredDataish, RlpStructuredDataish];
  yield encodeRlp([vanity, validators, vote, "0x", []]);
  yield encodeRlp([vanity, validators, vote]);
}

function listIn(extraData: unknown): readonly RlpStructuredDataish[] | undefined {
  try {
    const read = decodeRlp(String(extraData));
    return Array.isArray(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

const fieldOf = (block: Answer, name: string): string =>
  QUANTITIES.has(name) ? asQuantity(block[name], name) : asBytes(block[name], name);
