import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { importLines } from "../../prover/blocklist/import.ts";
import { type ListTerms, writeBlocklist } from "../../prover/blocklist/list.ts";
import { portableHash } from "../../prover/fingerprint/hash.ts";
import { findScheme } from "../../prover/fingerprint/schemes.ts";
import { openRegistry, type Registry, type SnapshotList } from "../../prover/registry.ts";
import { sha256 } from "../../prover/shared/files.ts";
import { circomlibPoseidon } from "../../prover/shared/poseidon.ts";
import type { PickedFile } from "../../web/files/picked.ts";
import { fingerprint } from "../../web/work/fingerprint.ts";
import { readPickedLists } from "../../web/work/folders.ts";
import { searchWork } from "../../web/work/search.ts";
import { temporaryFolder } from "../support/chain.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const POEM = "In Xanadu did Kubla Khan a stately pleasure-dome decree, where Alph the sacred river ran through caverns";
const LIST_IDS = { text: `0x${"01".repeat(32)}`, url: `0x${"02".repeat(32)}`, minhash: `0x${"03".repeat(32)}` };
type Name = keyof typeof LIST_IDS;

let root: Awaited<ReturnType<typeof temporaryFolder>>;
let registry: Registry;
const folders: Partial<Record<Name, string>> = {};
let files: PickedFile[];

/** Two epochs: twenty works, then what is looked for, on the third page of 16. */
async function makeList(name: Name, works: readonly string[], last: string): Promise<SnapshotList> {
  const folder = join(root.path, name);
  folders[name] = folder;
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

function filesOf(folder: string, under: string): PickedFile[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".json"))
    .map((path) => ({
      path: `${under}/${path}`,
      bytes: async () => Uint8Array.from(readFileSync(join(folder, path))),
    }));
}

beforeAll(async () => {
  root = await temporaryFolder();
  const numbered = (make: (i: number) => string) => Array.from({ length: 20 }, (_, i) => make(i));
  const lists = [
    await makeList(
      "text",
      numbered((i) => `poem ${i}`),
      POEM,
    ),
    await makeList(
      "url",
      numbered((i) => `https://example.org/${i}`),
      "https://example.org/xanadu",
    ),
    await makeList(
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
  registry = openRegistry({
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
  files = (["text", "url", "minhash"] as const).flatMap((name) => filesOf(folders[name]!, `lists/${name}`));
});
afterAll(() => root?.remove());
afterEach(() => vi.unstubAllGlobals());

async function search(work: string, chosen: readonly PickedFile[] = files) {
  const { folders } = await readPickedLists(chosen, registry.snapshot.lists);
  const { lists, works } = await searchWork(registry, folders, bytes(work));
  return { works, of: (name: Name) => lists.find(({ list }) => list.list === LIST_IDS[name])! };
}

/** The same files, one of them changed. */
const changed = (path: string, change: (content: Uint8Array) => Uint8Array): PickedFile[] =>
  files.map((file) => (file.path === path ? { ...file, bytes: async () => change(await file.bytes()) } : file));

describe("a work", () => {
  it("is found, with its page, its epoch, and the releases that were proved to exclude it", async () => {
    const { of } = await search(`  ${POEM.toUpperCase()} `);
    expect(of("text").search).toMatchObject({ state: "searched", epoch: 2, currentEpoch: 2, entries: 21 });
    const [entry] = of("text").found;
    expect(entry).toMatchObject({ page: 2, epoch: 2 });
    expect(entry!.excludedBy.map(({ proved, subject }) => [proved, "model" in subject && subject.model])).toEqual([
      ["clean", "a1"],
    ]);
    expect(entry!.notProvedBy.map(({ proved }) => proved)).toEqual(["behind"]);
    expect((await search("poem 3")).of("text").found[0]!.excludedBy).toHaveLength(2);
  });

  it("is found as an address, and as a text that is nearly the same", async () => {
    expect((await search("http://example.org/xanadu#top")).of("url").found).toHaveLength(1);
    const near = (await search(`${POEM} measureless`)).of("minhash");
    expect(near.found.length).toBeGreaterThan(0);
    expect((await search(`${POEM} measureless`)).of("text").search).toMatchObject({ state: "searched", hits: [] });
  });

  it("is not found, and what was searched and what was not is told apart", async () => {
    const { of, works } = await search("a poem that nobody listed, with some more words");
    expect(of("text").search).toMatchObject({ state: "searched", hits: [], entries: 21 });
    expect(of("url").search).toMatchObject({ state: "not-comparable" });
    expect(works.find(({ scheme }) => scheme === "url")!.problem).toContain("not an address");
    const without = await search(
      "poem 3",
      files.filter(({ path }) => !path.startsWith("lists/text")),
    );
    expect(without.of("text")).toMatchObject({ search: { state: "not-at-hand" }, found: [] });
  });

  it("asks nobody for anything", async () => {
    const asked = vi.fn();
    vi.stubGlobal("fetch", asked);
    await search(POEM);
    expect(asked).not.toHaveBeenCalled();
  });
});

describe("a folder", () => {
  it.each([
    ["a page of other bytes", "lists/text/pages/0002.json", (file: Uint8Array) => Uint8Array.of(...file, 10)],
    ["a page cut off", "lists/text/pages/0000.json", (file: Uint8Array) => file.subarray(0, 50)],
  ])("that is damaged says nothing of the work: %s", async (_, path, change) => {
    const { of } = await search(POEM, changed(path, change));
    expect(of("text")).toMatchObject({ search: { state: "damaged" }, found: [] });
    expect(of("minhash").search.state).toBe("searched");
  });

  it("without a page is damaged, and of no list of the registry is unknown", async () => {
    const { of } = await search(
      POEM,
      files.filter(({ path }) => path !== "lists/text/pages/0001.json"),
    );
    expect(of("text").search).toMatchObject({ state: "damaged" });
    const other = changed("lists/text/list.json", (file) => Uint8Array.of(...file, 10));
    const picked = await readPickedLists(other, registry.snapshot.lists);
    expect(picked.unknown).toEqual(["lists/text/"]);
    expect(picked.folders.has(LIST_IDS.text)).toBe(false);
  });

  it("of an epoch that is not confirmed, or of another list, is not believed", async () => {
    const { folders } = await readPickedLists(files, registry.snapshot.lists);
    const swapped = new Map([[LIST_IDS.text, folders.get(LIST_IDS.url)!]]);
    const { lists } = await searchWork(registry, swapped, bytes(POEM));
    expect(lists[0]!.search).toEqual({ state: "other-list" });
    const [first, ...others] = registry.snapshot.lists;
    const earlier = openRegistry({ ...registry.snapshot, lists: [{ ...first!, currentEpoch: 1 }, ...others] });
    expect((await searchWork(earlier, folders, bytes(POEM))).lists[0]!.search).toEqual({ state: "other-list" });
  });
});

describe("fingerprints", () => {
  it("are the same without Node's hashes", () => {
    for (const algorithm of ["sha256", "sha1", "md5"])
      expect([...portableHash(algorithm, bytes(POEM))]).toEqual([...findScheme(algorithm).values(bytes(POEM))[0]!]);
    expect(() => portableHash("crc32", bytes(POEM))).toThrow("no digest");
  });

  it("are made under every scheme that fits, and a long text is no address", () => {
    const schemes = (work: Uint8Array) =>
      fingerprint(work).flatMap(({ scheme, keys }) => (keys.length > 0 ? [scheme] : []));
    expect(schemes(bytes(POEM))).toEqual(["sha256", "sha1", "md5", "text", "minhash"]);
    expect(schemes(bytes("https://github.com/owner/name"))).toContain("repo");
    expect(schemes(Uint8Array.of(0xff, 0xfe))).toEqual(["sha256", "sha1", "md5"]);
    expect(schemes(bytes(`https://example.org/${"a".repeat(5000)}`))).not.toContain("url");
  });
});
