import { CID } from "multiformats/cid";
import type { Scheme } from "../fingerprint/scheme.ts";
import { dataError, usageError } from "../shared/errors.ts";
import { decodeList } from "./decode.ts";
import type { BlocklistEntry } from "./entry.ts";
import { entriesOfWork, entryOf, importEachLine } from "./lines.ts";

/** Codes of the multiformats table: blocks that are the file's own bytes, and their digest. */
const RAW = 0x55;
const SHA2_256 = 0x12;

/**
 * Entries of an IPFS compact denylist (IPIP-383). Two kinds of rule can be compared with a dataset, each under its own
 * scheme: `/ipfs/CID` of a raw block with SHA-256 is the digest of a file (`sha256`), and `/ipns/HOST` is a host
 * (`domain`). Every other rule is an error instead of being ignored: a path, a glob, an exception, a double hash, or a
 * CID of a tree of blocks, whose digest is not that of the file.
 *
 * @throws data `blocklist/bad-line`, `blocklist/not-utf8`, `blocklist/empty`; usage `blocklist/other-scheme`
 */
export function importDenylist(bytes: Uint8Array, scheme: Scheme, what: string): BlocklistEntry[] {
  if (scheme.name !== "sha256" && scheme.name !== "domain")
    throw usageError(
      "blocklist/other-scheme",
      `a denylist has no entries of the scheme ${scheme.name}`,
      "Use sha256 for its blocks, or domain for its hosts.",
    );
  let isHeader = /^---\s*$/m.test(decodeList(bytes, what));
  return importEachLine(bytes, what, (line) => {
    if (isHeader) {
      isHeader = line !== "---";
      return [];
    }
    const [rule = "", ...hints] = line.split(/\s+/);
    const [, space, name, rest] = /^\/(ipfs|ipns)\/([^/]+)(\/.*)?$/.exec(rule) ?? [];
    if (space === undefined || name === undefined || rest !== undefined || name.includes("*")) throw unsupported(rule);
    const label = [rule, ...hints].join(" ");
    if (space === "ipfs") return scheme.name === "sha256" ? [entryOf(scheme, digestOf(name), label)] : [];
    if (!name.includes(".")) throw unsupported(rule);
    return scheme.name === "domain" ? entriesOfWork(scheme, Buffer.from(name), label) : [];
  });
}

/**
 * The SHA-256 of a file that is one raw block, from its CID.
 *
 * @throws data `blocklist/bad-cid`, `blocklist/unsupported-rule` for other CIDs, whose digest is not that of the file
 */
export function digestOf(text: string): Uint8Array {
  let cid: CID;
  try {
    cid = CID.parse(text);
  } catch (error) {
    throw dataError("blocklist/bad-cid", `${text} is not a CID`, "Correct the list.", error);
  }
  if (cid.code === RAW && cid.multihash.code === SHA2_256) return cid.multihash.digest;
  throw unsupported(`/ipfs/${text}`);
}

const unsupported = (rule: string) =>
  dataError(
    "blocklist/unsupported-rule",
    `${rule} cannot be held against the bytes of a file`,
    "Remove the rule from the list that is proved, and say so to its readers.",
  );
