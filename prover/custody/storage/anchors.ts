import { createHash } from "node:crypto";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import { type InspectedDocument, inspectJson } from "../../shared/document.ts";
import { dataError } from "../../shared/errors.ts";
import { stringifyJson } from "../../shared/json.ts";
import { COUNT, SHA256 } from "../../shared/shape/fields.ts";
import { documentOf, object, optional } from "../../shared/shape/object.ts";
import { text } from "../../shared/shape/shape.ts";
import { type Check, check, toVerdict, type Verdict } from "../../shared/verdict.ts";
import { buildDigestTree, rootOf } from "../tree.ts";
import { computeDataRoot } from "./arweave.ts";
import { AUTHOR_NAMESPACE, celestiaNamespace, computeBlobCommitment } from "./celestia.ts";
import { computePiece } from "./filecoin.ts";

const FORMAT = "disjoint/storage/v1";

/**
 * What storage networks call a file: its size in bytes and SHA-256; Filecoin's piece, by CommP in hexadecimal and by
 * piece CID; Arweave's data root, base64url. If its author has named a namespace of Celestia, by 20 hexadecimal digits,
 * the commitment to the blob in it, base64.
 */
export type StorageAnchors = {
  bytes: number;
  sha256: string;
  filecoin: { root: string; pieceCid: string };
  arweave: { dataRoot: string };
  celestia?: { namespace: string; commitment: string };
};

/** The same as a document. */
export const STORAGE_ANCHORS = documentOf(FORMAT, {
  bytes: COUNT,
  sha256: SHA256,
  filecoin: object({ root: SHA256, pieceCid: text(/^b[a-z2-7]{20,100}$/, "a piece CID") }),
  arweave: object({ dataRoot: text(/^[A-Za-z0-9_-]{43}$/, "a data root") }),
  celestia: optional(
    object({
      namespace: text(AUTHOR_NAMESPACE, "an author's namespace"),
      commitment: text(/^[A-Za-z0-9+/]{43}=$/, "a commitment to a blob"),
    }),
  ),
});

/**
 * Computes what storage networks call a file. Nothing is asked on the network.
 *
 * @param namespace a namespace of Celestia: 20 hexadecimal digits that the author chooses. If it is left out,
 *   Celestia's commitment is not computed.
 * @throws usage `custody/celestia-namespace`
 * @example
 * const { arweave, filecoin } = computeStorageAnchors(new TextEncoder().encode("pack"));
 * console.log(arweave.dataRoot.length, filecoin.root.length); // 43 64
 */
export function computeStorageAnchors(file: Uint8Array, namespace?: string): StorageAnchors {
  const { root, cid } = computePiece(file);
  return {
    bytes: file.length,
    sha256: createHash("sha256").update(file).digest("hex"),
    filecoin: { root, pieceCid: cid },
    arweave: { dataRoot: computeDataRoot(file) },
    ...(namespace !== undefined && { celestia: celestiaOf(file, namespace) }),
  };
}

const celestiaOf = (file: Uint8Array, namespace: string) => ({
  namespace,
  commitment: computeBlobCommitment(file, celestiaNamespace(namespace)),
});

/**
 * The Merkle root over what storage networks call a file: its SHA-256, CommP and data root, and Celestia's commitment
 * if there is one. The tree is that of output batches, so a contract can verify that any of them is under an anchored
 * root.
 *
 * @returns 64 hexadecimal digits
 * @example
 * const names = computeStorageAnchors(new TextEncoder().encode("pack"));
 * console.log(computeStorageRoot(names).length); // 64
 */
export function computeStorageRoot({ sha256, filecoin, arweave, celestia }: StorageAnchors): string {
  const names = [hexToBytes(sha256), hexToBytes(filecoin.root), decode(arweave.dataRoot, "base64url")];
  if (celestia !== undefined) names.push(decode(celestia.commitment, "base64"));
  return bytesToHex(rootOf(buildDigestTree(concatBytes(...names))));
}

const decode = (text: string, encoding: "base64" | "base64url") => Uint8Array.from(Buffer.from(text, encoding));

/** `anchored`: when the file's root was anchored, in seconds since 1970. To be used only if the verdict is true. */
export type StorageVerdict = Verdict & { anchored?: number };

/**
 * Compares a file with what was recorded, each value computed again.
 *
 * @param anchors roots and when they were anchored, in seconds since 1970. If it is given, the root of the file must be
 *   among them.
 * @example
 * const file = new TextEncoder().encode("pack");
 * const recorded = computeStorageAnchors(file);
 * const anchors = new Map([[computeStorageRoot(recorded), 1_767_225_600]]);
 * console.log(verifyStorageAnchors(file, recorded, anchors).anchored); // 1767225600
 */
export function verifyStorageAnchors(
  file: Uint8Array,
  recorded: StorageAnchors,
  anchors?: ReadonlyMap<string, number>,
): StorageVerdict {
  const own = computeStorageAnchors(file, recorded.celestia?.namespace);
  const root = computeStorageRoot(own);
  const anchored = anchors?.get(root);
  const same = (id: Check["id"], one: string, other: string) => check(id, one === other, `it has ${one}`, id);
  const checks = [
    same(
      "storage-file",
      `${own.bytes} bytes of SHA-256 ${own.sha256}`,
      `${recorded.bytes} bytes of SHA-256 ${recorded.sha256}`,
    ),
    same(
      "filecoin-piece",
      `${own.filecoin.root} ${own.filecoin.pieceCid}`,
      `${recorded.filecoin.root} ${recorded.filecoin.pieceCid}`,
    ),
    same("arweave-root", own.arweave.dataRoot, recorded.arweave.dataRoot),
  ];
  if (own.celestia !== undefined && recorded.celestia !== undefined)
    checks.push(same("celestia-commitment", own.celestia.commitment, recorded.celestia.commitment));
  if (anchors !== undefined)
    checks.push(check("storage-anchor", anchored !== undefined, `its root ${root} is not known to be anchored`));
  return { ...toVerdict(checks), ...(anchored !== undefined && { anchored }) };
}

/** What was computed, as JSON in lines. */
export const writeStorageAnchors = (anchors: StorageAnchors): string =>
  stringifyJson({ format: FORMAT, ...anchors }, 2);

/** Reads what was recorded. */
export const inspectStorageAnchors = (file: Uint8Array): InspectedDocument<StorageAnchors> =>
  inspectJson(file, "the anchors", (reader, value) => STORAGE_ANCHORS.read(reader, value, "$"));

/**
 * Fetches a file from a gateway, and returns it only if it is the one that was recorded.
 *
 * @throws data `custody/gateway`, `custody/other-content`
 */
export async function fetchStored(url: string, recorded: StorageAnchors): Promise<Uint8Array> {
  const { host } = new URL(url);
  const answer = await fetch(url).catch((cause) => {
    throw dataError("custody/gateway", `${host} cannot be reached: ${cause.message}`, "Ask another gateway.", cause);
  });
  if (!answer.ok || answer.body === null)
    throw dataError("custody/gateway", `${host} answers ${answer.status}`, "Ask another gateway.");
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body) {
    parts.push(part);
    size += part.length;
    // Nothing larger than what was recorded is taken into memory.
    if (size > recorded.bytes) break;
  }
  const file = new Uint8Array(Buffer.concat(parts));
  const failed = verifyStorageAnchors(file, recorded).checks.filter(({ ok }) => !ok);
  if (failed.length === 0) return file;
  const names = failed.map(({ name }) => name).join(", ");
  throw dataError("custody/other-content", `${host} gave another file: ${names} differ`, "Ask another gateway.");
}
