import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readHeader } from "../../prover/ethereum/header.ts";
import { makeEvidence } from "../../prover/evidence/make.ts";
import { type Chain, openChain } from "../../prover/rpc/connection.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { type Anvil, startAnvil } from "../support/anvil.ts";
import { keyFile, temporaryFolder } from "../support/chain.ts";
import { disjoint, jsonOf } from "../support/cli.ts";
import { evidenceScene, onChain, simulatedId } from "../support/evidence.ts";

let folder: { path: string; remove(): Promise<void> };
let anvil: Anvil;
let chain: Chain;
let pack: string;
let policy: string[];
let onTheChain: string[];
let subjects: Awaited<ReturnType<typeof onChain>>["subjects"];

/** Without prover, native code or chain library, and without any socket: the process ends with 99 at the first try. */
const ALONE = { NODE_OPTIONS: `--import ${join(PROJECT_ROOT, "test/support/alone.ts")}` };

beforeAll(async () => {
  folder = await temporaryFolder();
  anvil = await startAnvil();
  const key = await keyFile(folder.path);
  chain = await openChain({ rpc: anvil.url, keyFile: key, polling: { pollingInterval: 20 } });
  const scene = await evidenceScene(folder.path);
  const put = await onChain(chain, scene);
  const { deployment, document } = put;
  ({ subjects } = put);
  const made = await makeEvidence({ ...scene.parts, chain: document }, { keyPath: scene.keyPath, out: folder.path });
  pack = made.archive;
  const deployed = join(folder.path, "deployment.json");
  await writeFile(deployed, JSON.stringify(deployment));
  const { signers, lists } = scene.policy;
  policy = [
    ...signers.flatMap(({ name, publicKey }) => ["--signer", `${name}=${publicKey}`]),
    ...lists.flatMap(({ name, root }) => ["--list-root", `${name}=${root}`]),
    "--circuit",
    `${simulatedId()}=16`,
    "--deployment",
    deployed,
    "--release-id",
    subjects.release,
  ];
  onTheChain = document.blocks.flatMap(({ header }) => ["--block", readHeader(header).hash]);
});
afterAll(async () => {
  await chain?.close();
  await anvil?.stop();
  await folder?.remove();
});

const verify = (options: readonly string[], env: Record<string, string> = {}) =>
  disjoint(["verify", pack, ...policy, ...options, "--json"], env);

type Answer = { verdict: boolean; checks: { name: string; ok: boolean }[]; policy: string[] };
const failing = (ran: Awaited<ReturnType<typeof verify>>) =>
  jsonOf<Answer>(ran).checks.flatMap(({ name, ok }) => (ok ? [] : [name]));

test("verifies offline without sockets, prover, native code or chain library", async () => {
  const ran = await verify(["--offline", ...onTheChain], ALONE);
  expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: "" });
  const names = jsonOf<Answer>(ran).checks.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(["chain-release-id", "chain-blocks", "chain-contracts", "chain-release"]),
  );
  const asked = await verify(["--rpc", anvil.url], ALONE);
  expect({ code: asked.code, stderr: asked.stderr }).toEqual({ code: 99, stderr: "not alone: ethers\n" });
});

test("a node confirms blocks and facts, and a block that only the pack names is reported as stated", async () => {
  const asked = await verify(["--rpc", anvil.url]);
  expect(failing(asked)).toEqual([]);
  expect(asked.code).toBe(0);
  const names = jsonOf<Answer>(asked).checks.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(["chain-blocks", "node-chain", "node-shard-0-opt-out", "node-shard-1-music"]),
  );
  const told = await disjoint(["verify", pack, ...policy, "--offline"]);
  expect(told.stdout).toMatch(/^true: no entry of "music", "opt-out" is in "web", "books"\n {2}release /);
  expect(told.stdout).toMatch(/^ {2}caveat +that the blocks are of that chain is stated only/m);
  expect(told.stdout).not.toMatch(/^(ok|FAIL|policy)/m);
  const { stdout } = await disjoint(["verify", pack, ...policy, "--offline", "--verbose"]);
  expect(stdout.startsWith(told.stdout)).toBe(true);
  expect(stdout).toMatch(/^ok {3}chain-release$/m);
  expect(stdout).toMatch(/^stated, not proved: block \d+ 0x[0-9a-f]{64} is of chain 31337$/m);
  expect(stdout.trimEnd().split("\n").at(-1)).toMatch(/^policy: chain: contracts of /);
});

test("a refused pack lists what the reader did not provide, and the options for it", async () => {
  const missing = async (...options: string[]) =>
    (await disjoint(["verify", pack, ...options, "--offline"])).stdout.match(/^not given: .*$/gm) ?? [];
  expect(await missing()).toEqual([
    expect.stringContaining("--signer"),
    expect.stringContaining("--list-root"),
    expect.stringContaining("--circuit"),
  ]);
  expect(await missing(...policy.slice(0, 2))).toHaveLength(2);
  expect(await missing(...policy)).toEqual([]);
});

test("receipts can also be collected by a command, and go into a pack", async () => {
  const receipts = join(folder.path, "receipts.json");
  const lists = subjects.lists.flatMap(({ list, root }) => ["--list-id", `${list}=${root}`]);
  const what = [...subjects.commitments.map(String), ...lists, "--release-id", subjects.release];
  const where = ["--rpc", anvil.url, "--deployment", join(folder.path, "deployment.json")];
  const ran = await disjoint(["chain", "collect-receipts", ...what, "--out", receipts, ...where, "--json"]);
  expect(ran.code).toBe(0);
  expect(await readFile(receipts)).toEqual(await readFile(join(pack.slice(0, -".car".length), "chain.json")));
});

test("blocks, releases and chains that differ from the pack's are refused by name", async () => {
  const released = policy.with(policy.indexOf("--release-id") + 1, `0x${"1".repeat(64)}`);
  expect(failing(await disjoint(["verify", pack, ...released, "--offline", "--json"]))).toEqual(["chain-release-id"]);
  expect(failing(await verify(["--block", `0x${"1".repeat(64)}`]))).toEqual(["chain-blocks"]);
  const other = await startAnvil(["--chain-id", "7"]);
  expect(failing(await verify(["--rpc", other.url]))).toEqual(["chain-blocks", "node-chain"]);
  await other.stop();
  const empty = await startAnvil();
  expect(await verify(["--rpc", empty.url])).toMatchObject({ code: 4 });
  await empty.stop();
});

test("input that makes no sense is a usage error", async () => {
  const code = async (options: readonly string[]) =>
    jsonOf<{ error: { code: string } }>(await verify(options)).error.code;
  expect(await code(["--offline", "--rpc", anvil.url])).toBe("cli/bad-option");
  expect(await code(["--block", "7"])).toBe("cli/bad-option");
  const bundle = join(folder.path, "bundle.json");
  await writeFile(bundle, `{"format":"disjoint/bundle/v1"}`);
  const ran = await disjoint(["verify", bundle, "--signer", `vendor=${"0".repeat(64)}`, "--json"]);
  expect(jsonOf<{ error: { code: string } }>(ran).error.code).toBe("cli/bad-option");
});
