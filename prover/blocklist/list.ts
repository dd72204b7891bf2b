import { join } from "node:path";
import type { Engine } from "../accumulator/engine.ts";
import { accumulatorsToJson, type ListAccumulators } from "../accumulator/listAccumulators.ts";
import { KEY_BYTES } from "../fingerprint/key.ts";
import { appendAll } from "../shared/collections.ts";
import { dataError, usageError } from "../shared/errors.ts";
import { SECRET_MODE, sha256, writeFileAtomic } from "../shared/files.ts";
import { stringifyJson } from "../shared/json.ts";
import { LIST_FORMATS } from "../shared/listFormats.ts";
import type { Poseidon } from "../shared/poseidon.ts";
import { mapConcurrently } from "../shared/promises.ts";
import { randomField } from "../shared/random.ts";
import { accumulateEpochs, type EpochMultipliers } from "./accumulate.ts";
import { type Columns, joinColumns, sortColumns, toColumns, withKeys, withoutKnown } from "./columns.ts";
import type { BlocklistEntry } from "./entry.ts";
import { type BlocklistPage, LIST_FILE, type PageReference, type PageSize, pageFile } from "./format.ts";
import type { LeftOutEntry } from "./imported.ts";
import { computePageDigests } from "./page.ts";
import { pageDocument } from "./pageDocument.ts";

/**
 * A page with its publisher's description of each entry; `labels[i]` belongs to `keys[i]`. `keyBytes`: the keys one
 * after the other. The array `keys` is made from them each time it is asked for.
 */
export type ListedPage = BlocklistPage & { digest: bigint; labels: readonly string[]; keyBytes: Uint8Array };

/**
 * A published blocklist: pages that are only ever added. `epochs[e]` is its number of pages at epoch e + 1; `root` is
 * the SHA-256 of its root document. `leftOut`: what was given for the list and is not in it.
 */
export type Blocklist = {
  name: string;
  scheme: string;
  pageSize: PageSize;
  confidential: boolean;
  epochs: readonly number[];
  pages: readonly ListedPage[];
  root: string;
  leftOut: readonly LeftOutEntryAt[];
  /** One pair for each epoch, if the list has accumulators. */
  accumulators?: ListAccumulators;
  /** Factors of the accumulators: 1 for a public list, secret ones for a confidential list. */
  multipliers?: readonly EpochMultipliers[];
};

/** What was left out when the list reached an epoch, counted from 1. A confidential list does not give the name. */
export type LeftOutEntryAt = { epoch: number; name: string | null; reason: string };

/** Properties of a list that never change after its first page. */
export type ListTerms = Pick<Blocklist, "name" | "scheme" | "pageSize" | "confidential">;

/**
 * Writes a new list or, given the list in the folder, adds its missing entries as further pages. The root document is
 * written last, so that an interrupted call leaves the list unchanged. With an engine, every epoch gets accumulators.
 *
 * @throws data `fingerprint/bad-key`, `blocklist/nothing-new`, `accumulator/too-many`; usage `blocklist/other-powers`
 * @example
 * const scheme = findScheme("text");
 * const entries = importLines(Buffer.from("In Xanadu did Kubla Khan"), scheme, "opt-outs");
 * const terms = { name: "one poem", scheme: scheme.name, pageSize: 16, confidential: false } as const;
 * const list = await writeBlocklist("one-poem", terms, entries, poseidon);
 * console.log(list.pages.length); // 1
 */
export const writeBlocklist = (
  folder: string,
  terms: ListTerms,
  entries: readonly BlocklistEntry[],
  poseidon: Poseidon,
  existing?: Blocklist,
  leftOut: readonly LeftOutEntry[] = [],
  engine?: Engine,
): Promise<Blocklist> => writeColumns(folder, terms, toColumns(entries), poseidon, existing, leftOut, engine);

/** The same for millions of entries. */
export async function writeColumns(
  folder: string,
  terms: ListTerms,
  entries: Columns,
  poseidon: Poseidon,
  existing?: Blocklist,
  leftOut: readonly LeftOutEntry[] = [],
  engine?: Engine,
): Promise<Blocklist> {
  const sorted = sortColumns(entries);
  const added = existing === undefined ? sorted : withoutKnown(sorted, sortedKeys(existing.pages));
  if (existing?.accumulators !== undefined && existing.accumulators.powers !== engine?.powers.id)
    throw usageError(
      "blocklist/other-powers",
      `${folder} has accumulators of the powers of tau ${existing.accumulators.powers}`,
      "Add to it with an engine on the same powers.",
    );
  const isAccumulated = existing?.accumulators !== undefined || engine === undefined;
  if (added.labels.length === 0 && isAccumulated)
    throw dataError("blocklist/nothing-new", `${folder} has every entry already`, "There is nothing to publish.");
  const pages = [...(existing?.pages ?? []), ...(await makePages(terms, added, poseidon))];
  const mode = terms.confidential ? SECRET_MODE : undefined;
  const references = (existing?.pages ?? []).map((page, i) => referenceTo(page, i, documentOfPage(terms.scheme, page)));
  const first = references.length;
  const written = await mapConcurrently(pages.slice(first), async (page, i) => {
    const document = documentOfPage(terms.scheme, page);
    await writeFileAtomic(join(folder, pageFile(first + i)), document, mode);
    return referenceTo(page, first + i, document);
  });
  appendAll(references, written);
  const epochs = [...(existing?.epochs ?? []), ...(added.labels.length > 0 ? [pages.length] : [])];
  const left = leftOut.map(({ name, reason }): LeftOutEntryAt => {
    return { epoch: epochs.length, name: terms.confidential ? null : printable(name), reason: printable(reason) };
  });
  const allLeftOut = [...(existing?.leftOut ?? []), ...left];
  const list = { ...terms, epochs, pages, leftOut: allLeftOut };
  const accumulated = engine && (await accumulateEpochs(folder, list, engine, existing));
  const root = documentOf({ ...list, ...accumulated }, references);
  await writeFileAtomic(join(folder, LIST_FILE), root);
  return { ...list, ...accumulated, root: sha256(root) };
}

/** Names and reasons come from outside: one readable line each. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, " ").slice(0, 500) || "-";

/**
 * The root document of a list. It names each page by hash and digest, and what was left out. A list without
 * accumulators from which nothing was left out keeps version 1, so that its bytes do not change.
 */
export const rootDocument = (list: Omit<Blocklist, "root" | "multipliers">): string =>
  documentOf(
    list,
    list.pages.map((page, i) => referenceTo(page, i, documentOfPage(list.scheme, page))),
  );

function documentOf(list: Omit<Blocklist, "root" | "multipliers">, references: readonly PageReference[]): string {
  const { name, scheme, pageSize, confidential, epochs, leftOut, accumulators } = list;
  const fields = { name, scheme, pageSize, confidential, epochs, pages: references };
  const [first, second, third] = LIST_FORMATS;
  if (accumulators !== undefined)
    return stringifyJson({ format: third, ...fields, leftOut, accumulators: accumulatorsToJson(accumulators) }, 2);
  return stringifyJson(leftOut.length === 0 ? { format: first, ...fields } : { format: second, ...fields, leftOut }, 2);
}

/** The keys of all pages in order: those of each epoch are sorted on their own. */
const sortedKeys = (pages: readonly ListedPage[]): Uint8Array =>
  sortColumns(joinColumns(pages.map(({ keyBytes, labels }) => ({ keys: keyBytes, labels })))).keys;

async function makePages(
  { pageSize, confidential }: ListTerms,
  { keys, labels }: Columns,
  poseidon: Poseidon,
): Promise<ListedPage[]> {
  const pages = Array.from({ length: Math.ceil(labels.length / pageSize) }, (_, i) => ({
    size: pageSize,
    salt: confidential ? randomField() : 0n,
    keyBytes: keys.subarray(i * pageSize * KEY_BYTES, (i + 1) * pageSize * KEY_BYTES),
    labels: labels.slice(i * pageSize, (i + 1) * pageSize),
  }));
  const digests = await computePageDigests(pages, poseidon);
  return pages.map((page, i) => withKeys({ ...page, digest: digests[i]! }));
}

const documentOfPage = (scheme: string, { size, salt, digest, keyBytes, labels }: ListedPage): Uint8Array =>
  pageDocument(scheme, { size, salt: salt.toString(), digest: digest.toString(), keyBytes, labels });

const referenceTo = ({ digest, labels }: ListedPage, index: number, document: Uint8Array): PageReference => ({
  file: pageFile(index),
  sha256: sha256(document),
  digest: digest.toString(),
  entries: labels.length,
});
