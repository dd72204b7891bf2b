import { hexToBytes } from "@noble/hashes/utils.js";
import { hex } from "../../ethereum/header.ts";
import { type DocumentReader, type InspectedDocument, inspectJson } from "../../shared/document.ts";
import { stringifyJson } from "../../shared/json.ts";
import { readStated, type StatedBlock, statedToJson } from "./stated.ts";

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

const FIELDS = ["format", "chainId", "blocklists", "ledger", "releases", "release", "lists", "blocks"];

/** Validates a chain document, which may be part of another document. */
export function readChainDocument(reader: DocumentReader, value: unknown, path = "$"): ChainDocument {
  const root = reader.object(value, path, FIELDS, ["stated"]);
  const format = CHAIN_FORMATS[root.stated === undefined ? 0 : 1];
  const address = (name: string) => reader.text(root[name], `${path}.${name}`, /^0x[0-9a-f]{40}$/, "an address");
  reader.literal(root.format as string, `${path}.format`, format);
  return {
    chainId: reader.integer(root.chainId, `${path}.chainId`, 1, Number.MAX_SAFE_INTEGER),
    blocklists: address("blocklists"),
    ledger: address("ledger"),
    releases: address("releases"),
    release: root.release === null ? null : readId(reader, root.release, `${path}.release`),
    lists: reader.array(root.lists, `${path}.lists`).map((entry, i) => {
      const at = `${path}.lists[${i}]`;
      const list = reader.object(entry, at, ["root", "list", "epoch"]);
      return {
        root: reader.text(list.root, `${at}.root`, /^[0-9a-f]{64}$/, "a SHA-256 in lower-case hex"),
        list: readId(reader, list.list, `${at}.list`),
        epoch: reader.integer(list.epoch, `${at}.epoch`, 1, Number.MAX_SAFE_INTEGER),
      };
    }),
    blocks: reader.array(root.blocks, `${path}.blocks`).map((entry, i) => {
      const at = `${path}.blocks[${i}]`;
      const { header, receipts } = reader.object(entry, at, ["header", "receipts"]);
      return {
        header: readBytes(reader, header, `${at}.header`),
        receipts: reader
          .array(receipts, `${at}.receipts`)
          .map((each, j) => readReceipt(reader, each, `${at}.receipts[${j}]`)),
      };
    }),
    ...(root.stated !== undefined && { stated: readStated(reader, root.stated, `${path}.stated`) }),
  };
}

function readReceipt(reader: DocumentReader, value: unknown, at: string): BlockReceipt {
  const { transaction, proof } = reader.object(value, at, ["transaction", "proof"]);
  return {
    transaction: reader.integer(transaction, `${at}.transaction`, 0, 2 ** 32 - 1),
    proof: reader.array(proof, `${at}.proof`).map((node, i) => readBytes(reader, node, `${at}.proof[${i}]`)),
  };
}

const readId = (reader: DocumentReader, value: unknown, path: string) =>
  reader.text(value, path, /^0x[0-9a-f]{64}$/, "an id");

const readBytes = (reader: DocumentReader, value: unknown, path: string): Uint8Array =>
  hexToBytes(reader.text(value, path, /^0x([0-9a-f]{2})+$/, "bytes in hexadecimal").slice(2));
