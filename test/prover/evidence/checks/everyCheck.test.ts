import { afterAll, beforeAll, expect, test } from "vitest";
import { HOLDS, listChecks, type Verifier } from "../../../../prover/shared/checks.ts";
import { disclosure, listing, member } from "./support/answers.ts";
import { bundle, disjointness, groth16, statement } from "./support/bundles.ts";
import { lineage, makeLineage, removeLineage } from "./support/lineage.ts";
import { manifest } from "./support/manifest.ts";
import { attestation, makeAttestation, node } from "./support/nodes.ts";
import { makeOutputs, output, removeOutputs } from "./support/output.ts";
import { pack, receipt } from "./support/packs.ts";
import { makeScene, removeScene, type Subject } from "./support/scene.ts";

import { storage } from "./support/storage.ts";

// Each check of the table is made by every verifier that holds its subject, and refuses there under its own id.
// `current` is of what is behind and not refused; behind.test.ts has it.

const SUBJECTS: Record<Verifier, Subject> = {
  groth16,
  bundle,
  disjointness,
  member,
  statement,
  disclosure,
  listing,
  pack,
  receipt,
  node,
  attestation,
  lineage,
  output,
  manifest,
  storage,
};

beforeAll(async () => {
  await makeScene();
  await makeAttestation();
  await makeLineage();
  await makeOutputs();
});
afterAll(async () => {
  await removeScene();
  await removeLineage();
  await removeOutputs();
});

const wanted = (verifier: Verifier) =>
  listChecks(verifier)
    .filter((id) => id !== "current")
    .sort();

for (const verifier of Object.keys(HOLDS) as Verifier[]) {
  test(`${verifier} makes exactly the checks of its subjects`, async () => {
    const checks = await SUBJECTS[verifier].good();
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect([...new Set(checks.map(({ id }) => id))].sort()).toEqual(wanted(verifier));
    expect(Object.keys(SUBJECTS[verifier].refusals).sort()).toEqual(wanted(verifier));
  });

  test.each(wanted(verifier))(`${verifier} refuses under the id %s`, async (id) => {
    const checks = await SUBJECTS[verifier].refusals[id]!();
    expect(checks.flatMap(({ id: own, ok }) => (ok ? [] : [own]))).toContain(id);
  });
}
