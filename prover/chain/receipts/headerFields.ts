import type { RlpStructuredDataish } from "ethers";
import { concat, dataSlice, decodeRlp, encodeRlp } from "../../shared/ethers.ts";
import { type Answer, asBytes, asQuantity } from "./rpcFields.ts";

// Every header is compared with the block's hash, so a wrong rule cannot prove anything.

const HEADER = ["parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom"];
const NUMBERS = ["difficulty", "number", "gasLimit", "gasUsed", "timestamp"];
const SEAL = ["extraData", "mixHash", "nonce"];

const FIXED = [...HEADER, ...NUMBERS, ...SEAL];

/** Fields that forks added at the end, in order. */
const ENDS: readonly (readonly string[])[] = [
  // Ethereum up to Amsterdam: EIP-1559, 4895, 4844, 4788, 7685, 7928 and 7843, in the order of go-ethereum,
  // core/types/block.go, Header. The same: OP-stack, Celo, Arbitrum, Polygon, Linea, Clique.
  [
    "baseFeePerGas",
    "withdrawalsRoot",
    "blobGasUsed",
    "excessBlobGas",
    "parentBeaconBlockRoot",
    "requestsHash",
    "blockAccessListHash",
    "slotNumber",
  ],
  // Avalanche's C-chain: avalanchego 01023c72, graft/coreth/plugin/evm/customtypes/header_ext.go, HeaderSerializable;
  // coreth 02dde244 returns one under another name. Since Helicon the receipts are those of blocks before (ACP-194).
  ...["timestampMilliseconds", "timeMilliseconds"].map((time) => [
    "extDataHash",
    "baseFeePerGas",
    "extDataGasUsed",
    "blockGasCost",
    "blobGasUsed",
    "excessBlobGas",
    "parentBeaconBlockRoot",
    time,
    "minDelayExcess",
    "targetExponent",
    "minPriceExponent",
    "settledHeight",
    "settledGasUnix",
    "settledGasNumerator",
    "settledExcess",
  ]),
  // Avalanche's other chains: subnet-evm 0dcbb1a1, plugin/evm/customtypes/header_ext.go, HeaderSerializable.
  [
    "baseFeePerGas",
    "blockGasCost",
    "blobGasUsed",
    "excessBlobGas",
    "parentBeaconBlockRoot",
    "timestampMilliseconds",
    "minDelayExcess",
  ],
];

const QUANTITIES = new Set([
  ...NUMBERS,
  "baseFeePerGas",
  "blobGasUsed",
  "excessBlobGas",
  "slotNumber",
  "extDataGasUsed",
  "blockGasCost",
  "timestampMilliseconds",
  "timeMilliseconds",
  "minDelayExcess",
  "targetExponent",
  "minPriceExponent",
  "settledHeight",
  "settledGasUnix",
  "settledGasNumerator",
  "settledExcess",
]);

const KNOWN = new Set([...FIXED, ...ENDS.flat()]);

/**
 * The possible headers of a block by the rules of the chains known here, in RLP (hexadecimal). A node may return fields
 * that its chain's headers do not have: these are left out, the last ones first.
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

/** Fields of a block in JSON-RPC that are not part of its header. */
const BESIDE = new Set([
  // Ethereum, execution-apis, src/schemas/block.yaml; `author` and `sealFields` of older nodes.
  "hash",
  "size",
  "totalDifficulty",
  "transactions",
  "uncles",
  "withdrawals",
  "author",
  "sealFields",
  // Arbitrum, whose header has these inside extraData and mixHash.
  "l1BlockNumber",
  "sendCount",
  "sendRoot",
  // ZKsync; Avalanche's transactions between its chains.
  "l1BatchNumber",
  "l1BatchTimestamp",
  "blockExtraData",
]);

/** A field that no rule here knows, of a newer fork or a chain with rules of its own. */
export const unknownFieldOf = (block: Answer): string | undefined =>
  Object.keys(block).find((name) => isTold(block, name) && !BESIDE.has(name) && !KNOWN.has(name));

/**
 * The extra data unchanged, as Ethereum and Clique hash it, and as chains hash it that have their validators' seals in
 * it.
 */
function* extraDataOf({ extraData }: Answer): Generator<unknown> {
  yield extraData;
  const whole = listIn(extraData);
  if (whole?.length === 5) {
    const [vanity, validators, vote] = whole;
    // QBFT: no seals, and the round 0 (besu 1c0ab2e3, QbftExtraDataCodec, encode; the same: GoQuorum,
    // core/types/istanbul.go, QBFTFilteredHeader).
    yield encodeRlp([vanity!, validators!, vote!, "0x", []]);
    // IBFT 2.0: neither seals nor round (besu 14528e8f, IbftExtraDataCodec, encode).
    yield encodeRlp([vanity!, validators!, vote!]);
  }
  // GoQuorum's IBFT: behind 32 bytes, the proposer's seal stays (core/types/istanbul.go, IstanbulFilteredHeader).
  const behind = typeof extraData === "string" ? listIn(`0x${extraData.slice(66)}`) : undefined;
  if (behind?.length === 3)
    yield concat([dataSlice(String(extraData), 0, 32), encodeRlp([behind[0]!, behind[1]!, []])]);
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
