import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { importLines } from "../../prover/blocklist/import.ts";
import { type ListTerms, writeBlocklist } from "../../prover/blocklist/list.ts";
import { findScheme } from "../../prover/fingerprint/schemes.ts";
import { openRegistry, type SnapshotList } from "../../prover/registry.ts";
import { sha256 } from "../../prover/shared/files.ts";
import { circomlibPoseidon } from "../../prover/shared/poseidon.ts";
import { temporaryFolder } from "./chain.ts";

/** A published file of a list: its path and how to read it. */
type ListFile = { path: string; bytes(): Promise<Uint8Array> };

/** What is looked for. */
export const POEM =
  "In Xanadu did Kubla Khan a stately pleasure-dome decree, where Alph the sacred river ran through caverns";
export const LIST_IDS = { text: `0x${"01".repeat(32)}`, url: `0x${"02".repeat(32)}`, minhash: `0x${"03".repeat(32)}` };
/** Lists by their schemes. */
export type ListName = keyof typeof LIST_IDS;

/** Two epochs: twenty works, then what is looked for, on the third page of 16. */
async function makeList(root: string, name: ListName, works: readonly string[], last: string): Promise<SnapshotList> {
  const folder = join(root, name);
  const scheme = findScheme(name);
  const entries = (some: readonly string[]) => importLines(Buffer.from(some.join("\n")), scheme, "works");
  const poseidon = await circomlibPoseidon();
  const terms: ListTerms = { name, scheme: name, pageSize: 16, confidential: false };
  const first = await writeBlocklist(folder, terms, entries(works), poseidon);
  const then = sha256(readFileSync(join(folder, "list.json")));
  const grown = await writeBlocklist(folder, terms, entries([last]), poseidon, first);
  const epoch = (hash: string, pageCount: number) => ({
    contentHash: `0x${hash}`,
    pageCount,
    time: 1_767_225_600 + pageCount,
    uri: "",
    accumulators: [],
  });
  return {
    list: LIST_IDS[name],
    name,
    scheme: name,
    owner: `0x${"0a".repeat(20)}`,
    pendingOwner: null,
    publishers: [],
    reviewers: [],
    threshold: 0,
    currentEpoch: 2,
    epochs: [epoch(then, first.epochs[0]!), epoch(grown.root, grown.pages.length)],
  };
}

function filesOf(folder: string, under: string): ListFile[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".json"))
    .map((path) => ({
      path: `${under}/${path}`,
      bytes: async () => Uint8Array.from(readFileSync(join(folder, path))),
    }));
}

/** Three lists with their published files, and two releases: one that excludes all of the first, and one part of it. */
export async function openWorkScene() {
  const root = await temporaryFolder();
  const numbered = (make: (i: number) => string) => Array.from({ length: 20 }, (_, i) => make(i));
  const lists = [
    await makeList(
      root.path,
      "text",
      numbered((i) => `poem ${i}`),
      POEM,
    ),
    await makeList(
      root.path,
      "url",
      numbered((i) => `https://example.org/${i}`),
      "https://example.org/xanadu",
    ),
    await makeList(
      root.path,
      "minhash",
      numbered((i) => `some words of the poem with number ${i}`),
      POEM,
    ),
  ];
  const release = (id: string, pages: number) => ({
    release: `0x${id.repeat(32)}`,
    vendor: `0x${"0b".repeat(20)}`,
    model: id,
    version: "1",
    weights: "cd".repeat(32),
    terms: "",
    block: 1,
    time: 1_767_225_600,
    shards: ["1"],
    parents: [],
    evidence: [],
    reached: [{ list: 0, pages }],
  });
  const contract = `0x${"0c".repeat(20)}`;
  const registry = openRegistry({
    format: "disjoint/registry-snapshot/v1",
    chainId: 1,
    contracts: { blocklists: contract, ledger: contract, releases: contract, block: 1 },
    at: { number: 9, hash: `0x${"0d".repeat(32)}`, time: 1_767_225_700 },
    events: 9,
    circuits: [],
    lists,
    shards: [],
    releases: [release("a1", lists[0]!.epochs[1]!.pageCount), release("b2", lists[0]!.epochs[0]!.pageCount)],
  });
  const names = Object.keys(LIST_IDS) as ListName[];
  return {
    root: root.path,
    registry,
    files: names.flatMap((name) => filesOf(join(root.path, name), `lists/${name}`)),
    close: root.remove,
  };
}
