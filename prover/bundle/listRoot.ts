import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { listAccumulators } from "../accumulator/listAccumulators.ts";
import { type DocumentReader, type InspectedDocument, inspectJson } from "../shared/document.ts";
import { listVersionOf } from "../shared/listFormats.ts";
import { NAME, SCHEME } from "../shared/shape/fields.ts";
import type { ExpectedList } from "./expected.ts";

/** A list as its root document describes it. `entries`: null if the list is confidential. */
export type ListRoot = Omit<ExpectedList, "document"> & { pageSize: number; epochs: number[]; entries: number | null };

/**
 * Reads the parts of a blocklist's root document that a verifier of proofs needs. The pages themselves, which may be
 * confidential, are not needed, and the hash identifies the rest of the document.
 */
export const readListRoot = (file: Uint8Array): InspectedDocument<ListRoot> =>
  inspectJson(file, "the list", (reader, value) => ({ ...readFields(reader, value), root: bytesToHex(sha256(file)) }));

function readFields(reader: DocumentReader, value: unknown): Omit<ListRoot, "root"> {
  const version = listVersionOf(value);
  const list = reader.object(value, "$", version.fields);
  reader.literal(list.format, "$.format", version.format);
  if (version.isOpen) reader.array(list.leftOut, "$.leftOut");
  const pageSize = reader.integer(list.pageSize, "$.pageSize", 1, 256);
  const pages = reader.array(list.pages, "$.pages").map((entry, i) => {
    const page = reader.object(entry, `$.pages[${i}]`, ["file", "sha256", "digest", "entries"]);
    const entries = reader.integer(page.entries, `$.pages[${i}].entries`, 1, 256);
    return { pageSize, pageDigest: reader.decimal(page.digest, `$.pages[${i}].digest`), entries };
  });
  if (typeof list.confidential !== "boolean") reader.refuse("$.confidential", "is not true or false");
  const entries = pages.reduce((sum, page) => sum + page.entries, 0);
  const epochs = readEpochs(reader, list.epochs, pages.length);
  return {
    name: NAME.read(reader, list.name, "$.name"),
    scheme: SCHEME.read(reader, list.scheme, "$.scheme"),
    pageSize,
    pages: pages.map(({ pageSize, pageDigest }) => ({ pageSize, pageDigest })),
    entries: list.confidential === false ? entries : null,
    epochs,
    ...(version.isAccumulated && {
      accumulators: listAccumulators(epochs.length).read(reader, list.accumulators, "$.accumulators"),
    }),
  };
}

/** The number of pages at each epoch: strictly increasing, and all pages at the last one. */
function readEpochs(reader: DocumentReader, value: unknown, pages: number): number[] {
  const epochs = reader.array(value, "$.epochs").map((count, i, all) => {
    const least = i === 0 ? 1 : Number(all[i - 1]) + 1;
    return reader.integer(count, `$.epochs[${i}]`, least, pages);
  });
  if (epochs.at(-1) !== pages) reader.refuse("$.epochs", "does not end at the number of pages");
  return epochs;
}
