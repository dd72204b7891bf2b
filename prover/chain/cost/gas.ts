import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { artifactError } from "../../shared/errors.ts";
import { PROJECT_ROOT } from "../../shared/root.ts";
import { PROOFS_PER_BATCH } from "../ledger/disjointness.ts";
import { PAGES_PER_BATCH } from "../ledger/submit.ts";
import { PAGES_PER_APPEND } from "../lists/publish.ts";
import type { Release } from "../releases/release.ts";

/** A transaction that is going to be sent, and the gas that it is expected to use. */
export type ExpectedTransaction = { what: string; gas: number };

/** Gas by what is done, as contracts/gas.json has it. */
type GasTable = (what: string) => number;

/**
 * A page to submit. Transactions are of one circuit, and a shard with its list, the claim, takes some gas in each;
 * the ledger keeps 256 pages in a word, and `isFirst` is the page that is the first of its word to be accepted.
 */
export type PageToSubmit = { circuit: string; claim: string; isFirst: boolean };

/**
 * The measured costs of the contracts.
 *
 * @throws artifact `release/no-measurements` when contracts/gas.json is missing or of another shape
 */
export async function readGas(): Promise<GasTable> {
  const path = join(PROJECT_ROOT, "contracts/gas.json");
  const unreadable = (problem: string, cause?: unknown) =>
    artifactError(
      "release/no-measurements",
      `the measurements to estimate by: ${path} ${problem}`,
      "Restore the files of the project.",
      cause,
    );
  const text = await readFile(path, "utf8").catch((error) => {
    throw unreadable("cannot be read", error);
  });
  const gas = JSON.parse(text) as Record<string, number>;
  return (what) => {
    const measured = gas[what];
    if (typeof measured === "number") return measured;
    throw unreadable(`does not have "${what}"`);
  };
}

/** A deployment with so many circuits. */
export const gasOfDeployment = (gas: GasTable, circuits: number, hasPowers = false): ExpectedTransaction[] => [
  { what: "deploy Blocklists", gas: gas("deploy Blocklists") },
  ...Array.from({ length: circuits }, () => ({ what: "deploy Groth16Verifier", gas: gas("deploy Groth16Verifier") })),
  ...(hasPowers ? [{ what: "deploy DisjointnessVerifier", gas: gas("deploy DisjointnessVerifier") }] : []),
  {
    what: "deploy Ledger",
    gas:
      gas("deploy Ledger") +
      (circuits - 1) * gas("deploy Ledger, a further circuit") +
      (hasPowers ? gas("deploy Ledger, powers of tau") : 0),
  },
  { what: "deploy Releases", gas: gas("deploy Releases") },
];

/** What brings a list onto the chain, or what it grew by. */
export function gasOfPublishing(
  gas: GasTable,
  { pages, isNew, accumulators }: { pages: number; isNew: boolean; accumulators?: { added?: unknown } },
): ExpectedTransaction[] {
  const one = gas("append 1 page");
  const further = (gas("append 400 pages") - one) / 399;
  const sizes = parts(pages, PAGES_PER_APPEND);
  return [
    ...(isNew ? [{ what: "create list", gas: gas("create list") }] : []),
    ...sizes.map((size, i) => {
      const kind = accumulators?.added === undefined ? "pages" : "further pages";
      const isLast = accumulators !== undefined && i === sizes.length - 1;
      const extra = isLast ? gas(`append accumulators beside ${kind}`) : 0;
      return { what: `append ${size}`, gas: Math.ceil(one + (size - 1) * further + extra) };
    }),
  ];
}

/** What brings proofs onto the ledger, in batches, each of one circuit. */
export function gasOfSubmitting(gas: GasTable, pages: readonly PageToSubmit[]): ExpectedTransaction[] {
  const one = gas("submitBatch of 1 page");
  const further = (PAGES_PER_BATCH * gas("submitBatch of 64, per page") - one) / (PAGES_PER_BATCH - 1);
  const word = gas("submit 1 page, the first of 256") - gas("submit 1 page, a further one");
  return [...Map.groupBy(pages, ({ circuit }) => circuit).values()].flatMap((group) =>
    parts(group.length, PAGES_PER_BATCH).map((size, i) => {
      const batch = group.slice(i * PAGES_PER_BATCH, i * PAGES_PER_BATCH + size);
      const claims = new Set(batch.map(({ claim }) => claim)).size;
      const words = batch.filter(({ isFirst }) => isFirst).length;
      const used =
        one + (size - 1) * further + (claims - 1) * gas("submitBatch, a further shard") + (words - claims) * word;
      return { what: `submit ${size}`, gas: Math.ceil(used) };
    }),
  );
}

/** A disjointness proof to submit: the list, epoch and kind that it is against, and the shard and P that it has. */
type DisjointnessToSubmit = { list: string; shard: string };

/** What brings disjointness proofs onto the ledger, in batches: equal lists share a pairing, as do equal shards. */
export const gasOfDisjointness = (gas: GasTable, proofs: readonly DisjointnessToSubmit[]): ExpectedTransaction[] => {
  const sorted = proofs.toSorted((a, b) => (a.shard < b.shard ? -1 : Number(a.shard > b.shard)));
  return parts(sorted.length, PROOFS_PER_BATCH).map((size, i) => {
    const batch = sorted.slice(i * PROOFS_PER_BATCH, i * PROOFS_PER_BATCH + size);
    const lists = new Set<string>();
    const shards = new Set<string>();
    const used = batch.map(({ list, shard }, position) => {
      const further = lists.has(list)
        ? shards.has(shard)
          ? "a further list, the second of two shards"
          : "a further shard, the same list"
        : shards.has(shard)
          ? "a further list"
          : "a further list, with another P";
      lists.add(list);
      shards.add(shard);
      return gas(position === 0 ? "submit a disjointness proof, the first" : further);
    });
    return { what: `submit ${size}`, gas: used.reduce((sum, each) => sum + each, 0) };
  });
};

/** What registers shards, each with so many schemes and no URI, and the release that names all of its own. */
export function gasOfRegistering(
  gas: GasTable,
  shards: readonly { schemes: number }[],
  release?: Pick<Release, "model" | "version" | "terms" | "parents"> & { shards: number },
): ExpectedTransaction[] {
  const word = gas("a word of text");
  const shard = gas("register a shard") - word;
  const registrations = shards.map(({ schemes }) => ({
    what: "register a shard",
    gas: shard + (schemes - 1) * gas("register a shard, a further scheme"),
  }));
  if (release === undefined) return registrations;
  const { model, version, terms, parents } = release;
  const words = [model, version, terms].reduce((sum, text) => sum + wordsOf(text) - 1, 0);
  const used =
    gas("register a release of 1 shard") +
    (release.shards - 1) * gas("register a release, a further shard") +
    parents.length * gas("register a release, a parent") +
    words * word;
  return [...registrations, { what: "register the release", gas: used }];
}

/** What names a release's evidence on the chain. */
export const gasOfNaming = (gas: GasTable, isFirst: boolean): ExpectedTransaction[] => [
  { what: "publish evidence", gas: gas(`publish a release's ${isFirst ? "" : "further "}evidence`) },
];

/**
 * Words of storage that a text takes: Solidity has up to 31 bytes in one, and more in further ones beside the length.
 */
function wordsOf(text: string): number {
  const bytes = Buffer.byteLength(text);
  if (bytes === 0) return 0;
  return bytes < 32 ? 1 : 1 + Math.ceil(bytes / 32);
}

/** A number of pages as the transactions that take no more than `most` each. */
const parts = (pages: number, most: number): number[] =>
  Array.from({ length: Math.ceil(pages / most) }, (_, i) => Math.min(most, pages - i * most));
