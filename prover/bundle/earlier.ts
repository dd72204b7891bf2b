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
  const fields = parseJson(document, "the list") as unknown as Growing;
  const { name, epochs, pages } = now.value;
  const indent = INDENTS.find((each) => stringifyJson(fields, each) === new TextDecoder().decode(document));
  if (indent === undefined) return undefined;
  for (let epoch = epochs.length; epoch > 0; epoch--)
    for (const hasAccumulators of fields.accumulators === undefined ? [false] : [true, false]) {
      const isNow = epoch === epochs.length && hasAccumulators === (fields.accumulators !== undefined);
      if (isNow) continue;
      const then = new TextEncoder().encode(stringifyJson(fieldsAt(fields, epoch, hasAccumulators), indent));
      if (bytesToHex(sha256(then)) !== root) continue;
      const read = readListRoot(then);
      if (!("value" in read)) return undefined;
      if (epoch === epochs.length) return { list: read.value };
      const pagesBehind = pages.length - read.value.pages.length;
      return { list: read.value, upTo: { list: name, epoch, of: epochs.length, pagesBehind } };
    }
  return undefined;
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
