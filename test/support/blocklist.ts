import type { BlocklistEntry } from "../../prover/blocklist/entry.ts";
import type { LeftOutEntry } from "../../prover/blocklist/imported.ts";
import { type Blocklist, type ListTerms, writeBlocklist } from "../../prover/blocklist/list.ts";
import { keyToHex } from "../../prover/fingerprint/key.ts";
import { poseidon, workKey } from "./scene.ts";

const TERMS: ListTerms = { name: "opt-outs", scheme: "sha256", pageSize: 16, confidential: false };

/** Entries of made-up works, in the order of their names. */
export const someEntries = (count: number, prefix = "listed"): BlocklistEntry[] =>
  Array.from({ length: count }, (_, i) => ({ key: keyToHex(workKey(`${prefix} ${i}`)), label: `${prefix} ${i}` }));

export const writeList = (
  folder: string,
  entries: readonly BlocklistEntry[],
  terms: Partial<ListTerms> = {},
  existing?: Blocklist,
  leftOut: readonly LeftOutEntry[] = [],
): Promise<Blocklist> => writeBlocklist(folder, { ...TERMS, ...terms }, entries, poseidon, existing, leftOut);
