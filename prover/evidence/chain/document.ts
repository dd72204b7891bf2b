import { hexToBytes } from "@noble/hashes/utils.js";
import { hex } from "../../ethereum/header.ts";
import { type DocumentReader, type InspectedDocument, inspectJson } from "../../shared/document.ts";
import { stringifyJson } from "../../shared/json.ts";
import { ADDRESS, idOf, SHA256, UINT32 } from "../../shared/shape/fields.ts";
import { documentOf, object } from "../../shared/shape/object.ts";
import { integer, list, mapped, nullable, type Shape, text } from "../../shared/shape/shape.ts";
import { STATED, type StatedBlock, statedToJson } from "./stated.ts";

/** Versions of the chain document: in the second one, blocks may be only stated. */
const CHAIN_FORMATS = ["disjoint/chain/v1", "disjoint/chain/v2"] as const;

/** The list of the chain, and its epoch, that has the root document with this SHA-256. */
export type ListReference = { root: string; list: string; epoch: number };

/** A receipt: the transaction's index in the block, and the nodes of the trie from the receipts root to it. */
export type BlockReceipt = { transaction: number; proof: Uint8Array[] };

/**
 * Where the facts of a release are on a chain, with what is needed to check them without the chain: block headers (RLP)
 * and the receipts whose events are the facts. `release`: its id, if it is registered. `stated`: blocks that cannot be
 * proved, in ascending order; missing if there are none.
 */
export type ChainDocument = {
  chainId: number;
  blocklists: string;
  ledger: string;
  releases: string;
  release: string | null;
  lists: ListReference[];
  blocks: { header: Uint8Array; receipts: BlockReceipt[] }[];
  stated?: StatedBlock[];
};

/** A chain document in the form of its JSON. */
export const chainDocumentToJson = ({ blocks, stated, ...rest }: ChainDocument) => ({
  format: CHAIN_FORMATS[stated === undefined ? 0 : 1],
  ...rest,
  blocks: blocks.map(({ header, receipts }) => ({
    header: hex(header),
    receipts: receipts.map(({ transaction, proof }) => ({ transaction, proof: proof.map(hex) })),
  })),
  ...(stated && { stated: stated.map(statedToJson) }),
});

export const writeChainDocument = (document: ChainDocument): string => stringifyJson(chainDocumentToJson(document), 2);

export const inspectChainDocument = (file: Uint8Array): InspectedDocument<ChainDocument> =>
  inspectJson(file, "the chain document", (reader, value) => readChainDocument(reader, value));

const BYTES = mapped(text(/^0x([0-9a-f]{2})+$/, "bytes in hexadecimal"), (bytes) => hexToBytes(bytes.slice(2)));
const ID = idOf("an id");
const POSITIVE = integer(1, Number.MAX_SAFE_INTEGER);

const FIELDS = {
  chainId: POSITIVE,
  blocklists: ADDRESS,
  ledger: ADDRESS,
  releases: ADDRESS,
  release: nullable(ID),
  lists: list(object({ root: SHA256, list: ID, epoch: POSITIVE })),
  blocks: list(object({ header: BYTES, receipts: list(object({ transaction: UINT32, proof: list(BYTES) })) })),
};

/** A chain document in which every block is proved. */
export const PROVED_CHAIN: Shape<ChainDocument> = documentOf(CHAIN_FORMATS[0], FIELDS);

/** A chain document with blocks that are only stated. */
export const STATED_CHAIN: Shape<ChainDocument> = documentOf(CHAIN_FORMATS[1], { ...FIELDS, stated: STATED });

/** Validates a chain document, which may be part of another document. */
export function readChainDocument(reader: DocumentReader, value: unknown, path = "$"): ChainDocument {
  const isStated = (value as { stated?: unknown } | null)?.stated !== undefined;
  return (isStated ? STATED_CHAIN : PROVED_CHAIN).read(reader, value, path);
}
