import { type ArchiveFiles, readArchive, writeArchive } from "../../prover/evidence/car.ts";

/** A change of the files of a pack. */
type Damage = (files: Map<string, Uint8Array>) => void;

// biome-ignore lint/suspicious/noExplicitAny: whatever the document holds
type Editable = any;

const edit =
  (name: string, change: (document: Editable) => void): Damage =>
  (files) => {
    const document = JSON.parse(Buffer.from(files.get(name)!).toString("utf8"));
    change(document);
    files.set(name, Buffer.from(JSON.stringify(document, undefined, 2)));
  };

const swap =
  (one: string, other: string): Damage =>
  (files) => {
    const first = files.get(one)!;
    files.set(one, files.get(other)!);
    files.set(other, first);
  };

/**
 * What can be wrong with the files of a pack of two shards and two lists, each in an archive that is itself in order.
 */
const DAMAGES: Record<string, Damage> = {
  "another proof": edit("bundle-0000.json", ({ statements }) => {
    statements[0].proof = statements[1].proof;
  }),
  "another commitment": edit("bundle-0001.json", (bundle) => {
    bundle.commitment = "5";
  }),
  "a page left out": edit("bundle-0000.json", ({ statements }) => statements.pop()),
  "a bundle left out": (files) => files.delete("bundle-0003.json"),
  "a list left out": (files) => files.delete("list-0001.json"),
  "a list of another digest": edit("list-0000.json", ({ pages }) => {
    pages[0].digest = "9";
  }),
  "facts of other weights": edit("facts.json", ({ declared }) => {
    declared.weights.digest = "ef".repeat(32);
  }),
  "a manifest of more rows": edit("manifest-0000.json", (manifest) => manifest.rows++),
  "manifests that changed places": swap("manifest-0000.json", "manifest-0001.json"),
  "an unsigned file more": (files) => files.set("attachment-more.txt", Buffer.from("clean")),
  "a signature of nobody": edit("statement.dsse.json", ({ signatures }) => {
    signatures[0].keyid = "ab".repeat(32);
  }),
  "no key": (files) => files.delete("key-0000.json"),
};

const damaged = (files: ArchiveFiles, change: Damage): Uint8Array => {
  const changed = new Map(files);
  change(changed);
  return writeArchive(changed).bytes;
};

/** Twelve damaged packs with archives in order, and two archives that are damaged, by what is wrong. */
export function damagedPacks(archive: Uint8Array): [what: string, pack: Uint8Array][] {
  const { files } = readArchive(archive)!;
  const flipped = Uint8Array.from(archive);
  flipped[flipped.length >> 1]! ^= 1;
  return [
    ...Object.entries(DAMAGES).map(([what, damage]): [string, Uint8Array] => [what, damaged(files, damage)]),
    ["a bit flipped", flipped],
    ["cut off", archive.subarray(0, archive.length - 100)],
  ];
}
