import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Envelope, readEnvelope, writeEnvelope } from "../../../prover/bundle/envelope.ts";
import { makeSigningKey, signStatement } from "../../../prover/bundle/sign.ts";
import { makeExclusionStatement } from "../../../prover/bundle/statement.ts";
import { type ArchiveFiles, readArchive, writeArchive } from "../../../prover/evidence/car.ts";
import { makeEvidence } from "../../../prover/evidence/make.ts";
import { type Evidence, evidenceIn, packFiles } from "../../../prover/evidence/pack.ts";
import { type PackPolicy, verifyPack } from "../../../prover/evidence/verifyPack.ts";
import { verificationKeyToSnarkjs } from "../../../prover/groth16/verificationKey.ts";
import { type Chain, openChain } from "../../../prover/rpc/connection.ts";
import { readDocument } from "../../../prover/shared/document.ts";
import { parseJson } from "../../../prover/shared/json.ts";
import { temporaryFolder } from "../../support/chain.ts";
import {
  evidenceScene,
  listRoot,
  manifestOf,
  onChain,
  type Scene,
  simulatedId,
  simulatedKey,
  trusting,
} from "../../support/evidence.ts";
import { OTHER_TRAPDOOR } from "../../support/simulator.ts";

let folder: { path: string; remove(): Promise<void> };
let chain: Chain;
let scene: Scene;
let archive: Uint8Array;
let files: ArchiveFiles;
let evidence: Evidence;
let policy: PackPolicy;

beforeAll(async () => {
  folder = await temporaryFolder();
  chain = await openChain({});
  scene = await evidenceScene(folder.path, [2, 2]);
  const { document } = await onChain(chain, scene);
  const attachments = new Map([["report.md", Buffer.from("what is proved")]]);
  const made = await makeEvidence(
    { ...scene.parts, chain: document, attachments },
    { keyPath: scene.keyPath, out: folder.path },
  );
  archive = Uint8Array.from(await readFile(made.archive));
  files = readArchive(archive)!.files;
  evidence = evidenceIn(files)!;
  policy = { ...scene.policy, chain: trusting(document) };
});
afterAll(async () => {
  await chain?.close();
  await folder?.remove();
});

const failing = (bytes: Uint8Array, changed: Partial<PackPolicy> = {}) =>
  verifyPack(bytes, { ...policy, ...changed }).checks.flatMap(({ name, ok }) => (ok ? [] : [name]));
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
/** A document as the tests reach into it. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the document holds
type Json = any;
const edited = (file: Uint8Array, change: (document: Json) => void): Uint8Array => {
  const document = JSON.parse(Buffer.from(file).toString());
  change(document);
  return Buffer.from(`${JSON.stringify(document, undefined, 2)}\n`);
};
const set = (object: unknown, fields: Record<string, unknown>) => Object.assign(object as object, fields);
const flipped = (file: Uint8Array, at: number) => file.map((byte, i) => (i === at ? byte ^ 1 : byte));

test("accepts the unchanged file", () => {
  expect(failing(archive)).toEqual([]);
  expect(writeArchive(packFiles(evidence)).bytes).toEqual(archive);
});

describe("an archive", () => {
  const car = (change: (bytes: Uint8Array) => Uint8Array) => () => change(archive);
  test.each<[string, () => Uint8Array]>([
    ["with a changed byte at its beginning", car((all) => flipped(all, 3))],
    ["with a changed byte in the folder", car((all) => flipped(all, 120))],
    ["with a changed byte in a file", car((all) => flipped(all, all.length - 100))],
    ["that is cut off", car((all) => all.subarray(0, -1))],
    ["with a byte more", car((all) => Buffer.concat([all, Buffer.of(0)]))],
    ["that is twice there", car((all) => Buffer.concat([all, all]))],
    ["without content", () => new Uint8Array()],
  ])("%s is refused as such", (_, change) => {
    expect(failing(change())).toContain("archive");
  });
});

/** By somebody without the vendor's key: the signed statement stays. */
type Change = (evidence: Evidence) => Evidence;

const OUTSIDERS: [string, Change, string][] = [
  ["a bundle less", (e) => ({ ...e, bundles: e.bundles.slice(1) }), "statement-of-bundles"],
  ["no bundle", (e) => ({ ...e, bundles: [] }), "files"],
  ["a bundle twice", (e) => ({ ...e, bundles: [...e.bundles, e.bundles[0]!] }), "statement-of-bundles"],
  ["bundles in another order", (e) => ({ ...e, bundles: e.bundles.toReversed() }), "statement-of-bundles"],
  ["a bundle that is none", (e) => ({ ...e, bundles: [bytes({}), ...e.bundles.slice(1)] }), "bundle-0-format"],
  ["no key", (e) => ({ ...e, keys: [] }), "bundle-0-page-0-circuit"],
  ["another key", (e) => ({ ...e, keys: [otherKey()] }), "key-0-pinned"],
  ["a key more", (e) => ({ ...e, keys: [...e.keys, otherKey()] }), "key-1-pinned"],
  ["a key that is none", (e) => ({ ...e, keys: [bytes({})] }), "key-0"],
  ["no list", (e) => ({ ...e, lists: [] }), "covers-opt-out"],
  ["another list", (e) => ({ ...e, lists: [listRoot("opt-out", [1n]), ...e.lists.slice(1)] }), "list-0-pinned"],
  ["a list more", (e) => ({ ...e, lists: [...e.lists, listRoot("more", [1n])] }), "list-2-pinned"],
  ["a list that is none", (e) => ({ ...e, lists: [bytes({}), ...e.lists.slice(1)] }), "list-0"],
  ["an empty statement", (e) => ({ ...e, envelope: new Uint8Array() }), "envelope"],
  [
    "a changed signature",
    (e) =>
      envelope(e, ({ signatures: [own], ...rest }) => ({
        ...rest,
        signatures: [{ ...own!, signature: flipped(own!.signature, 9) }],
      })),
    "signature-0",
  ],
  [
    "a changed key id",
    (e) =>
      envelope(e, ({ signatures: [own], ...rest }) => ({ ...rest, signatures: [{ ...own!, keyid: "0".repeat(64) }] })),
    "signature-0",
  ],
  [
    "a signature twice",
    (e) => envelope(e, ({ signatures, ...rest }) => ({ ...rest, signatures: [...signatures, ...signatures] })),
    "signers-distinct",
  ],
  [
    "a changed statement",
    (e) => envelope(e, ({ payload, signatures }) => ({ payload: flipped(payload, 40), signatures })),
    "signature-0",
  ],
  [
    "more rows in a manifest",
    (e) => ({ ...e, manifests: [edited(e.manifests[0]!, (m) => set(m, { rows: 9 })), ...e.manifests.slice(1)] }),
    "signed-manifest-0000.json",
  ],
  ["a manifest less", (e) => ({ ...e, manifests: e.manifests.slice(0, 1) }), "signed-complete"],
  ["manifests exchanged", (e) => ({ ...e, manifests: e.manifests.toReversed() }), "shards-declared"],
  ["a manifest that is none", (e) => ({ ...e, manifests: [bytes({}), ...e.manifests.slice(1)] }), "manifest-0"],
  [
    "another model in the facts",
    (e) => ({ ...e, facts: edited(e.facts, (f) => set(f.declared, { model: "other" })) }),
    "signed-facts.json",
  ],
  ["facts that are none", (e) => ({ ...e, facts: bytes({}) }), "facts"],
  ["no chain", (e) => ({ ...e, chain: undefined }), "signed-complete"],
  ["a chain document that is none", (e) => ({ ...e, chain: bytes({}) }), "chain-document"],
  ["another chain id", (e) => ({ ...e, chain: edited(e.chain!, (c) => set(c, { chainId: 1 })) }), "signed-chain.json"],
  [
    "an attachment that was changed",
    (e) => ({ ...e, attachments: new Map([["report.md", Buffer.from("all is well")]]) }),
    "signed-attachment-report.md",
  ],
  ["an attachment less", (e) => ({ ...e, attachments: new Map() }), "signed-complete"],
  [
    "an attachment more",
    (e) => ({ ...e, attachments: new Map([...e.attachments, ["more.md", bytes({})]]) }),
    "signed-attachment-more.md",
  ],
  [
    "a file that has no place",
    (e) => ({ ...e, documents: new Map([...e.documents, ["note.txt", bytes({})]]) }),
    "document-note.txt",
  ],
  ...[
    "bom.cdx.json",
    "croissant.json",
    "eu-training-summary.md",
    "eu-training-summary.json",
    "ca-ab-2013.md",
    "ca-ab-2013.json",
  ].flatMap((name): [string, Change, string][] => [
    [
      `a changed ${name}`,
      (e) => ({ ...e, documents: new Map([...e.documents, [name, flipped(e.documents.get(name)!, 30)]]) }),
      `document-${name}`,
    ],
    [
      `no ${name}`,
      (e) => ({ ...e, documents: new Map([...e.documents].filter(([own]) => own !== name)) }),
      `document-${name}`,
    ],
  ]),
];

const otherKey = () => bytes(verificationKeyToSnarkjs(simulatedKey(OTHER_TRAPDOOR)));

function envelope(e: Evidence, change: (envelope: Envelope) => Envelope): Evidence {
  const own = readDocument("e", "evidence/invalid", "", (reader) => readEnvelope(reader, parseJson(e.envelope, "e")));
  return { ...e, envelope: Buffer.from(writeEnvelope(change(own))) };
}

test.each(OUTSIDERS)("a pack with %s is refused, naming the check", (_, change, name) => {
  expect(failing(writeArchive(packFiles(change(evidence))).bytes)).toContain(name);
});

/** By the vendor, who signs again whatever it says. */
const VENDORS: [string, Change, string][] = [
  [
    "a bundle without a page",
    (e) => ({
      ...e,
      bundles: [edited(e.bundles[0]!, (b) => set(b, { statements: [b.statements[0]] })), ...e.bundles.slice(1)],
    }),
    "bundle-0-list-complete",
  ],
  [
    "a proof of another page",
    (e) => ({
      ...e,
      bundles: [
        edited(e.bundles[0]!, (b) => set(b.statements[0], { proof: b.statements[1].proof })),
        ...e.bundles.slice(1),
      ],
    }),
    "bundle-0-page-0-proof",
  ],
  [
    "a proof of another shard",
    (e) => ({ ...e, bundles: [edited(e.bundles[0]!, (b) => set(b, { commitment: "5" })), ...e.bundles.slice(1)] }),
    "bundle-0-page-0-proof",
  ],
  [
    "a circuit that nobody trusts",
    (e) => ({
      ...e,
      bundles: [
        edited(e.bundles[0]!, (b) => set(b.statements[0], { circuitId: simulatedId(OTHER_TRAPDOOR) })),
        ...e.bundles.slice(1),
      ],
    }),
    "bundle-0-page-0-circuit",
  ],
  [
    "facts that say more",
    (e) => ({ ...e, facts: edited(e.facts, (f) => set(f.shards[0], { rows: 9 })) }),
    "facts-of-files",
  ],
  [
    "facts in another spelling",
    (e) => ({ ...e, facts: Buffer.concat([e.facts, Buffer.from("\n")]) }),
    "facts-of-files",
  ],
  [
    "shards of other commitments",
    (e) => ({ ...e, facts: edited(e.facts, (f) => set(f.declared.shards[0], { commitment: "5" })) }),
    "shards-declared",
  ],
  [
    "a shard without the list's scheme",
    (e) => ({
      ...e,
      manifests: [
        edited(e.manifests[0]!, (m) => set(m, { schemes: [{ scheme: "url", field: null }] })),
        ...e.manifests.slice(1),
      ],
    }),
    "shard-0-schemes",
  ],
  [
    "a base that is not there",
    (e) => ({ ...e, manifests: [e.manifests[0]!, edited(e.manifests[1]!, (m) => set(m, { bases: ["5"] }))] }),
    "shards-complete",
  ],
  [
    "a manifest with hashes of the records",
    (e) => ({ ...e, manifests: [bytes(manifestOf(1234567n)), ...e.manifests.slice(1)] }),
    "manifest-0",
  ],
  [
    "a kinder summary",
    (e) => ({ ...e, documents: new Map([...e.documents, ["eu-training-summary.md", Buffer.from("All is proved.")]]) }),
    "document-eu-training-summary.md",
  ],
];

/** A new statement about the given files. */
async function signedAgain(e: Evidence, key = scene.keyPath): Promise<Uint8Array> {
  const own = readDocument("e", "evidence/invalid", "", (reader) => readEnvelope(reader, parseJson(e.envelope, "e")));
  const signed = JSON.parse(Buffer.from(own.payload).toString()).predicate.stated as {
    name: string;
    digest: { sha256: string };
  }[];
  const { createHash } = await import("node:crypto");
  const content = packFiles(e);
  const stated = signed.flatMap(({ name, digest }) => {
    const file = content.get(name);
    return [{ name, sha256: file === undefined ? digest.sha256 : createHash("sha256").update(file).digest("hex") }];
  });
  const again = await signStatement(makeExclusionStatement(e.bundles, stated), key);
  return writeArchive(packFiles({ ...e, envelope: Buffer.from(writeEnvelope(again)) })).bytes;
}

test.each(VENDORS)("a pack that its vendor signed with %s is refused, naming the check", async (_, change, name) => {
  const changed = await signedAgain(change(evidence));
  const failed = failing(changed);
  expect(failed).toContain(name);
  expect(failed).not.toContain("signature-0");
});

test("a pack that somebody else signed is refused", async () => {
  const key = join(folder.path, "other.pem");
  await makeSigningKey(key);
  expect(failing(await signedAgain(evidence, key))).toEqual(["signature-0"]);
  expect(failing(await signedAgain(evidence))).toEqual([]);
});

test.each<[string, () => Partial<PackPolicy>, string]>([
  ["no signer", () => ({ signers: [] }), "signature-0"],
  ["no circuit", () => ({ circuits: new Map() }), "key-0-pinned"],
  [
    "another page size for the circuit",
    () => ({ circuits: new Map([[simulatedId(), 256]]) }),
    "bundle-0-page-0-circuit",
  ],
  ["no list", () => ({ lists: [] }), "lists-named"],
  ["a further list", () => ({ lists: [...policy.lists, { name: "art", root: "0".repeat(64) }] }), "covers-art"],
  [
    "the list under another name",
    () => ({ lists: [{ ...policy.lists[0]!, name: "art" }, policy.lists[1]!] }),
    "covers-art",
  ],
  [
    "another root of the list",
    () => ({ lists: [{ ...policy.lists[0]!, root: "0".repeat(64) }, policy.lists[1]!] }),
    "covers-opt-out",
  ],
  ["other shards", () => ({ commitments: [4n] }), "shards"],
  ["more shards", () => ({ commitments: [...policy.commitments!, 4n] }), "shards"],
  ["no shards", () => ({ commitments: [] }), "shards"],
  ["another release", () => ({ chain: { release: `0x${"1".repeat(64)}` } }), "chain-release-id"],
  ["other blocks", () => ({ chain: { blocks: new Set() } }), "chain-blocks"],
])("a policy with %s refuses the pack, naming the check", (_, change, name) => {
  expect(failing(archive, change())).toContain(name);
});
