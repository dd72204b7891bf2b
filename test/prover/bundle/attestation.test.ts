import { createPublicKey, verify } from "node:crypto";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dsse } from "@sigstore/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AttestationPolicy, verifyAttestation } from "../../../prover/bundle/attestation.ts";
import { writeBundle } from "../../../prover/bundle/document.ts";
import { encodeForSigning, PAYLOAD_TYPE, type Signer, writeEnvelope } from "../../../prover/bundle/envelope.ts";
import { makeSigningKey, signStatement } from "../../../prover/bundle/sign.ts";
import { type ExclusionStatement, makeExclusionStatement } from "../../../prover/bundle/statement.ts";
import { toCommitment } from "../../../prover/shared/ids.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";
import { proveProduct } from "../../support/groth16.ts";

const WEIGHTS = { name: "weights.safetensors", sha256: "ab".repeat(32) };

let bundles: Uint8Array[];
let policy: AttestationPolicy;
let folder: string;
let keyPath: string;
let signer: Signer;
let envelope: string;

beforeAll(async () => {
  const proved = await Promise.all([3n, 4n].map(proveProduct));
  bundles = proved.map(({ artifacts, proof, publicSignals: [commitment, pageDigest] }) =>
    Buffer.from(
      writeBundle({
        commitment: toCommitment(commitment!),
        scheme: "sha256",
        blocklist: { name: "list", root: "0".repeat(64) },
        statements: [{ page: 0, pageSize: 16, pageDigest: pageDigest!, circuitId: artifacts.lock.circuitId, proof }],
      }),
    ),
  );
  folder = await mkdtemp(join(tmpdir(), "sign-"));
  keyPath = join(folder, "signing.pem");
  signer = { name: "vendor", publicKey: await makeSigningKey(keyPath) };
  policy = { signers: [signer], circuits: [{ kind: "exclusion", key: proved[0]!.artifacts.key, pageSize: 16 }] };
  envelope = writeEnvelope(await signStatement(makeExclusionStatement(bundles, [WEIGHTS]), keyPath));
});

afterAll(() => rm(folder, { recursive: true }));

const attest = (text = envelope, files = bundles, changed: Partial<AttestationPolicy> = {}) =>
  verifyAttestation(Buffer.from(text), files, { ...policy, ...changed });
const failing = (...args: Parameters<typeof attest>) =>
  attest(...args).checks.flatMap(({ name, ok }) => (ok ? [] : [name]));

test("a signed statement and its bundles hold, and say who signed and what is only stated", () => {
  expect(attest()).toMatchObject({ verdict: true, signedBy: ["vendor"], stated: [WEIGHTS] });
});

test("the statement is in-toto's, with the weights and every shard as subjects", () => {
  const statement: ExclusionStatement = JSON.parse(Buffer.from(makeExclusionStatement(bundles, [WEIGHTS])).toString());
  expect(statement._type).toBe("https://in-toto.io/Statement/v1");
  expect(statement.subject).toEqual([
    { name: "weights.safetensors", digest: { sha256: WEIGHTS.sha256 } },
    { name: "shard 0", digest: { disjointCommitmentV1: "3".padStart(64, "0") } },
    { name: "shard 1", digest: { disjointCommitmentV1: "4".padStart(64, "0") } },
  ]);
  expect(statement.predicate.exclusions.map((each) => "pages" in each && each.pages)).toEqual([1, 1]);
  expect(makeExclusionStatement(bundles, [WEIGHTS])).toEqual(makeExclusionStatement(bundles, [WEIGHTS]));
});

test("the signature is one that a DSSE library and OpenSSL accept", () => {
  const { payload, payloadType, signatures } = JSON.parse(envelope);
  const body = Buffer.from(payload, "base64");
  expect(Buffer.from(encodeForSigning(body))).toEqual(dsse.preAuthEncoding(payloadType, body));
  expect(Buffer.from(encodeForSigning(Buffer.from("hello world"), "http://example.com/HelloWorld")).toString()).toBe(
    "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
  );
  const x = Buffer.from(signer.publicKey, "hex").toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  expect(verify(null, dsse.preAuthEncoding(PAYLOAD_TYPE, body), key, Buffer.from(signatures[0].sig, "base64"))).toBe(
    true,
  );
});

test("makes a signing key that only its owner can read, and accepts no other file as one", async () => {
  expect((await stat(keyPath)).mode & 0o777).toBe(0o600);
  expect(await codeOf(() => makeSigningKey(keyPath))).toBe("bundle/key-file");
  const others = folderWith({ "readable.pem": await readFile(keyPath), "text.pem": "text" });
  await chmod(join(others, "text.pem"), 0o600);
  const code = (name: string) => codeOf(() => signStatement(new Uint8Array([1]), join(others, name)));
  expect(await code("readable.pem")).toBe("bundle/key-readable");
  expect(await code("text.pem")).toBe("bundle/signing-key");
  expect(await code("absent.pem")).toBe("bundle/signing-key");
});

test("another bundle, a bundle less, a bundle twice, another order: another statement", () => {
  const [one, two] = bundles as [Uint8Array, Uint8Array];
  for (const files of [[one], [two, one], [one, two, two], [one, one], []])
    expect(failing(envelope, files)).toContain("statement-of-bundles");
});

test("ignores signatures by others and by unknown keys, and counts each signer once", async () => {
  const otherPath = join(folderWith(), "other.pem");
  const other: Signer = { name: "other", publicKey: await makeSigningKey(otherPath) };
  const payload = makeExclusionStatement(bundles, [WEIGHTS]);
  const [own, foreign] = await Promise.all([signStatement(payload, keyPath), signStatement(payload, otherPath)]);
  const text = (signatures: typeof own.signatures) => writeEnvelope({ payload, signatures });
  expect(failing(envelope, bundles, { signers: [] })).toEqual(["signature-0"]);
  expect(failing(envelope, bundles, { signers: [other] })).toEqual(["signature-0"]);
  expect(failing(text([...own.signatures, ...foreign.signatures]))).toEqual(["signature-1"]);
  expect(failing(text([...own.signatures, ...own.signatures]))).toEqual(["signers-distinct"]);
  const both = attest(text([...own.signatures, ...foreign.signatures]), bundles, { signers: [signer, other] });
  expect(both).toMatchObject({ verdict: true, signedBy: ["vendor", "other"] });
});

test.each<[string, (statement: ExclusionStatement) => void]>([
  ["another type", (s) => ((s as { _type: string })._type = "https://in-toto.io/Statement/v0.1")],
  ["another predicate", (s) => ((s as { predicateType: string }).predicateType = "urn:disjoint:exclusion:v2")],
  ["another commitment", (s) => (s.predicate.exclusions[0]!.commitment = "5".padStart(64, "0"))],
  ["another subject", (s) => (s.subject[1]!.digest = { disjointCommitmentV1: "5".padStart(64, "0") })],
  ["a subject more", (s) => s.subject.push({ name: "model", digest: { sha256: "cd".repeat(32) } })],
  ["weights among the subjects only", (s) => (s.predicate.stated = [])],
  ["another list", (s) => (s.predicate.exclusions[0]!.blocklist.name = "other")],
  ["more pages", (s) => Object.assign(s.predicate.exclusions[0]!, { pages: 2 })],
  ["another circuit", (s) => Object.assign(s.predicate.exclusions[0]!, { circuits: [] })],
  ["another bundle", (s) => (s.predicate.exclusions[0]!.bundle.digest.sha256 = "0".repeat(64))],
  ["an unknown field", (s) => Object.assign(s.predicate, { note: "" })],
  ["an unknown field outside", (s) => Object.assign(s, { note: "" })],
])("a statement with %s is refused although its signature holds", async (_, change) => {
  const statement = JSON.parse(Buffer.from(makeExclusionStatement(bundles, [WEIGHTS])).toString());
  change(statement);
  const signed = writeEnvelope(await signStatement(Buffer.from(JSON.stringify(statement)), keyPath));
  const failed = failing(signed);
  expect(failed.length).toBeGreaterThan(0);
  for (const name of failed) expect(name).toMatch(/^statement/);
});

test("no character of an envelope can be changed, not even for one of its kind", () => {
  const accepted: number[] = [];
  for (let i = 0; i < envelope.length; i += 3) {
    const other = /[0-9]/.test(envelope[i]!) ? (Number(envelope[i]) + 1) % 10 : envelope[i] === "a" ? "b" : "a";
    if (/\s/.test(envelope[i]!)) continue;
    const changed = envelope.slice(0, i) + other + envelope.slice(i + 1);
    if (failing(changed, []).every((name) => name === "statement-of-bundles")) accepted.push(i);
  }
  expect(accepted).toEqual([]);
});

test("a bundle that is damaged is named", async () => {
  const damaged = join(folderWith(), "bundle.json");
  await writeFile(damaged, Buffer.from(bundles[1]!).toString().replace('"commitment": "4"', '"commitment": "5"'));
  expect(failing(envelope, [bundles[0]!, await readFile(damaged)])).toEqual([
    "statement-of-bundles",
    "bundle-1-page-0-proof",
  ]);
});
