import { hexToBytes } from "@noble/hashes/utils.js";
import { listAccumulators } from "../accumulator/listAccumulators.ts";
import { listSchemeNames } from "../fingerprint/schemes.ts";
import { type DocumentReader, readDocument } from "../shared/document.ts";
import { parseJson } from "../shared/json.ts";
import { listVersionOf } from "../shared/listFormats.ts";
import { readCanonicalPage } from "./canonicalPage.ts";
import { withKeys } from "./columns.ts";
import { NAME, PAGE_FORMAT, PAGE_SIZES, type PageReference, pageFile } from "./format.ts";
import type { LeftOutEntryAt, ListedPage, ListTerms } from "./list.ts";

/** What to do about a list that cannot be read. */
export const LIST_HINT = "Build the list again, or fetch it again from its publisher.";

/**
 * Reads a root document, in a browser as well.
 *
 * @param what names it in errors
 * @throws data `blocklist/invalid`, `json/*`
 */
export function parseList(bytes: Uint8Array, what: string): ReturnType<typeof readRoot> {
  const document = parseJson(bytes, what);
  return readDocument(what, "blocklist/invalid", LIST_HINT, (reader) => readRoot(reader, document));
}

function readRoot(reader: DocumentReader, document: unknown) {
  const version = listVersionOf(document);
  const root = reader.object(document, "$", version.fields);
  reader.literal(root.format as string, "$.format", version.format);
  const references = reader.array(root.pages, "$.pages").map((value, i): PageReference => {
    const page = reader.object(value, `$.pages[${i}]`, ["file", "sha256", "digest", "entries"]);
    return {
      file: reader.literal(page.file as string, `$.pages[${i}].file`, pageFile(i)),
      sha256: reader.text(page.sha256, `$.pages[${i}].sha256`, /^[0-9a-f]{64}$/, "a SHA-256 in lower-case hex"),
      digest: reader.decimal(page.digest, `$.pages[${i}].digest`).toString(),
      entries: reader.integer(page.entries, `$.pages[${i}].entries`, 1, 256),
    };
  });
  const epochs = reader.array(root.epochs, "$.epochs").map((value, i, all) => {
    const least = i === 0 ? 1 : Number(all[i - 1]) + 1;
    return reader.integer(value, `$.epochs[${i}]`, least, references.length);
  });
  if (epochs.at(-1) !== references.length) reader.refuse("$.epochs", "does not end at the number of pages");
  if (typeof root.confidential !== "boolean") reader.refuse("$.confidential", "is not true or false");
  const confidential = root.confidential === true;
  const leftOut = version.isOpen ? readLeftOut(reader, root.leftOut, epochs.length, confidential) : [];
  if (version.isOpen && !version.isAccumulated && leftOut.length === 0)
    reader.refuse("$.leftOut", "is empty, which is version 1");
  return {
    ...readTerms(reader, root),
    confidential,
    epochs,
    references,
    leftOut,
    ...(version.isAccumulated && {
      accumulators: listAccumulators(epochs.length).read(reader, root.accumulators, "$.accumulators"),
    }),
  };
}

function readLeftOut(reader: DocumentReader, value: unknown, epochs: number, confidential: boolean): LeftOutEntryAt[] {
  const all = reader.array(value, "$.leftOut");
  return all.map((each, i): LeftOutEntryAt => {
    const path = `$.leftOut[${i}]`;
    const left = reader.object(each, path, ["epoch", "name", "reason"]);
    const least = i === 0 ? 1 : Number((all[i - 1] as { epoch?: unknown } | null)?.epoch);
    return {
      epoch: reader.integer(left.epoch, `${path}.epoch`, least, epochs),
      name: confidential
        ? reader.literal(left.name as null, `${path}.name`, null)
        : reader.text(left.name, `${path}.name`, PRINTABLE, "a printable name"),
      reason: reader.text(left.reason, `${path}.reason`, PRINTABLE, "a printable reason"),
    };
  });
}

const PRINTABLE = /^[^\p{Cc}\p{Cf}\p{Cs}]{1,500}$/u;

function readTerms(reader: DocumentReader, fields: Record<string, unknown>) {
  const scheme = listSchemeNames().find((name) => name === fields.scheme);
  if (scheme === undefined) reader.refuse("$.scheme", `is not one of ${listSchemeNames().join(", ")}`);
  const pageSize = PAGE_SIZES.find((size) => size === fields.pageSize);
  if (pageSize === undefined) reader.refuse("$.pageSize", `is not one of ${PAGE_SIZES.join(", ")}`);
  return {
    name: reader.text(fields.name, "$.name", NAME, "a printable name of 1 to 128 characters"),
    scheme: scheme ?? "",
    pageSize: pageSize ?? PAGE_SIZES[0],
  };
}

/** A page without the digest that its entries give. */
export type ParsedPage = Omit<ListedPage, "digest">;

/**
 * Reads a page whose bytes are those that the root document names, in a browser as well.
 *
 * @param what names it in errors
 * @throws data `blocklist/invalid`, `json/*`
 */
export function parsePage(
  bytes: Uint8Array,
  terms: Pick<ListTerms, "scheme" | "pageSize">,
  reference: PageReference,
  what: string,
): ParsedPage {
  return readCanonicalPage(bytes, terms, reference) ?? parseAnyPage(bytes, terms, reference, what);
}

/** The same for a page in any spelling. */
export function parseAnyPage(
  bytes: Uint8Array,
  { scheme, pageSize }: Pick<ListTerms, "scheme" | "pageSize">,
  reference: PageReference,
  what: string,
): ParsedPage {
  const document = parseJson(bytes, what);
  return readDocument(what, "blocklist/invalid", LIST_HINT, (reader): ParsedPage => {
    const fields = reader.object(document, "$", ["format", "scheme", "size", "salt", "digest", "entries"]);
    reader.literal(fields.format, "$.format", PAGE_FORMAT);
    reader.literal(fields.scheme as string, "$.scheme", scheme);
    reader.literal(fields.size as number, "$.size", pageSize);
    reader.literal(fields.digest as string, "$.digest", reference.digest);
    const entries = reader.array(fields.entries, "$.entries", reference.entries).map((value, i) => {
      const entry = reader.object(value, `$.entries[${i}]`, ["key", "label"]);
      if (typeof entry.label !== "string") reader.refuse(`$.entries[${i}].label`, "is not a text");
      return {
        key: reader.text(entry.key, `$.entries[${i}].key`, /^[0-9a-f]{62}$/, "a key"),
        label: String(entry.label),
      };
    });
    return withKeys({
      size: pageSize,
      salt: reader.decimal(fields.salt, "$.salt"),
      keyBytes: hexToBytes(entries.map(({ key }) => key).join("")),
      labels: entries.map(({ label }) => label),
    });
  });
}
