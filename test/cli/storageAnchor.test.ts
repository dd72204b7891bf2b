import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readDeployment } from "../../prover/chain/deployment/document.ts";
import { examineDeployment } from "../../prover/chain/deployment/verify.ts";
import type { Values } from "../../prover/cli/commands/definition.ts";
import {
  computeStorageAnchors,
  computeStorageRoot,
  type StorageAnchors,
} from "../../prover/custody/storage/anchors.ts";
import { type AnvilScene, openAnvilScene } from "../support/anvilScene.ts";
import { runCommand } from "../support/command.ts";
import { codeOf } from "../support/errors.ts";

const PACK = "the bytes of a pack";
const NAMESPACE = "6469736a6f696e742121";

let scene: AnvilScene;
let where: Values;
let given: Values;
const at = (name: string) => join(scene.folder, name);

beforeAll(async () => {
  scene = await openAnvilScene([]);
  where = { rpc: scene.anvil.url, "key-file": scene.key, deployment: at("deployment.json") };
  writeFileSync(at("pack.car"), PACK);
  writeFileSync(at("other.car"), "another pack");
  const { json } = await runCommand("output anchor deploy", [], where);
  given = { ...where, "release-id": await register("1"), anchors: (json as { anchors: string }).anchors };
});
afterAll(() => scene?.close());

/** A release of another version is another release. */
async function register(version: string): Promise<string> {
  const shards = [{ commitment: "77", schemes: ["sha256"], uri: "" }];
  const content = { model: "m", version, weights: "ab".repeat(32), parents: [], terms: "", shards };
  writeFileSync(at("release.json"), JSON.stringify({ format: "disjoint/release/v1", ...content }));
  return ((await runCommand("chain register", [at("release.json")], where)).json as { release: string }).release;
}

const anchor = (values: Values, pack = "pack.car") =>
  runCommand("storage anchor", [at(pack)], { out: at(`${pack}.json`), ...values });
const verify = (values: Values, pack = "pack.car") =>
  runCommand("storage verify", [at(pack)], { recorded: at(`${pack}.json`), ...values });
const failed = async (values: Values, pack?: string) =>
  (await verify(values, pack)).checks!.flatMap(({ name, ok }) => (ok ? [] : [name]));

test("a root of storage is computed without a chain, and refused until its root is anchored", async () => {
  const { json, text } = await anchor({});
  const { sha256, filecoin, arweave } = computeStorageAnchors(Buffer.from(PACK));
  const dataRoot = Buffer.from(arweave.dataRoot, "base64url").toString("hex");
  const leaves = [sha256, filecoin.root, dataRoot].map((digest) => [`0x${digest}`]);
  const { root } = json as { root: string };
  expect(`0x${root}`).toBe(StandardMerkleTree.of(leaves, ["bytes32"]).root);
  expect(text).toContain("anchored not asked");
  expect((await verify({})).text).toMatch(/^true: .*\n[\s\S]*anchored +not asked/);
  expect(await failed(given)).toEqual(["storage-anchor"]);
});

test("with a namespace of Celestia, the root covers the commitment in it as well", async () => {
  const { json } = await anchor({ "celestia-namespace": NAMESPACE }, "other.car");
  const { root, celestia, ...others } = json as { root: string } & StorageAnchors;
  expect(celestia).toMatchObject({ namespace: NAMESPACE });
  expect(root).not.toBe(computeStorageRoot(others));
  expect(root).toBe(computeStorageRoot({ ...others, celestia: celestia! }));
  expect((await verify({}, "other.car")).text).toContain(`${celestia!.commitment} in namespace ${NAMESPACE}`);
});

test("it is anchored once, with the time of its block, and no other pack or release has that anchor", async () => {
  const first = await anchor(given);
  const { root, time } = first.json as { root: string; time: number };
  expect(first.json).toMatchObject({ transaction: expect.stringMatching(/^0x[0-9a-f]{64}$/) });
  expect((await anchor(given)).json).toMatchObject({ root, time, transaction: null });
  expect(time).toBe((await scene.chain.provider.getBlock("latest"))?.timestamp);
  const good = await verify(given);
  expect(good).toMatchObject({ verdict: true, json: { anchored: time } });
  expect(good.text).toContain(`at ${new Date(1000 * time).toISOString().slice(0, 10)}`);
  await anchor({}, "other.car");
  expect(await failed(given, "other.car")).toEqual(["storage-anchor"]);
  expect(await failed({ ...given, recorded: at("other.car.json") })).toEqual([
    "storage-file",
    "filecoin-piece",
    "arweave-root",
    "storage-anchor",
  ]);
  expect(await failed({ ...given, "release-id": await register("2") })).toEqual(["storage-anchor"]);
});

test("its contract is in the deployment's file, and is compared by verify-deployment", async () => {
  const deployment = await readDeployment(where.deployment as string);
  expect(deployment.anchors).toBe(given.anchors);
  const faultsOf = async (anchors: string) => {
    const { faults } = await examineDeployment(scene.chain, { ...deployment, anchors }, []);
    return faults.filter((fault) => fault.startsWith("Anchors "));
  };
  expect(await faultsOf(deployment.anchors!)).toEqual([]);
  expect(await faultsOf(deployment.releases)).toHaveLength(1);
  expect(await faultsOf(`0x${"11".repeat(20)}`)).toHaveLength(1);
  expect(await codeOf(() => runCommand("output anchor deploy", [], where))).toBe("chain/already-deployed");
});

test("it is asked of the contract of anchors only, with all that is needed to ask", async () => {
  const elsewhere = { ...given, anchors: scene.deployment.releases };
  expect(await codeOf(() => verify(elsewhere))).toBe("chain/no-anchors");
  expect(await codeOf(() => anchor(elsewhere))).toBe("chain/no-anchors");
  const { anchors, "release-id": release, ...rest } = given;
  expect(await codeOf(() => verify({ "release-id": release! }))).toBe("cli/missing-option");
  expect(await codeOf(() => anchor(rest))).toBe("cli/missing-option");
  expect(await codeOf(() => anchor({ ...rest, anchors: anchors! }))).toBe("cli/missing-option");
  expect(await codeOf(() => anchor({ ...given, "release-id": `0x${"2e".repeat(32)}` }))).toMatch(/^chain\//);
});
