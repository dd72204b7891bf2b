import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readBlocklist } from "../../../prover/blocklist/read.ts";
import { toExpectedList } from "../../../prover/bundle/expected.ts";
import type { PinnedCircuit } from "../../../prover/bundle/pinned.ts";
import { parseBundle } from "../../../prover/bundle/provedPages.ts";
import { verifyBundle } from "../../../prover/bundle/verify.ts";
import { parseManifest } from "../../../prover/commitment/shard/manifest.ts";
import { verifyCertificate } from "../../../prover/evidence/verifyCertificate.ts";
import { verifyPack } from "../../../prover/evidence/verifyPack.ts";
import { computeCircuitId, readVerificationKey } from "../../../prover/groth16/verificationKey.ts";
import { loadConfig } from "../../../prover/release/config/load.ts";
import { readDocument } from "../../../prover/shared/document.ts";
import { parseJson } from "../../../prover/shared/json.ts";
import { circomlibPoseidon } from "../../../prover/shared/poseidon.ts";
import { PROJECT_ROOT } from "../../../prover/shared/root.ts";

// A release as it was written before formats, fields and folders got their names of today. The files are never made
// again: who holds such files must be able to read and verify them.
const FOLDER = join(PROJECT_ROOT, "test/vectors/release.v1");
const read = (name: string) => readFileSync(join(FOLDER, name));

const keyIn = (name: string) =>
  readDocument(name, "bundle/invalid", "", (reader) => readVerificationKey(reader, parseJson(read(name), name), "$"));
const EXCLUSION: PinnedCircuit = { kind: "exclusion", key: keyIn("exclusion_key.json"), pageSize: 16 };
const LISTING: PinnedCircuit = { kind: "listing", key: keyIn("listing_key.json"), pageSize: 16 };

const list = await readBlocklist(join(FOLDER, "list"), await circomlibPoseidon());
/** The key that signed the pack. */
const VENDOR = "b7c1f56c3bb7df90bf276fdbe1b76efb28c9f7f1b6628bba76f1e594a94dc222";

const failing = ({ checks }: { checks: { name: string; ok: boolean }[] }) => checks.filter(({ ok }) => !ok);
const { commitment } = parseManifest(read("manifest.json"), "manifest.json");

test("its list is read, and its bundle holds against the list", () => {
  expect(list).toMatchObject({ name: "poets' opt-outs", scheme: "text", pageSize: 16, epochs: [1] });
  const found = verifyBundle(read("bundle.json"), [EXCLUSION], toExpectedList(list));
  expect(failing(found)).toEqual([]);
  expect(found).toMatchObject({ verdict: true, scope: "list" });
  expect(parseBundle(read("bundle.json")).commitment).toBe(BigInt(commitment));
  const other = { ...toExpectedList(list), root: "0".repeat(64) };
  expect(verifyBundle(read("bundle.json"), [EXCLUSION], other).verdict).toBe(false);
});

test("reads its manifest back as written", () => {
  expect({ ...parseManifest(read("manifest.json"), "manifest.json") }).toEqual(
    JSON.parse(read("manifest.json").toString()),
  );
});

test("its evidence pack holds for the shard and the list, and for no other", () => {
  const policy = {
    signers: [{ name: "vendor", publicKey: VENDOR }],
    circuits: new Map([[computeCircuitId(EXCLUSION.key), 16]]),
    lists: [{ name: list.name, root: list.root }],
    commitments: [BigInt(commitment)],
  };
  const found = verifyPack(read("pack.car"), policy);
  expect(failing(found)).toEqual([]);
  expect(found).toMatchObject({ verdict: true, signedBy: ["vendor"] });
  const other = verifyPack(read("pack.car"), { ...policy, commitments: [1n] });
  expect(other.verdict).toBe(false);
});

test("its exclusion certificate, then called a receipt, holds", () => {
  expect(JSON.parse(read("receipt.json").toString()).format).toBe("disjoint/receipt/v2");
  const circuits = [EXCLUSION, LISTING];
  const known = { ...toExpectedList(list), epochs: list.epochs };
  const found = verifyCertificate(read("receipt.json"), { circuits, list: known });
  expect(failing(found)).toEqual([]);
  expect(found.certificate?.releases).toHaveLength(1);
  expect(verifyCertificate(read("receipt.json"), { circuits: [LISTING], list: known }).verdict).toBe(false);
});

test("its configuration of the first version loads", async () => {
  const config = await loadConfig(join(FOLDER, "disjoint.config.yaml"));
  expect(config).toMatchObject({
    vendor: "Sample Ltd",
    blocklists: [{ folder: join(FOLDER, "list"), publish: true }],
    chain: { state: join(FOLDER, "chain") },
    output: join(FOLDER, "output"),
  });
});
