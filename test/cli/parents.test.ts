import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { makeEvidence } from "../../prover/evidence/make.ts";
import { type Chain, openChain } from "../../prover/rpc/connection.ts";
import { type Anvil, startAnvil } from "../support/anvil.ts";
import { keyFile, temporaryFolder } from "../support/chain.ts";
import { disjoint, jsonOf } from "../support/cli.ts";
import { evidenceScene, onChain, type Scene, simulatedId } from "../support/evidence.ts";

// A release that was made from others is no cleaner than they are, and a pack says nothing of their data.

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let anvil: Anvil;
let chain: Chain;
let scene: Scene;
const at = (name: string) => join(folder.path, name);

beforeAll(async () => {
  folder = await temporaryFolder();
  anvil = await startAnvil();
  chain = await openChain({ rpc: anvil.url, keyFile: await keyFile(folder.path), polling: { pollingInterval: 20 } });
  scene = await evidenceScene(folder.path);
});
afterAll(async () => {
  await chain?.close();
  await anvil?.stop();
  await folder?.remove();
});

/** Evidence of a child of a release with this shard. `registered`: the child itself is on the chain. */
async function childOf(shard: bigint, { registered = true } = {}) {
  const { parents, document, deployment, subjects } = await onChain(chain, scene, { parent: shard });
  const declaration = { ...scene.parts.declaration, parents };
  const known = registered ? document : { ...document, release: null, blocks: document.blocks.slice(0, -1) };
  const { archive } = await makeEvidence(
    { ...scene.parts, declaration, chain: known },
    { keyPath: scene.keyPath, out: folder.path },
  );
  await writeFile(at("deployment.json"), JSON.stringify(deployment));
  const { signers, lists } = scene.policy;
  const policy = [
    ...signers.flatMap(({ name, publicKey }) => ["--signer", `${name}=${publicKey}`]),
    ...lists.flatMap(({ name, root }) => ["--list-root", `${name}=${root}`]),
    "--circuit",
    `${simulatedId()}=16`,
  ];
  return { archive, policy, parent: parents[0]!, subjects };
}

type Answer = {
  verdict: boolean;
  checks: { name: string; ok: boolean }[];
  parents: { release: string; covered: boolean }[];
};
const failed = ({ checks }: Answer) => checks.flatMap(({ name, ok }) => (ok ? [] : [name]));
const UNCLEAN = 99n;
const CLEAN = 1234567n;

describe.each([true, false])("the child of an unclean parent, registered: %s", (registered) => {
  const name = registered ? "node-release" : "node-parent-0";

  it("is not clean when a node is asked, whether the contracts are pinned or named by the pack", async () => {
    const { archive, policy } = await childOf(UNCLEAN, { registered });
    for (const contracts of [[], ["--deployment", at("deployment.json")]]) {
      const ran = await disjoint(["verify", archive, ...policy, ...contracts, "--rpc", anvil.url, "--json"]);
      expect(ran.code).toBe(1);
      expect(failed(jsonOf<Answer>(ran))).toEqual([`${name}-music`, `${name}-opt-out`]);
    }
  });

  it("is never said to have no parent, and its parent is named as not covered", async () => {
    const { archive, policy, parent } = await childOf(UNCLEAN, { registered });
    const ran = await disjoint(["verify", archive, ...policy, "--verbose"]);
    expect(ran.code).toBe(0);
    expect(ran.stdout).not.toContain("nothing else");
    expect(ran.stdout).toMatch(new RegExp(`^ {2}not covered +parent ${parent}: nothing here is about its data$`, "m"));
    const json = jsonOf<Answer>(await disjoint(["verify", archive, ...policy, "--json"]));
    expect(json).toMatchObject({ verdict: true, parents: [{ release: parent, covered: false }] });
  });
});

test("the child of a clean parent is clean, and the contract is said to cover it", async () => {
  const { archive, policy, parent } = await childOf(CLEAN);
  const known = [...policy, "--deployment", at("deployment.json")];
  const ran = await disjoint(["verify", archive, ...known, "--rpc", anvil.url]);
  expect(ran.code).toBe(0);
  expect(ran.stdout).toMatch(new RegExp(`^ {2}covered +parent ${parent}: the contract says`, "m"));
  const json = jsonOf<Answer>(await disjoint(["verify", archive, ...known, "--rpc", anvil.url, "--json"]));
  expect(json).toMatchObject({ verdict: true, parents: [{ release: parent, covered: true }] });
  const unbound = await disjoint(["verify", archive, ...policy, "--rpc", anvil.url]);
  expect(unbound.stdout).toMatch(/^ {2}covered +parent 0x[0-9a-f]+: a contract that only the pack names says/m);
  expect(unbound.stdout).toMatch(/^ {2}caveat +the node was asked for the contracts that the pack names/m);
});

test("the chain's list is pinned by its id, or said to be stated", async () => {
  const { archive, policy, subjects } = await childOf(CLEAN);
  const id = (name: string) => {
    const { root } = scene.policy.lists.find((list) => list.name === name)!;
    return subjects.lists.find((list) => list.root === root)!.list;
  };
  const run = (...options: string[]) => disjoint(["verify", archive, ...policy, "--offline", ...options]);
  expect((await run()).stdout).toMatch(
    /caveat +that "music" is list 0x[0-9a-f]{64} of the chain is stated, not checked/,
  );
  const pinned = await run("--list-id", `music=${id("music")}`);
  expect(pinned.code).toBe(0);
  expect(pinned.stdout).not.toMatch(/that "music" is list/);
  expect(pinned.stdout).toMatch(/that "opt-out" is list/);
  const other = await run("--list-id", `music=${id("opt-out")}`, "--json");
  expect({ code: other.code, failed: failed(jsonOf<Answer>(other)) }).toEqual({
    code: 1,
    failed: ["chain-list-id-music"],
  });
  expect((await run("--list-id", "music=7")).code).toBe(2);
});
