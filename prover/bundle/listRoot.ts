import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { type DocumentReader, type Inspected, inspectJson } from "../shared/document.ts";
import type { ExpectedList } from "./verify.ts";

const LIST_FORMAT = "disjoint/blocklist/v1";

/**
 * What the root document of a blocklist says of its pages. The document is known by its hash, so only what a verifier of
 * proofs needs is read; the pages themselves, which may be confidential, are not needed.
 */
export const readListRoot = (file: Uint8Array): Inspected<ExpectedList> =>
  inspectJson(file, "the list", (reader, value) => ({ ...readFields(reader, value), root: bytesToHex(sha256(file)) }));

function readFields(reader: DocumentReader, value: unknown): Omit<ExpectedList, "root"> {
  const list = reader.object(value, "$", ["format", "name", "scheme", "pageSize", "confidential", "epochs", "pages"]);
  reader.literal(list.format, "$.format", LIST_FORMAT);
  const pageSize = reader.integer(list.pageSize, "$.pageSize", 1, 256);
  const pages = reader.array(list.pages, "$.pages").map((entry, i) => {
    const page = reader.object(entry, `$.pages[${i}]`, ["file", "sha256", "digest", "entries"]);
    return { pageSize, pageDigest: reader.decimal(page.digest, `$.pages[${i}].digest`) };
  });
  return {
    name: reader.text(list.name, "$.name", /^[^\p{Cc}\p{Cf}\p{Cs}]{1,128}$/u, "a printable name"),
    scheme: reader.text(list.scheme, "$.scheme", /^[a-z][a-z0-9-]{0,31}$/, "the name of a scheme"),
    pages,
  };
}
