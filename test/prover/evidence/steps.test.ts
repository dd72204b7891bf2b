import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeStepStatement } from "../../../prover/custody/steps/statement.ts";
import type { Step } from "../../../prover/custody/steps/step.ts";
import { readArchive, writeArchive } from "../../../prover/evidence/car.ts";
import { makeEvidence } from "../../../prover/evidence/make.ts";
import { evidenceIn, packFiles } from "../../../prover/evidence/pack.ts";
import { verifyPack } from "../../../prover/evidence/verifyPack.ts";
import { codeOf } from "../../support/errors.ts";
import { evidenceScene, withSteps } from "../../support/evidence.ts";
import { folderWith } from "../../support/folder.ts";
import { COMMITMENTS, makeSigner, STEPS, WEIGHTS } from "../../support/lineage.ts";
import { publishedSchema } from "../../support/schema.ts";

const failed = (checks: readonly { name: string; ok: boolean }[]) => checks.flatMap(({ name, ok }) => (ok ? [] : name));

/** A pack with these steps, and its parts. */
async function packWith(steps: readonly Step[] = STEPS, parents: string[] = []) {
  const folder = folderWith();
  const { parts, policy, keyPath } = await withSteps(await evidenceScene(folder), steps);
  const declaration = { ...parts.declaration, parents };
  const { archive } = await makeEvidence({ ...parts, declaration }, { keyPath, out: join(folder, "out") });
  const pack = await readFile(archive);
  return { pack, policy, evidence: evidenceIn(readArchive(pack)!.files)!, parts, keyPath, folder };
}

test("steps in a pack lead from its weights to its shards, and their root is in the facts", async () => {
  const { pack, policy, evidence } = await packWith();
  const { checks, lineage, facts, outcome } = verifyPack(pack, policy);
  expect([failed(checks), outcome]).toEqual([[], "true"]);
  expect(facts).toMatchObject({ format: "disjoint/facts/v6", steps: { root: lineage!.root, count: 3 } });
  expect(lineage!.shards.toSorted()).toEqual(COMMITMENTS.map(String));
  expect(lineage!.steps.map(({ step, signedBy }) => [step.name, ...signedBy])).toEqual([
    ["train", "vendor"],
    ["tokenize-0", "vendor"],
    ["tokenize-1", "vendor"],
  ]);
  const isOfSchema = await publishedSchema("facts", "v6");
  expect(isOfSchema(JSON.parse(Buffer.from(evidence.facts).toString()))).toBe(true);
});

test("the order in which steps are given makes no difference", async () => {
  const { parts, keyPath, folder, pack } = await packWith();
  const steps = [...parts.steps!.toReversed(), parts.steps![0]!];
  const { archive } = await makeEvidence({ ...parts, steps }, { keyPath, out: join(folder, "again") });
  expect(await readFile(archive)).toEqual(pack);
});

test("what is done to the steps of a pack is refused by name", async () => {
  const { policy, evidence } = await packWith();
  const stranger = await makeSigner("stranger");
  const refused = (steps: readonly Uint8Array[]) =>
    failed(verifyPack(writeArchive(packFiles({ ...evidence, steps })).bytes, policy).checks);
  const [first, second, third] = evidence.steps;
  const train = STEPS.find(({ name }) => name === "train")!;
  const edited = await stranger.signStep({ ...train, started: "2026-01-31T12:00:30.000Z" });
  const resigned = await stranger.sign(makeStepStatement(train));
  await stranger.remove();
  expect(refused([first!, second!])).toEqual(expect.arrayContaining(["facts-of-files", "signed-complete"]));
  expect(refused([])).toEqual(expect.arrayContaining(["facts-of-files", "signed-complete"]));
  expect(refused([second!, first!, third!])).toEqual(["signed-step-0000.json", "signed-step-0001.json"]);
  expect(refused([...evidence.steps, edited])).toEqual(expect.arrayContaining(["signature-3-train", "facts-of-files"]));
  const places = evidence.steps.map((step) => (Buffer.from(step).includes(payloadOf(resigned)) ? resigned : step));
  expect(places).toContain(resigned);
  const place = places.indexOf(resigned);
  expect(refused(places)).toEqual([`signature-${place}-train`, `signed-step-000${place}.json`]);
  expect(refused([Buffer.from("{}"), second!, third!])).toEqual(expect.arrayContaining(["step-0", "facts-of-files"]));
});

const payloadOf = (envelope: Uint8Array): string => JSON.parse(Buffer.from(envelope).toString()).payload;

test("steps of a signer whom the verifier does not name do not count", async () => {
  const folder = folderWith();
  const { parts, policy, keyPath } = await withSteps(await evidenceScene(folder));
  const other = await makeSigner("other");
  const steps = await Promise.all(STEPS.map(other.signStep));
  const { archive } = await makeEvidence({ ...parts, steps }, { keyPath, out: join(folder, "out") });
  await other.remove();
  const pack = await readFile(archive);
  expect(failed(verifyPack(pack, policy).checks)).toHaveLength(3);
  const both = { ...policy, signers: [...policy.signers, other.signer] };
  const found = verifyPack(pack, both);
  expect([found.verdict, found.signedBy, found.lineage!.steps[0]!.signedBy]).toEqual([true, ["vendor"], ["other"]]);
});

test("steps behind a parent may lead to its shards, but must reach all of the release's own", async () => {
  const base: Step = { ...STEPS[0]!, name: "base", materials: [{ ...STEPS[0]!.materials[0]!, digest: OTHER }] };
  const products = [{ name: "base", digest: { sha256: "ba".repeat(32) } }];
  const tuned = { ...STEPS[2]!, materials: [...STEPS[2]!.materials, { ...products[0]!, role: "data" as const }] };
  const steps = [STEPS[0]!, STEPS[1]!, { ...base, products }, tuned];
  const { pack, policy } = await packWith(steps, [`0x${"2e".repeat(32)}`]);
  const { lineage, verdict, notCovered } = verifyPack(pack, policy);
  expect([verdict, notCovered.length, lineage!.shards.length]).toEqual([true, 1, 3]);
  expect(await codeOf(() => packWith(steps))).toBe("evidence/lineage");
});

const OTHER = { disjointCommitmentV1: "09".padStart(64, "0") };

test.each<[string, Step[]]>([
  ["a step that is missing", STEPS.slice(1)],
  ["weights that no step made", STEPS.slice(0, 2)],
  [
    "a step too many",
    [...STEPS, { ...STEPS[0]!, products: [{ name: "more", digest: { sha256: WEIGHTS.replace(/./g, "0") } }] }],
  ],
])("no pack is made with %s", async (_, steps) => {
  expect(await codeOf(() => packWith(steps))).toBe("evidence/lineage");
});
