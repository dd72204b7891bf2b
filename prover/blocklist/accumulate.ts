import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Engine } from "../accumulator/engine.ts";
import type { EpochAccumulators, ListAccumulators } from "../accumulator/listAccumulators.ts";
import { toKeyElements } from "../fingerprint/key.ts";
import { readDocument } from "../shared/document.ts";
import { dataError } from "../shared/errors.ts";
import { SECRET_MODE, writeFileAtomic } from "../shared/files.ts";
import { parseJson, stringifyJson } from "../shared/json.ts";
import { randomField } from "../shared/random.ts";
import { reasonOf } from "../shared/storage.ts";

/** The factors of an epoch's accumulators. */
export type EpochMultipliers = { whole: bigint; added: bigint };

/** What accumulators add to a list. */
type Accumulated = { accumulators: ListAccumulators; multipliers: readonly EpochMultipliers[] };

/** The file of a confidential list with the factors of its accumulators, which are as secret as its entries. */
const MULTIPLIERS_FILE = "multipliers.json";
const MULTIPLIERS_FORMAT = "disjoint/multipliers/v1";

/** What of a list is accumulated: its pages, and how many of them each epoch has. */
type Entries = { epochs: readonly number[]; pages: readonly { keyBytes: Uint8Array }[]; confidential: boolean };

/**
 * The accumulators of every epoch of a list; those that `existing` has from the same powers of tau are kept. The secret
 * factors of a confidential list are written to its folder first.
 *
 * @throws data `accumulator/too-many`
 */
export async function accumulateEpochs(
  folder: string,
  list: Entries,
  engine: Engine,
  existing?: Partial<Accumulated>,
): Promise<Accumulated> {
  const known = existing?.accumulators?.epochs ?? [];
  const kept = existing?.multipliers ?? [];
  const multipliers = list.epochs.map((_, i) => kept[i] ?? newMultipliers(list.confidential));
  if (list.confidential) await writeMultipliers(folder, multipliers);
  const epochs: EpochAccumulators[] = [];
  for (const [i, each] of multipliers.entries())
    epochs.push(known[i] ?? (await accumulateEpoch(list, i, each, engine)));
  return { accumulators: { powers: engine.powers.id, epochs }, multipliers };
}

/** The accumulators of one epoch, by its index. */
export async function accumulateEpoch(
  list: Entries,
  index: number,
  { whole, added }: EpochMultipliers,
  engine: Engine,
): Promise<EpochAccumulators> {
  const all = await engine.accumulateEntries({ entries: entriesOf(list, 0, index + 1), multiplier: whole });
  const isFirst = index === 0 && whole === added;
  return {
    whole: all,
    added: isFirst
      ? all
      : await engine.accumulateEntries({ entries: entriesOf(list, index, index + 1), multiplier: added }),
  };
}

/** The entries that a list got after epoch `from`, up to epoch `to`, as field elements of 32 bytes. */
export function entriesOf({ epochs, pages }: Omit<Entries, "confidential">, from: number, to: number): Uint8Array {
  const some = pages.slice(from === 0 ? 0 : epochs[from - 1], epochs[to - 1]);
  return toKeyElements(Buffer.concat(some.map(({ keyBytes }) => keyBytes)));
}

const newMultipliers = (isConfidential: boolean): EpochMultipliers =>
  isConfidential ? { whole: randomField(), added: randomField() } : { whole: 1n, added: 1n };

const writeMultipliers = (folder: string, multipliers: readonly EpochMultipliers[]): Promise<void> =>
  writeFileAtomic(
    join(folder, MULTIPLIERS_FILE),
    stringifyJson(
      {
        format: MULTIPLIERS_FORMAT,
        epochs: multipliers.map(({ whole, added }) => ({ whole: String(whole), added: String(added) })),
      },
      2,
    ),
    SECRET_MODE,
  );

/**
 * The factors of a list's accumulators.
 *
 * @param epochs the number of epochs
 * @throws data `blocklist/not-found`, `blocklist/invalid`
 */
export async function readMultipliers(
  folder: string,
  { confidential }: Pick<Entries, "confidential">,
  epochs: number,
): Promise<EpochMultipliers[]> {
  if (!confidential) return Array.from({ length: epochs }, () => newMultipliers(false));
  const path = join(folder, MULTIPLIERS_FILE);
  const bytes = await readFile(path).catch((error: Error) => {
    throw dataError("blocklist/not-found", `${path} cannot be read: ${reasonOf(error)}`, HINT, error);
  });
  return readDocument(path, "blocklist/invalid", HINT, (reader) => {
    const root = reader.object(parseJson(bytes, path), "$", ["format", "epochs"]);
    reader.literal(root.format as string, "$.format", MULTIPLIERS_FORMAT);
    // A run that was killed before it wrote the root document may have left further ones.
    const all = reader.array(root.epochs, "$.epochs");
    if (all.length < epochs) reader.refuse("$.epochs", `has ${all.length} of ${epochs} epochs`);
    return all.slice(0, epochs).map((each, i) => {
      const at = `$.epochs[${i}]`;
      const { whole, added } = reader.object(each, at, ["whole", "added"]);
      return { whole: reader.decimal(whole, `${at}.whole`), added: reader.decimal(added, `${at}.added`) };
    });
  });
}

const HINT = "Ask the publisher for it: without it, nothing can be proved against this list.";
