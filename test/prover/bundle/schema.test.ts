import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { writeDisclosure } from "../../../prover/bundle/disclosure.ts";
import { writeBundle } from "../../../prover/bundle/document.ts";
import { makeExclusionStatement } from "../../../prover/bundle/statement.ts";
import { toCommitment } from "../../../prover/shared/ids.ts";
import { knownBundle, knownDisclosures } from "../../support/disjointness.ts";
import { proveProduct } from "../../support/groth16.ts";
import { publishedSchema } from "../../support/schema.ts";

let text: string;
let lock: Record<string, unknown>;

beforeAll(async () => {
  const { artifacts, proof, publicSignals } = await proveProduct(3n);
  const [commitment, pageDigest] = publicSignals as [bigint, bigint];
  text = writeBundle({
    commitment: toCommitment(commitment),
    scheme: "sha256",
    blocklist: { name: "list", root: "0".repeat(64) },
    statements: [{ page: 0, pageSize: 16, pageDigest, circuitId: artifacts.lock.circuitId, proof }],
  });
  lock = JSON.parse(await readFile(join(artifacts.folder, "lock.json"), "utf8"));
});

test("what we write has the published shape", async () => {
  const statement = makeExclusionStatement([Buffer.from(text)], [{ name: "weights", sha256: "ab".repeat(32) }]);
  const documents = {
    bundle: JSON.parse(text),
    statement: JSON.parse(Buffer.from(statement).toString()),
    artefact: lock,
  };
  for (const [name, document] of Object.entries(documents)) {
    const validate = await publishedSchema(name);
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  }
});

test("what we write about accumulators has the published shape, and no other", async () => {
  const { present, absent } = knownDisclosures();
  const bundle = JSON.parse(writeBundle(knownBundle().bundle));
  const ofBundle = await publishedSchema("disjointness-bundle");
  expect(ofBundle(bundle), JSON.stringify(ofBundle.errors)).toBe(true);
  expect(ofBundle({ ...bundle, note: "" })).toBe(false);
  expect(ofBundle({ ...bundle, accumulator: ["1"] })).toBe(false);
  const ofDisclosure = await publishedSchema("disclosure", "v2");
  for (const each of [present, absent]) {
    const document = JSON.parse(writeDisclosure(each));
    expect(ofDisclosure(document), JSON.stringify(ofDisclosure.errors)).toBe(true);
    const answer = each.answer === "present" ? "absent" : "present";
    expect(ofDisclosure({ ...document, answer })).toBe(false);
  }
});

test("the published shape of a lock ties the powers of tau to the kind of set-up", async () => {
  const validate = await publishedSchema("artefact");
  expect(validate({ ...lock, setup: "ceremony" })).toBe(false);
  expect(validate({ ...lock, setup: "ceremony", powersOfTau: "0".repeat(128) })).toBe(true);
  expect(validate({ ...lock, powersOfTau: "0".repeat(128) })).toBe(false);
});
