import { createPublicKey } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { temporaryFolder } from "../support/chain.ts";
import { disjoint, jsonOf } from "../support/cli.ts";
import { type LyingNode, startLyingNode } from "../support/lyingNode.ts";
import { makeReleaseScene, type ReleaseScene } from "../support/releaseScene.ts";

let scene: ReleaseScene;
let node: LyingNode;
let folder: string;
let remove: () => Promise<void>;

/** A node of a fork that this version does not know: a field more, another hash, and no raw bytes. */
const newerFork = (method: string, truth: unknown) => {
  if (method.startsWith("debug_getRaw")) return null;
  if (!method.startsWith("eth_getBlockBy") || !truth) return undefined;
  return { ...truth, stateRoot: `0x${"0".repeat(64)}`, inclusionListHash: `0x${"1".repeat(64)}` };
};

beforeAll(async () => {
  ({ path: folder, remove } = await temporaryFolder());
  const circuits = ["exclusion_16x60"];
  scene = await makeReleaseScene({ folder, shards: { web: 40 }, entries: 5, pageSize: 16, circuits });
  node = await startLyingNode(scene.anvil.url, newerFork);
  const path = join(folder, "disjoint.config.json");
  const config = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(path, JSON.stringify({ ...config, chain: { ...config.chain, rpc: node.url } }));
}, 900_000);
afterAll(async () => {
  await node?.stop();
  await scene?.stop();
  await remove?.();
});

const release = (...options: string[]) =>
  disjoint(["release", "v1", "--config", join(folder, "disjoint.config.json"), ...options]);

const REASON = /the header has a field that this version does not know \(inclusionListHash\): a newer fork/;

test("reports blocks that cannot be proved before anything is made or paid for", async () => {
  for (const mode of ["--plan-only", "--dry-run"]) {
    const { stdout } = await release(mode);
    expect(stdout).toMatch(/blocks are stated only/);
    expect(stdout).toMatch(REASON);
  }
});

test("exits with 0 and says each time that blocks are stated only", async () => {
  for (const time of ["first", "second"]) {
    const ran = await release("--json");
    expect({ time, code: ran.code, stderr: ran.code === 0 ? "" : ran.stderr }).toEqual({ time, code: 0, stderr: "" });
    const report = jsonOf<{ verdict: string; stated: string; evidence: { cid: string } }>(ran);
    expect(report).toMatchObject({ verdict: "clean", evidence: { cid: expect.any(String) } });
    expect(report.stated).toMatch(REASON);
  }
  const { code, stdout } = await release();
  expect(code).toBe(0);
  expect(stdout).toMatch(/^evidence: blocks are stated only, no receipt shows what they hold: the header has/m);
});

test("makes evidence that verifies, with events that a node confirms", async () => {
  const { evidence } = jsonOf<{ evidence: { path: string } }>(await release("--json"));
  const { x } = createPublicKey(readFileSync(join(folder, "signing.pem"))).export({ format: "jwk" });
  const publicKey = Buffer.from(x!, "base64url").toString("hex");
  const known = ["--signer", `vendor=${publicKey}`, "--list", join(folder, "list")];
  const alone = await disjoint(["verify", evidence.path, ...known, "--offline"]);
  expect(alone.code).toBe(0);
  expect(alone.stdout).toContain("blocks are stated only");
  const asked = await disjoint(["verify", evidence.path, ...known, "--rpc", scene.anvil.url, "--json"]);
  type Answer = { checks: { name: string; ok: boolean }[] };
  expect(jsonOf<Answer>(asked).checks).toContainEqual(
    expect.objectContaining({ name: "chain-stated-blocks", ok: true }),
  );
  expect(asked.code).toBe(0);
});

test("has the same result if this is discovered only after everything is paid for", async () => {
  let isPaid = false;
  node.lie = (method, truth) => {
    isPaid ||= method === "eth_sendRawTransaction";
    return isPaid ? newerFork(method, truth) : undefined;
  };
  const next = ["release", "v2", "--config", join(folder, "disjoint.config.json")];
  expect((await disjoint([...next, "--plan-only"])).stdout).toContain("blocks can be proved");
  const { code, stdout } = await disjoint(next);
  expect({ code, isPaid }).toEqual({ code: 0, isPaid: true });
  expect(stdout).toMatch(/^evidence: blocks are stated only/m);
});
