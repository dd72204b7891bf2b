import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { parseJson, stringifyJson } from "../shared/json.ts";
import { LIST_FORMATS } from "../shared/listFormats.ts";
import type { UpTo } from "../shared/verdict.ts";
import { type ListRoot, readListRoot } from "./listRoot.ts";

/** The fields of a root document that grow with the list. */
type Growing = {
  epochs: number[];
  pages: unknown[];
  leftOut?: { epoch: number }[];
  accumulators?: { epochs: unknown[] };
};

/** The indentations of root documents: several lines, as this program writes them, or one line. */
const INDENTS = [2, 0] as const;

/** A list as it was at one of its epochs, and how far behind that is, if it is. */
type Earlier = { list: ListRoot; upTo?: UpTo };

/**
 * The list at the epoch whose root document has this hash. Epochs are prefixes of the list's pages, so the root
 * document of each epoch follows from the newest one, byte for byte; no other list has the same hash. A list that has
 * got accumulators had a root document without them before.
 *
 * @param document the bytes of the root document that the verifier has
 * @param root SHA-256, lower-case hex
 * @returns undefined if the list never had this root, or the document is not a root document
 */
export function earlierList(document: Uint8Array, root: string): Earlier | undefined {
  const now = readListRoot(document);
  if (!("value" in now)) return undefined;
  const { name, epochs, pages } = now.value;
  for (const then of earlierDocuments(document)) {
    if (then.root !== root) continue;
    const read = readListRoot(then.document);
    if (!("value" in read)) return undefined;
    if (then.epoch === epochs.length) return { list: read.value };
    const pagesBehind = pages.length - read.value.pages.length;
    return { list: read.value, upTo: { list: name, epoch: then.epoch, of: epochs.length, pagesBehind } };
  }
  return undefined;
}

/** A root document that a list had. `root`: its SHA-256, lower-case hex; `pages`: how many pages it names. */
type EarlierDocument = { document: Uint8Array; root: string; epoch: number; pages: number };

/**
 * The root documents that a list had before, the newest one first. Of a document that no known indentation gives, none
 * follows.
 *
 * @param document the bytes of a root document that is valid
 */
export function* earlierDocuments(document: Uint8Array): Generator<EarlierDocument> {
  const fields = parseJson(document, "the list") as unknown as Growing;
  const indent = INDENTS.find((each) => stringifyJson(fields, each) === new TextDecoder().decode(document));
  if (indent === undefined) return;
  const { epochs, accumulators } = fields;
  for (let epoch = epochs.length; epoch > 0; epoch--)
    for (const hasAccumulators of accumulators === undefined ? [false] : [true, false]) {
      const isNow = epoch === epochs.length && hasAccumulators === (accumulators !== undefined);
      if (isNow) continue;
      const then = new TextEncoder().encode(stringifyJson(fieldsAt(fields, epoch, hasAccumulators), indent));
      yield { document: then, root: bytesToHex(sha256(then)), epoch, pages: epochs[epoch - 1]! };
    }
}

/**
 * The fields of the root document at an epoch: of version 3 with accumulators, else of version 1 as long as nothing was
 * left out.
 */
function fieldsAt({ leftOut = [], accumulators, ...fields }: Growing, epoch: number, hasAccumulators: boolean): object {
  const left = leftOut.filter((each) => each?.epoch <= epoch);
  const epochs = fields.epochs.slice(0, epoch);
  const then = { ...fields, epochs, pages: fields.pages.slice(0, epochs.at(-1)) };
  if (hasAccumulators)
    return {
      ...then,
      leftOut: left,
      accumulators: { ...accumulators, epochs: accumulators!.epochs.slice(0, epoch) },
    };
  return left.length > 0 ? { ...then, format: LIST_FORMATS[1], leftOut: left } : { ...then, format: LIST_FORMATS[0] };
}
