import { existsSync, readFileSync } from "node:fs";
import { chmod, cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Wallet } from "ethers";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, test } from "vitest";
import type { CheckResult } from "../../prover/release/checks/checklist.ts";
import { loadConfig } from "../../prover/release/config/load.ts";
import { runRelease } from "../../prover/release/release.ts";
import { type Chain, developmentAccount, openChain } from "../../prover/rpc/connection.ts";
import { makeDevelopmentPowers } from "../../prover/setup/powers/make.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { someEntries, writeList } from "../support/blocklist.ts";
import { temporaryFolder } from "../support/chain.ts";
import { disjoint, jsonOf } from "../support/cli.ts";
import { errorOf } from "../support/errors.ts";
import { fullDisk } from "../support/fullDisk.ts";
import { installed } from "../support/installed.ts";
import { type Rule, startProvider } from "../support/provider.ts";
import { dataFile, grow, growList, makeReleaseScene, type ReleaseScene } from "../support/releaseScene.ts";

// Each check of a release fails alone: nothing else is wrong, and nothing was proved, sent or written.

const MODES = ["plan-only", "dry-run", "run"] as const;

let scene: ReleaseScene;
let folder: string;
let chain: Chain;
let remove: () => Promise<void>;
let cases = 0;
const seen = new Set<string>();

beforeAll(async () => {
  ({ path: folder, remove } = await temporaryFolder());
  const circuits = ["exclusion_16x60"];
  const sizes = { shards: { web: 30 }, entries: 17, pageSize: 16, circuits } as const;
  // No shard has an accumulator, but the list, the ledger and the configuration are ready for it.
  scene = await makeReleaseScene({ folder, ...sizes, accumulators: ["none"] });
  chain = await openChain({ rpc: scene.anvil.url });
}, 300_000);
afterAll(async () => {
  await chain?.close();
  await scene?.stop();
  await remove?.();
});

type Fields = Record<string, unknown> & { chain: Record<string, unknown>; blocklists: Record<string, unknown>[] };

/** The scene's configuration with something changed and an output folder of its own, in a new file. */
async function configured(change: (config: Fields) => unknown): Promise<{ file: string; output: string }> {
  const config = JSON.parse(await readFile(join(folder, "disjoint.config.json"), "utf8")) as Fields;
  config.output = `out-${cases++}`;
  await change(config);
  const file = join(folder, `case-${cases}.json`);
  await writeFile(file, JSON.stringify(config));
  return { file, output: join(folder, String(config.output)) };
}

const sent = () => chain.provider.getTransactionCount(developmentAccount(0).address);

/**
 * Ends with one check that is wrong, in this way, and the others well or not made; in every mode, and nothing is
 * sent.
 */
async function expectAlone(name: string, code: string, file: string, options: object = {}): Promise<CheckResult[]> {
  const before = await sent();
  let results: CheckResult[] = [];
  for (const mode of MODES) {
    const config = await loadConfig(file);
    const error = await errorOf(() => runRelease(config, { tag: "v1", mode, ...options }));
    expect(error.code, error.message).toBe(code);
    results = error.details.checks as CheckResult[];
    const wrong = results.filter(({ ok }) => ok === false);
    expect(wrong).toMatchObject([{ name, code, says: expect.stringMatching(/./), hint: expect.stringMatching(/./) }]);
  }
  expect(await sent()).toBe(before);
  seen.add(`${name} ${code}`);
  return results;
}

async function expectNothing(output: string): Promise<void> {
  expect(existsSync(output)).toBe(false);
}

/** A rule of a provider in front of the scene's node. */
async function behind(config: Fields, rule: Rule): Promise<void> {
  const provider = await startProvider(scene.anvil.url, rule);
  onTestFinished(() => provider.stop());
  config.chain.rpc = provider.url.replace(/\/\/.*@/, "//");
}

const refusing = (isMeant: (method: string, params: unknown[]) => boolean): Rule => ({
  one: ({ method, params }) =>
    isMeant(method, params) ? { error: { code: -32000, message: "not on this plan" } } : undefined,
});

const MCOPY = "0x6020600060205e";
const isTrialOf = (code: string) => (method: string, params: unknown[]) =>
  method === "eth_call" && String((params[0] as { data?: string }).data).startsWith(code);

async function keyOf({ privateKey }: { privateKey: string }): Promise<string> {
  await writeFile(join(folder, `key-${cases}`), privateKey, { mode: 0o600 });
  return `key-${cases}`;
}

/** The first shard is to be committed to by an accumulator. */
function byAccumulator(config: Fields, changes: object): void {
  Object.assign((config.shards as Fields[])[0]!, { commitment: "accumulator" });
  Object.assign(config, changes);
}

async function deploymentWith(changes: object): Promise<string> {
  const path = `deployment-${cases}.json`;
  const deployment = JSON.parse(await readFile(join(folder, "deployment.json"), "utf8"));
  await writeFile(join(folder, path), JSON.stringify({ ...deployment, ...changes }));
  return path;
}

describe("fails only the expected check before the data are read", () => {
  it.each<[string, string, string, (config: Fields) => unknown]>([
    [
      "output",
      "release/output",
      "an output folder below a file",
      (c) => Object.assign(c, { output: "signing.pem/out" }),
    ],
    ["signing key", "bundle/signing-key", "no key", (c) => Object.assign(c, { signingKey: "none.pem" })],
    [
      ...(["signing key", "bundle/key-readable", "a key for all to read"] as const),
      async (c) => {
        await cp(join(folder, "signing.pem"), join(folder, "open.pem"));
        await chmod(join(folder, "open.pem"), 0o644);
        c.signingKey = "open.pem";
      },
    ],
    ["chain", "chain/other-chain", "another chain than is demanded", (c) => Object.assign(c.chain, { chainId: 1 })],
    [
      ...(["chain", "chain/other-chain", "a deployment of another chain"] as const),
      async (c) => Object.assign(c.chain, { deployment: await deploymentWith({ chainId: 11155111 }) }),
    ],
    [
      ...(["chain", "chain/no-contracts", "a deployment that the chain has forgotten"] as const),
      async (c) => Object.assign(c.chain, { deployment: await deploymentWith({ releases: `0x${"12".repeat(20)}` }) }),
    ],
    ["opcodes", "chain/lacks-opcodes", "a chain without MCOPY", (c) => behind(c, refusing(isTrialOf(MCOPY)))],
    ["opcodes", "chain/lacks-opcodes", "a chain without PUSH0", (c) => behind(c, refusing(isTrialOf("0x5f50")))],
    [
      "logs",
      "chain/node-refuses",
      "no events",
      (c) =>
        behind(
          c,
          refusing((method) => method === "eth_getLogs"),
        ),
    ],
    [
      ...(["logs", "chain/node-refuses", "no events of long ago"] as const),
      (c) =>
        behind(
          c,
          refusing((method, [filter]) => method === "eth_getLogs" && Number((filter as Range).fromBlock) < 3),
        ),
    ],
    [
      "lists",
      "release/unknown-list",
      "a policy for no list",
      (c) => Object.assign(c, { policy: { lists: ["other"] } }),
    ],
    [
      "powers of tau",
      "setup/no-powers",
      "an accumulator without powers of tau",
      (c) => byAccumulator(c, { powers: "none" }),
    ],
    [
      ...(["powers of tau", "release/other-powers", "powers of tau that the ledger does not know"] as const),
      async (c) => {
        await makeDevelopmentPowers({ keys: 100, entries: 100, folder: join(folder, "others") });
        byAccumulator(c, { powers: "others" });
      },
    ],
    [
      ...(["lists", "release/no-accumulators", "an accumulator and a list without"] as const),
      async (c) => {
        await writeList(join(folder, "plain"), someEntries(5), { name: "plain" });
        byAccumulator(c, { blocklists: [{ folder: "plain", publish: true }] });
      },
    ],
    [
      ...(["lists", "release/other-scheme", "a shard without the list's scheme"] as const),
      (c) => Object.assign((c.shards as Fields[])[0]!, { schemes: [{ scheme: "text", field: "text" }] }),
    ],
    [
      ...(["circuits", "release/other-circuit", "pages of a size that the ledger does not take"] as const),
      async (c) => {
        await writeList(join(folder, "large"), someEntries(5), { pageSize: 256, name: "large" });
        c.blocklists = [{ folder: "large", publish: true }];
      },
    ],
    [
      ...(["circuits", "release/other-circuit", "keys that the ledger does not know"] as const),
      (c) => Object.assign(c, { artifacts: installed() }),
    ],
    [
      ...(["funds", "chain/no-funds", "an account without funds"] as const),
      async (c) => Object.assign(c.chain, { signer: { keyFile: await keyOf(Wallet.createRandom()) } }),
    ],
  ])("%s is wrong, %s: %s", async (name, code, _, change) => {
    const { file, output } = await configured(change);
    await expectAlone(name, code, file);
    await expectNothing(output);
  });

  it("disk fails when there is hardly any room", async () => {
    const full = await fullDisk(folder);
    onTestFinished(() => full.release());
    const { file, output } = await configured((config) => Object.assign(config, { output: "full/out" }));
    const before = await sent();
    for (const option of [["--plan-only"], ["--dry-run"], []]) {
      const ran = await disjoint(["release", "v1", "--config", file, "--json", ...option], full.env);
      const { error } = jsonOf<{ error: { code: string; checks: CheckResult[] } }>(ran);
      expect({ exit: ran.code, code: error.code }, ran.stderr).toEqual({ exit: 3, code: "release/no-space" });
      expect(error.checks.filter(({ ok }) => ok !== true)).toMatchObject([{ name: "disk", ok: false }]);
    }
    await expectNothing(output);
    expect(await sent()).toBe(before);
    seen.add("disk release/no-space");
  });

  it("tag fails for a refresh of an unknown release", async () => {
    const { file, output } = await configured(() => {});
    await expectAlone("tag", "release/unknown-tag", file, { refresh: true });
    await expectNothing(output);
  });

  it("block passes on a chain whose blocks cannot be proved, and says so", async () => {
    const receipts = ["eth_getBlockReceipts", "eth_getTransactionReceipt", "debug_getRawReceipts"];
    const { file } = await configured((config) =>
      behind(
        config,
        refusing((method) => receipts.includes(method)),
      ),
    );
    const { checks } = await runRelease(await loadConfig(file), { tag: "v1", mode: "plan-only" });
    expect(checks.filter(({ ok }) => ok !== true)).toEqual([]);
    expect(checks.find(({ name }) => name === "block")!.says).toMatch(/^blocks are stated only in the evidence: /);
  });

  it("reports every failed check at once", async () => {
    const { file } = await configured(async (config) => {
      Object.assign(config, { output: "signing.pem/out", signingKey: "none.pem" });
      Object.assign(config.chain, { signer: { keyFile: await keyOf(Wallet.createRandom()) } });
    });
    const ran = await disjoint(["release", "v1", "--config", file]);
    expect(ran.code).toBe(3);
    for (const code of ["release/output", "bundle/signing-key", "chain/no-funds"])
      expect(ran.stderr).toContain(`error ${code}: `);
  });
});

type Range = { fromBlock: string };

describe("once there is a release", () => {
  let output: string;
  beforeAll(async () => {
    const { file, output: path } = await configured(() => {});
    output = path.slice(folder.length + 1);
    expect((await runRelease(await loadConfig(file), { tag: "v1" })).report.verdict).toBe("clean");
  }, 300_000);
  const kept = () => readFileSync(join(folder, output, "releases/v1/release.json"), "utf8");

  it("tag fails when the output folder lacks the registered release", async () => {
    const { file, output: fresh } = await configured(() => {});
    await expectAlone("tag", "release/state-lost", file);
    await expectNothing(fresh);
  });

  it("lists fails for another list under the same terms", async () => {
    await writeList(join(folder, "other"), someEntries(20), { name: "opt-outs" });
    const other = await configured((config) => Object.assign(config.blocklists[0]!, { folder: "other" }));
    await expectAlone("lists", "release/other-list", other.file, { tag: "v9" });
    await expectNothing(other.output);
  });

  it("says what could not be checked in a plan without the signer's key", async () => {
    const planned = await configured(() => {});
    const { report } = await runRelease(await loadConfig(planned.file), { tag: "v9", mode: "plan-only" });
    const { file, output: fresh } = await configured((config) => {
      config.blocklists = [{ folder: "list", list: report.coverage[0]!.listId }];
      config.chain.signer = { keyFile: "gone" };
    });
    for (const mode of ["plan-only", "dry-run"] as const) {
      const { checks } = await runRelease(await loadConfig(file), { tag: "v1", mode });
      const open = checks.filter(({ ok }) => ok !== true);
      expect(open.map(({ name, ok }) => [name, ok])).toEqual(["signer", "tag", "funds"].map((name) => [name, null]));
      for (const { says } of open) expect(says).toMatch(/^there is no key of the signer: .*gone does not exist$/);
    }
    const ran = await disjoint(["release", "v1", "--config", file, "--plan-only"]);
    expect(ran.stdout).toMatch(/^tag +not checked: there is no key of the signer/m);
    const error = await errorOf(async () => runRelease(await loadConfig(file), { tag: "v1" }));
    expect(error.code).toBe("chain/no-key-file");
    expect(existsSync(join(fresh, "releases"))).toBe(false);
    seen.add("signer chain/no-key-file");
  });

  it("tag fails when the data differ from the registered data", async () => {
    const { file } = await configured((config) => Object.assign(config, { output }));
    const before = kept();
    const data = await readFile(dataFile(folder, "web"));
    await grow(folder, "web", 30, 5);
    await expectAlone("tag", "release/tag-taken", file);
    expect(kept()).toBe(before);
    await writeFile(dataFile(folder, "web"), data);
  });

  it("funds fails with enough for a release but not for the new proofs", async () => {
    const { file } = await configured((config) => Object.assign(config, { output }));
    await cp(join(folder, "list"), join(folder, "early"), { recursive: true });
    await growList(folder, 17, 5, 16);
    const planned = await runRelease(await loadConfig(file), { tag: "v2", mode: "plan-only" });
    const gas = planned.transactions.reduce((sum, each) => sum + each.gas, 0);
    const { balance, short } = await balances(gas);
    await chain.provider.send("anvil_setBalance", [developmentAccount(0).address, `0x${short.toString(16)}`]);
    await expectAlone("funds", "chain/no-funds", file, { tag: "v2" });
    expect(existsSync(join(folder, output, "releases/v2"))).toBe(false);
    await chain.provider.send("anvil_setBalance", [developmentAccount(0).address, `0x${balance.toString(16)}`]);
    expect((await runRelease(await loadConfig(file), { tag: "v2" })).plan.prove).toBe(1);
  });

  it("lists fails when the folder is behind the chain", async () => {
    const { file, output: fresh } = await configured((config) =>
      Object.assign(config.blocklists[0]!, { folder: "early" }),
    );
    await expectAlone("lists", "release/list-behind", file, { tag: "v9" });
    await expectNothing(fresh);
  });

  /** What the account has, and what does not suffice for so much gas. */
  async function balances(gas: number): Promise<{ balance: bigint; short: bigint }> {
    const price = BigInt(await chain.provider.send("eth_gasPrice", []));
    const balance = await chain.provider.getBalance(developmentAccount(0).address);
    return { balance, short: (BigInt(gas) * price) / 2n };
  }
});

test("the documented table has exactly the checks and codes that were tried", async () => {
  const path = join(PROJECT_ROOT, "prover/release/checks/README.md");
  const rows = [...(await readFile(path, "utf8")).matchAll(/^\| ([a-z ]+) \| .* \| (.*) \|$/gm)].slice(1);
  const documented = rows.flatMap(([, name, codes]) =>
    [...codes!.matchAll(/`([a-z-]+\/[a-z-]+)`/g)].map(([, code]) => `${name} ${code}`),
  );
  expect([...seen].sort()).toEqual(documented.sort());
  const { file } = await configured(() => {});
  const { checks } = await runRelease(await loadConfig(file), { tag: "v9", mode: "plan-only" });
  expect(rows.map(([, name]) => name)).toEqual(checks.map(({ name }) => name));
});
