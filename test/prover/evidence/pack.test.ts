import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bundle, writeBundle } from "../../../prover/bundle/document.ts";
import { writeEnvelope } from "../../../prover/bundle/envelope.ts";
import { makeSigningKey, signStatement } from "../../../prover/bundle/sign.ts";
import { exclusionStatement } from "../../../prover/bundle/statement.ts";
import { readArchive, writeArchive } from "../../../prover/evidence/car.ts";
import { type Evidence, stateAttachment, writePack } from "../../../prover/evidence/pack.ts";
import { type PackPolicy, verifyPack } from "../../../prover/evidence/verifyPack.ts";
import { prove } from "../../../prover/groth16/prove.ts";
import { circuitId, type VerificationKey, verificationKeyToSnarkjs } from "../../../prover/groth16/verificationKey.ts";
import { sha256 } from "../../../prover/shared/files.ts";
import { stringifyJson } from "../../../prover/shared/json.ts";
import { productArtefacts, productInput } from "../../support/groth16.ts";

const REPORT = Buffer.from("what is proved and what is not");

let folder: string;
let keyPath: string;
let policy: PackPolicy;
let evidence: Evidence;
let key: VerificationKey;

const rootOf = (name: string, digests: bigint[]) =>
  stringifyJson({
    ...{
      format: "disjoint/blocklist/v1",
      name,
      scheme: "sha256",
      pageSize: 16,
      confidential: false,
      epochs: [digests.length],
    },
    pages: digests.map((digest, i) => ({
      file: `pages/000${i}.json`,
      sha256: sha256(String(i)),
      digest: String(digest),
      entries: 16,
    })),
  });

const json = (value: unknown) => Buffer.from(stringifyJson(value));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pack-"));
  keyPath = join(folder, "key.pem");
  const publicKey = await makeSigningKey(keyPath);
  const artefacts = await productArtefacts();
  ({ key } = artefacts);
  const proofs = await Promise.all([7n, 8n].map((secret) => prove(artefacts, productInput(3n, secret))));
  const root = rootOf(
    "opt-out",
    proofs.map(({ publicSignals }) => publicSignals[1]!),
  );
  const bundle: Bundle = {
    ...{ commitment: 3n, scheme: "sha256", blocklist: { name: "opt-out", root: sha256(root) } },
    statements: proofs.map(({ proof, publicSignals }, page) => ({
      ...{ page, pageSize: 16, pageDigest: publicSignals[1]!, circuitId: artefacts.lock.circuitId, proof },
    })),
  };
  policy = {
    signers: [{ name: "vendor", publicKey }],
    circuits: new Map([[artefacts.lock.circuitId, 16]]),
    lists: [{ name: "opt-out", root: sha256(root) }],
    commitments: [3n],
  };
  evidence = await evidenceOf([Buffer.from(writeBundle(bundle))], [Buffer.from(root)]);
});

afterAll(() => rm(folder, { recursive: true }));

async function evidenceOf(
  bundles: Uint8Array[],
  lists: Uint8Array[],
  attachments = new Map([["report.md", REPORT]]),
): Promise<Evidence> {
  const stated = [...attachments].map(([name, content]) => stateAttachment(name, content));
  const envelope = Buffer.from(writeEnvelope(await signStatement(exclusionStatement(bundles, stated), keyPath)));
  return { envelope, bundles, keys: [json(verificationKeyToSnarkjs(key))], lists, attachments };
}

const failing = (pack: Uint8Array, changed: Partial<PackPolicy> = {}) =>
  verifyPack(pack, { ...policy, ...changed }).checks.flatMap(({ name, ok }) => (ok ? [] : [name]));

test("a pack holds under its policy, says who signed it, and has the CID of its content", () => {
  const { cid, bytes } = writePack(evidence);
  expect(failing(bytes)).toEqual([]);
  expect(verifyPack(bytes, policy)).toMatchObject({ verdict: true, cid, signedBy: ["vendor"] });
  expect(writePack(structuredClone(evidence))).toEqual({ cid, bytes });
});

test.each<[string, (evidence: Evidence) => Evidence, string]>([
  ["no list", (e) => ({ ...e, lists: [] }), "covers-opt-out"],
  ["another list", (e) => ({ ...e, lists: [Buffer.from(rootOf("opt-out", [1n]))] }), "list-0-pinned"],
  ["a list more", (e) => ({ ...e, lists: [...e.lists, Buffer.from(rootOf("other", [1n]))] }), "list-1-pinned"],
  ["a list that is no list", (e) => ({ ...e, lists: [json({})] }), "list-0"],
  ["no key", (e) => ({ ...e, keys: [] }), "bundle-0-page-0-circuit"],
  [
    "a key more",
    (e) => ({ ...e, keys: [...e.keys, json(verificationKeyToSnarkjs({ ...key, alpha: key.ic[0]! }))] }),
    "key-1-pinned",
  ],
  ["a key that is no key", (e) => ({ ...e, keys: [json({})] }), "key-0"],
  ["no bundle", (e) => ({ ...e, bundles: [] }), "files"],
  ["a bundle twice", (e) => ({ ...e, bundles: [...e.bundles, ...e.bundles] }), "statement-of-bundles"],
  ["an empty envelope", (e) => ({ ...e, envelope: new Uint8Array() }), "envelope"],
  [
    "an attachment that was changed",
    (e) => ({ ...e, attachments: new Map([["report.md", Buffer.from("all is well")]]) }),
    "attachment-report.md",
  ],
  [
    "an attachment that nobody signed",
    (e) => ({ ...e, attachments: new Map([...e.attachments, ["more.md", REPORT]]) }),
    "attachment-more.md",
  ],
])("a pack with %s is refused, naming the check", (_, change, name) => {
  expect(failing(writePack(change(evidence)).bytes)).toContain(name);
});

test.each<[string, () => Partial<PackPolicy>, string]>([
  ["other signers", () => ({ signers: [] }), "signature-0"],
  ["other circuits", () => ({ circuits: new Map() }), "key-0-pinned"],
  [
    "another page size for the circuit",
    () => ({ circuits: new Map([[circuitId(key), 256]]) }),
    "bundle-0-page-0-circuit",
  ],
  ["no list", () => ({ lists: [] }), "lists-named"],
  ["a further list", () => ({ lists: [...policy.lists, { name: "music", root: "0".repeat(64) }] }), "covers-music"],
  ["the list under another name", () => ({ lists: [{ name: "music", root: policy.lists[0]!.root }] }), "list-0-pinned"],
  ["other shards", () => ({ commitments: [4n] }), "shards"],
  ["more shards", () => ({ commitments: [3n, 4n] }), "shards"],
  ["one shard named twice instead of two", () => ({ commitments: [4n, 4n] }), "shards"],
  ["no shards", () => ({ commitments: [] }), "shards"],
])("a policy with %s refuses the pack, naming the check", (_, change, name) => {
  expect(failing(writePack(evidence).bytes, change())).toContain(name);
});

test("a bundle that leaves out a page of the list is refused although its own proofs hold", async () => {
  const bundle = JSON.parse(Buffer.from(evidence.bundles[0]!).toString());
  bundle.statements.pop();
  const { bytes } = writePack(await evidenceOf([json(bundle)], [...evidence.lists]));
  expect(failing(bytes)).toEqual(["bundle-0-list-complete"]);
});

test("a file without a place in a pack is refused, and so is any changed byte", () => {
  const { bytes } = writePack(evidence);
  const { files } = readArchive(bytes)!;
  expect(failing(writeArchive(new Map([...files, ["note.txt", REPORT]])).bytes)).toEqual(["files"]);
  expect(failing(writeArchive(new Map([...files, ["bundle-0007.json", REPORT]])).bytes)).toEqual(["files"]);
  for (let i = 0; i < bytes.length; i += 37) {
    const changed = Uint8Array.from(bytes);
    changed[i]! ^= 4;
    expect(failing(changed)).toContain("archive");
  }
});
