import { stat } from "node:fs/promises";
import { join } from "node:path";
import { LIST_FILE } from "../../blocklist/format.ts";
import type { Blocklist } from "../../blocklist/list.ts";
import { readBlocklist } from "../../blocklist/read.ts";
import type { Signer } from "../../bundle/envelope.ts";
import { type ExpectedList, toExpectedList } from "../../bundle/expected.ts";
import { readListRoot } from "../../bundle/listRoot.ts";
import { type BuiltInCircuit, readPinnedCircuits } from "../../setup/pinned.ts";
import type { CircuitKind } from "../../shared/circuit.ts";
import { listIssues } from "../../shared/document.ts";
import { DisjointError, dataError, reworded } from "../../shared/errors.ts";
import { readInput } from "../../shared/files.ts";
import { count } from "../../shared/format.ts";
import type { Json } from "../../shared/json.ts";
import { quoted } from "../../shared/names.ts";
import { verifierPoseidon } from "../../shared/verifierPoseidon.ts";
import type { Values } from "../commands/definition.ts";
import { optional, pairs } from "../values.ts";
import type { Row } from "./verified.ts";

const SIGNER_FORM = {
  form: "NAME=PUBLICKEY",
  pattern: /^[0-9a-f]{64}$/,
  value: "PUBLICKEY is the signer's, in 64 hexadecimal digits: `disjoint attest key` prints it.",
} as const;

const CIRCUIT_FORM = {
  form: "ID=PAGESIZE",
  pattern: /^(1|16|256)$/,
  value: "PAGESIZE is 16 or 256, or 1 for a circuit about one key.",
} as const;

export const signersIn = (values: Values): Signer[] =>
  pairs(values, "signer", SIGNER_FORM).map(([name, publicKey]) => ({ name, publicKey }));

const NO_ARTIFACTS =
  "Give the folder of the circuits that the proofs are of, with their locks and verification keys, as --artifacts. " +
  "Whoever made the keys has it. Keys for development are other ones on each machine.";

/** A circuit that is trusted; `named`: its id is given by --circuit, and not only by the lock of its artifacts. */
type KnownCircuit = BuiltInCircuit & { named: boolean };

/** The circuits that --circuit names, and how many entries each proves: 1 where it is about one key. */
export const circuitsIn = (values: Values): Map<string, number> =>
  new Map(pairs(values, "circuit", CIRCUIT_FORM).map(([id, size]) => [id.toLowerCase(), Number(size)]));

/**
 * The installed circuits of these kinds that the documents name; only these are read. With --circuit only those whose
 * ids it names, each for the page size that it names. None need be installed for documents that name no circuit.
 */
export async function pinnedIn(
  values: Values,
  documents: readonly (Json | undefined)[],
  kinds?: readonly CircuitKind[],
): Promise<KnownCircuit[]> {
  const named = circuitsIn(values);
  const folder = optional(values, "artifacts");
  const ids = new Set(documents.flatMap(circuitIdsIn));
  if (folder === undefined && ids.size === 0) return [];
  const read = await readPinnedCircuits(folder, kinds, ids).catch((error) => {
    throw error instanceof DisjointError && error.code === "setup/no-artifacts"
      ? reworded(error, { hint: NO_ARTIFACTS })
      : error;
  });
  return read
    .filter(({ circuitId, pageSize }) => named.size === 0 || named.get(circuitId) === pageSize)
    .map((circuit) => ({ ...circuit, named: named.size > 0 }));
}

/** Every circuit id in a document, at any depth. That a document names a circuit does not make it trusted. */
function circuitIdsIn(document: Json | undefined): string[] {
  if (typeof document !== "object" || document === null) return [];
  return Object.entries(document).flatMap(([field, value]) =>
    field === "circuitId" && typeof value === "string" ? [value] : circuitIdsIn(value),
  );
}

/** The caveat of a verdict under these circuits: that proofs can be forged, or that the keys were not checked. */
export function keyRows(circuits: readonly Pick<BuiltInCircuit, "setup">[]): Row[] {
  if (circuits.some(({ setup }) => setup === "development"))
    return [["caveat", "a development key: its maker can forge all of this"]];
  return circuits.length > 0
    ? []
    : [["caveat", "circuits are trusted as named: how their keys were made was not checked (--artifacts)"]];
}

/** How much of a list the verifier has. */
export const listRow = ({ name, epochs, pages }: KnownList): Row => [
  "list",
  `${quoted(name)}, epoch ${epochs.length}, ${count(pages.length, "page")}`,
];

/** What a verdict under this key is worth. */
export const pinnedLine = ({ circuitId, kind, pageSize, setup, named }: KnownCircuit): string =>
  `policy: circuit ${circuitId} for ${CLAIMS[kind](pageSize)}, ${named ? "named by --circuit, " : ""}${KEYS[setup]}`;

const CLAIMS: Record<CircuitKind, (pageSize: number) => string> = {
  exclusion: (pageSize) => `pages of ${pageSize}`,
  inclusion: () => "inclusion of a key",
  listing: (pageSize) => `keys on pages of ${pageSize}`,
};

const KEYS = {
  development: "a development key: its maker can forge proofs",
  ceremony: "a ceremony's key, according to its lock alone",
} as const;

/**
 * A list that the verifier has: `local` from its folder, or its root document alone. `epochs[e]`: how many pages it had
 * at epoch e + 1.
 */
export type KnownList = ExpectedList & { epochs: readonly number[]; document: Uint8Array; local?: Blocklist };

/**
 * What a verifier expects of proofs about the list in this folder, every page's digest computed from its entries; or in
 * this root document, whose digests are taken as they stand.
 *
 * @throws data `blocklist/invalid` and those of `readBlocklist`
 */
export async function expectedList(path: string): Promise<KnownList> {
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (!isFolder) return expectedRoot(path);
  const list = await readBlocklist(path, verifierPoseidon());
  const document = await readInput(join(path, LIST_FILE), "blocklist/not-found", LIST_HINT);
  return { ...toExpectedList(list), epochs: list.epochs, document, local: list };
}

const LIST_HINT = "Pass the folder of a list, or its list.json.";

async function expectedRoot(path: string): Promise<KnownList> {
  const document = await readInput(path, "blocklist/not-found", LIST_HINT);
  const read = readListRoot(document);
  if ("value" in read) return { ...read.value, document };
  throw dataError("blocklist/invalid", `${path}: ${listIssues(read.issues)}`, LIST_HINT);
}
