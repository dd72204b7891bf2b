import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { rootDocument } from "../../prover/blocklist/list.ts";
import { readBlocklist } from "../../prover/blocklist/read.ts";
import { portableHash } from "../../prover/fingerprint/hash.ts";
import { findScheme } from "../../prover/fingerprint/schemes.ts";
import { openRegistry, type Registry } from "../../prover/registry.ts";
import { sha256 } from "../../prover/shared/files.ts";
import { circomlibPoseidon } from "../../prover/shared/poseidon.ts";
import type { PickedFile } from "../../web/files/picked.ts";
import { fingerprint } from "../../web/work/fingerprint.ts";
import { readPickedLists } from "../../web/work/folders.ts";
import { searchWork } from "../../web/work/search.ts";
import { knownBundle } from "../support/disjointness.ts";
import { LIST_IDS, type ListName, openWorkScene, POEM } from "../support/workScene.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

let registry: Registry;
let root: string;
let files: PickedFile[];
let close: () => Promise<void>;

beforeAll(async () => {
  ({ registry, root, files, close } = await openWorkScene());
});
afterAll(() => close?.());
afterEach(() => vi.unstubAllGlobals());

async function search(work: string, chosen: readonly PickedFile[] = files) {
  const { folders } = await readPickedLists(chosen, registry.snapshot.lists);
  const { lists, works } = await searchWork(registry, folders, bytes(work));
  return { works, of: (name: ListName) => lists.find(({ list }) => list.list === LIST_IDS[name])! };
}

/** The same files, one of them changed. */
const changed = (path: string, change: (content: Uint8Array) => Uint8Array): PickedFile[] =>
  files.map((file) => (file.path === path ? { ...file, bytes: async () => change(await file.bytes()) } : file));

/** The list of texts with accumulators, published without pages. The releases reach both epochs, and the first one. */
async function published() {
  const list = await readBlocklist(join(root, "text"), await circomlibPoseidon());
  const { accumulators } = knownBundle().list;
  const [both] = accumulators!.epochs;
  const documentAt = (epochs: number) => {
    const pages = list.pages.slice(0, list.epochs[epochs - 1]);
    const then = { powers: accumulators!.powers, epochs: list.epochs.slice(0, epochs).map(() => both!) };
    return bytes(rootDocument({ ...list, pages, epochs: list.epochs.slice(0, epochs), accumulators: then }));
  };
  const { snapshot } = registry;
  const [text, ...others] = snapshot.lists;
  const epochs = text!.epochs.map((epoch, i) => ({
    ...epoch,
    pageCount: i + 1,
    contentHash: `0x${sha256(documentAt(i + 1))}`,
    accumulators: ["whole" as const],
  }));
  const releases = snapshot.releases.map((each, i) => ({ ...each, reached: [{ list: 0, pages: 2 - i }] }));
  const alone = openRegistry({ ...snapshot, releases, lists: [{ ...text!, epochs }, ...others] });
  return { alone, document: documentAt(2) };
}

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

  it("is not found, and the page distinguishes what was searched from what was not", async () => {
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

  it("is found on a list of accumulators alone, and excluded by releases that reach its epoch", async () => {
    const { alone, document } = await published();
    const { folders } = await readPickedLists(
      changed("lists/text/list.json", () => document),
      alone.snapshot.lists,
    );
    const statesOf = async (work: string) => {
      const { search, found } = (await searchWork(alone, folders, bytes(work))).lists[0]!;
      expect(search).toMatchObject({ state: "searched", epoch: 2, entries: 21 });
      return found.map(({ epoch, excludedBy, notProvedBy }) => [epoch, excludedBy.length, notProvedBy.length]);
    };
    // Its page is the third one, and the chain counts two.
    expect(await statesOf(POEM)).toEqual([[2, 1, 1]]);
    // Entries of the second page belong to the first epoch.
    expect(await Promise.all(Array.from({ length: 20 }, (_, i) => statesOf(`poem ${i}`)))).toEqual(
      Array.from({ length: 20 }, () => [[1, 2, 0]]),
    );
    expect(await statesOf("a poem that nobody listed")).toEqual([]);
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
