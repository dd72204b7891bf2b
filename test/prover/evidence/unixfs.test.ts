import { CarBufferWriter, CarReader } from "@ipld/car";
import fc from "fast-check";
import { exporter, type UnixFSDirectory } from "ipfs-unixfs-exporter";
import { type ImporterOptions, importBytes, importer } from "ipfs-unixfs-importer";
import { fixedSize } from "ipfs-unixfs-importer/chunker";
import { balanced } from "ipfs-unixfs-importer/layout";
import { CID } from "multiformats/cid";
import { expect, test } from "vitest";
import { type ArchiveFiles, readArchive, writeArchive } from "../../../prover/evidence/car.ts";
import { cidText } from "../../../prover/evidence/cid.ts";
import { BLOCK_BYTES, type Cut, chunkedFile, type Dag, folderOf, wholeFile } from "../../../prover/evidence/unixfs.ts";
import { errorOf } from "../../support/errors.ts";

/** Where IPFS's own writer and reader keep blocks. */
function blockstore() {
  const blocks = new Map<string, Uint8Array>();
  return {
    blocks,
    put(cid: CID, content: Uint8Array): CID {
      blocks.set(String(cid), content);
      return cid;
    },
    async *get(cid: CID) {
      yield blocks.get(String(cid))!;
    },
  };
}

const cutting = ({ bytes, links }: Cut): ImporterOptions => ({
  cidVersion: 1,
  rawLeaves: true,
  reduceSingleLeafToSelf: true,
  chunker: fixedSize({ chunkSize: bytes }),
  layout: balanced({ maxChildrenPerNode: links }),
});

const CUT: Cut = { bytes: BLOCK_BYTES, links: 1024 };

/** Bytes of which no two chunks are the same. */
const content = (length: number): Uint8Array => {
  const words = Uint32Array.from({ length: Math.ceil(length / 4) }, (_, i) => Math.imul(i + 1, 2_654_435_761));
  return new Uint8Array(words.buffer).subarray(0, length);
};

/** An archive of these blocks by IPLD's own writer. */
function sections({ root, blocks }: Pick<Dag, "root" | "blocks">): { cid: string; bytes: Uint8Array } {
  const roots = [CID.decode(root)];
  const all = blocks.map(({ cid, content }) => ({ cid: CID.decode(cid), bytes: content }));
  const size = all.reduce(
    (sum, block) => sum + CarBufferWriter.blockLength(block),
    CarBufferWriter.headerLength({ roots }),
  );
  const writer = CarBufferWriter.createWriter(new ArrayBuffer(size), { roots });
  for (const block of all) writer.write(block);
  return { cid: String(roots[0]), bytes: writer.close() };
}

/** As archives were written at first: every file in one block. */
const firstVersion = (files: ArchiveFiles) =>
  sections(folderOf([...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, file]) => [name, wholeFile(file)])));

const LARGE: ArchiveFiles = new Map([
  ["card.txt", content(2 * BLOCK_BYTES + 12_345)],
  ["exactly.bin", content(BLOCK_BYTES)],
  ["notes.md", new TextEncoder().encode("small")],
  ["one-more.bin", content(BLOCK_BYTES + 1)],
  ["zeros.bin", new Uint8Array(3 * BLOCK_BYTES)],
]);

test("a file has the CID that IPFS's own importer gives it, wherever it is cut", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 400 }),
      fc.record({ bytes: fc.integer({ min: 1, max: 50 }), links: fc.integer({ min: 2, max: 6 }) }),
      async (bytes, cut) => {
        const { cid } = await importBytes(bytes, blockstore(), cutting(cut));
        expect(cidText(chunkedFile(bytes, cut).root)).toBe(String(cid));
      },
    ),
  );
});

test("a folder with long files has the CID of the importer's profile, and blocks of at most 1 MiB", async () => {
  const store = blockstore();
  const entries = [...LARGE].map(([path, bytes]) => ({ path, content: bytes }));
  const imported = await Array.fromAsync(
    importer(entries, store, { profile: "unixfs-v1-2025", wrapWithDirectory: true }),
  );
  const { cid, bytes } = writeArchive(LARGE);
  expect(String(imported.at(-1)!.cid)).toBe(cid);
  const car = await CarReader.fromBytes(bytes);
  const found = new Map((await Array.fromAsync(car.blocks())).map((block) => [String(block.cid), block.bytes]));
  expect([...found.keys()].sort()).toEqual([...store.blocks.keys()].sort());
  expect(Math.max(...[...found.values()].map(({ length }) => length))).toBe(BLOCK_BYTES);
});

test("IPFS's own exporter reads every file out of the archive", async () => {
  const { cid, bytes } = writeArchive(LARGE);
  const car = await CarReader.fromBytes(bytes);
  const store = {
    ...blockstore(),
    get: async function* (wanted: CID) {
      yield (await car.get(wanted))!.bytes;
    },
  };
  const folder = (await exporter(cid, store)) as UnixFSDirectory;
  const read = new Map<string, Uint8Array>();
  for await (const { name } of folder.entries()) {
    const file = await exporter(`${cid}/${name}`, store);
    if (file.type === "directory" || file.type === "object") throw new Error(`${name} is no file`);
    read.set(name, Buffer.concat(await Array.fromAsync(file.content())));
  }
  expect([...read].map(([name, some]) => [name, Buffer.compare(some, LARGE.get(name)!)])).toEqual(
    [...LARGE.keys()].map((name) => [name, 0]),
  );
});

test("long files are read back, from archives of both versions", () => {
  const small = new Map([["notes.md", LARGE.get("notes.md")!]]);
  for (const files of [LARGE, small]) {
    const read = readArchive(writeArchive(files).bytes)!.files;
    expect([...read].every(([name, some]) => Buffer.compare(some, files.get(name)!) === 0)).toBe(true);
    expect([...read.keys()]).toEqual([...files.keys()]);
  }
  const first = firstVersion(LARGE);
  expect(readArchive(first.bytes)?.cid).toBe(first.cid);
  expect([...readArchive(first.bytes)!.files].every(([name, some]) => some.length === LARGE.get(name)!.length)).toBe(
    true,
  );
});

test("refuses an archive that splits only some long files, or splits them differently", () => {
  const [card, other] = ["card.txt", "one-more.bin"].map((name) => LARGE.get(name)!);
  const archive = (...dags: ReturnType<typeof chunkedFile>[]) =>
    sections(folderOf(dags.map((dag, i) => [`${i}.bin`, dag] as const)));
  expect(readArchive(archive(chunkedFile(card!), chunkedFile(other!)).bytes)).toBeDefined();
  expect(readArchive(archive(wholeFile(card!), chunkedFile(other!)).bytes)).toBeUndefined();
  expect(readArchive(archive(chunkedFile(card!, { ...CUT, bytes: 262_144 })).bytes)).toBeUndefined();
  expect(readArchive(archive(chunkedFile(card!, { ...CUT, links: 2 })).bytes)).toBeUndefined();
});

test("no block of a long file can be changed, moved, repeated or left out", () => {
  const dag = folderOf([["card.txt", chunkedFile(LARGE.get("card.txt")!)]]);
  const { blocks } = dag;
  const [folder, file, ...leaves] = blocks as [never, never, never];
  const flipped = { ...blocks[2]!, content: blocks[2]!.content.map((byte, i) => (i === 7 ? byte ^ 1 : byte)) };
  for (const changed of [
    [folder, file, ...[...leaves].reverse()],
    [folder, file, ...leaves, leaves[0]],
    [folder, file, ...leaves.slice(1)],
    [folder, ...leaves],
    [file, folder, ...leaves],
    [folder, file, flipped, ...leaves.slice(1)],
  ])
    expect(readArchive(sections({ ...dag, blocks: changed }).bytes)).toBeUndefined();
  expect(readArchive(sections(dag).bytes)).toBeDefined();
});

test("a folder with too long a block is refused with a message, and its first version is still read", async () => {
  const files = new Map(Array.from({ length: 20_000 }, (_, i) => [`bundle-${i}.json`, Uint8Array.of(i)] as const));
  const error = await errorOf(() => writeArchive(files));
  expect(error).toMatchObject({ code: "evidence/too-many-files", kind: "data" });
  expect(error.message).toContain("20000 files");
  expect(readArchive(firstVersion(files).bytes)?.files.size).toBe(20_000);
});
