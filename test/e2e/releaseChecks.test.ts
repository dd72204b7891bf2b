import { existsSync, readFileSync } from "node:fs";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Wallet } from "ethers";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, test } from "vitest";
import type { CheckResult } from "../../prover/release/checks/checklist.ts";
import { loadConfig } from "../../prover/release/config/load.ts";
import { runRelease } from "../../prover/release/release.ts";
import { developmentAccount } from "../../prover/rpc/connection.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { someEntries, writeList } from "../support/blocklist.ts";
import { disjoint, jsonOf } from "../support/cli.ts";
import { errorOf } from "../support/errors.ts";
import { fullDisk } from "../support/fullDisk.ts";
import { dataFile, grow, growList } from "../support/releaseScene.ts";
import { CASES } from "./releaseChecks/cases.ts";
import { expectNothing, ReleaseWorld, refusing } from "./releaseChecks/world.ts";

// Each check of a release fails alone: nothing else is wrong, and nothing was proved, sent or written.

let world: ReleaseWorld;
let folder: string;

beforeAll(async () => {
  world = await ReleaseWorld.open();
  folder = world.folder;
}, 300_000);
afterAll(() => world?.close());

describe("fails only the expected check before any data are read", () => {
  it.each(CASES)("$check is wrong, $code: $what", async ({ check, code, change }) => {
    const { file, output } = await world.configured((config) => change(config, world));
    await world.expectAlone(check, code, file);
    expectNothing(output);
  });

  it("disk fails when there is too little space", async () => {
    const full = await fullDisk(folder);
    onTestFinished(() => full.release());
    const { file, output } = await world.configured((config) => Object.assign(config, { output: "full/out" }));
    const before = await world.sent();
    for (const option of [["--plan-only"], ["--dry-run"], []]) {
      const ran = await disjoint(["release", "v1", "--config", file, "--json", ...option], full.env);
      const { error } = jsonOf<{ error: { code: string; checks: CheckResult[] } }>(ran);
      expect({ exit: ran.code, code: error.code }, ran.stderr).toEqual({ exit: 3, code: "release/no-space" });
      expect(error.checks.filter(({ ok }) => ok !== true)).toMatchObject([{ name: "disk", ok: false }]);
    }
    expectNothing(output);
    expect(await world.sent()).toBe(before);
    world.seen.add("disk release/no-space");
  });

  it("tag fails for a refresh of an unknown release", async () => {
    const { file, output } = await world.configured(() => {});
    await world.expectAlone("tag", "release/unknown-tag", file, { refresh: true });
    expectNothing(output);
  });

  it("block passes on a chain whose blocks cannot be proved, and says so", async () => {
    const receipts = ["eth_getBlockReceipts", "eth_getTransactionReceipt", "debug_getRawReceipts"];
    const { file } = await world.configured((config) =>
      world.behind(
        config,
        refusing((method) => receipts.includes(method)),
      ),
    );
    const { checks } = await runRelease(await loadConfig(file), { tag: "v1", mode: "plan-only" });
    expect(checks.filter(({ ok }) => ok !== true)).toEqual([]);
    expect(checks.find(({ name }) => name === "block")!.says).toMatch(/^blocks are stated only in the evidence: /);
  });

  it("reports every failed check at once", async () => {
    const { file } = await world.configured(async (config) => {
      Object.assign(config, { output: "signing.pem/out", signingKey: "none.pem" });
      Object.assign(config.chain, { signer: { keyFile: await world.keyOf(Wallet.createRandom()) } });
    });
    const ran = await disjoint(["release", "v1", "--config", file]);
    expect(ran.code).toBe(3);
    for (const code of ["release/output", "bundle/signing-key", "chain/no-funds"])
      expect(ran.stderr).toContain(`error ${code}: `);
  });
});

describe("once there is a release", () => {
  let output: string;
  beforeAll(async () => {
    const { file, output: path } = await world.configured(() => {});
    output = path.slice(folder.length + 1);
    expect((await runRelease(await loadConfig(file), { tag: "v1" })).report.verdict).toBe("clean");
  }, 300_000);
  const kept = () => readFileSync(join(folder, output, "releases/v1/release.json"), "utf8");

  it("tag fails when the output folder lacks the registered release", async () => {
    const { file, output: fresh } = await world.configured(() => {});
    await world.expectAlone("tag", "release/state-lost", file);
    expectNothing(fresh);
  });

  it("lists fails for another list under the same terms", async () => {
    await writeList(join(folder, "other"), someEntries(20), { name: "opt-outs" });
    const other = await world.configured((config) => Object.assign(config.blocklists[0]!, { folder: "other" }));
    await world.expectAlone("lists", "release/other-list", other.file, { tag: "v9" });
    expectNothing(other.output);
  });

  it("says what could not be checked in a plan without the signer's key", async () => {
    const planned = await world.configured(() => {});
    const { report } = await runRelease(await loadConfig(planned.file), { tag: "v9", mode: "plan-only" });
    const { file, output: fresh } = await world.configured((config) => {
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
    world.seen.add("signer chain/no-key-file");
  });

  it("tag fails when the data differ from the registered data", async () => {
    const { file } = await world.configured((config) => Object.assign(config, { output }));
    const before = kept();
    const data = await readFile(dataFile(folder, "web"));
    await grow(folder, "web", 30, 5);
    await world.expectAlone("tag", "release/tag-taken", file);
    expect(kept()).toBe(before);
    await writeFile(dataFile(folder, "web"), data);
  });

  it("funds fails with enough for a release but not for the new proofs", async () => {
    const { file } = await world.configured((config) => Object.assign(config, { output }));
    await cp(join(folder, "list"), join(folder, "early"), { recursive: true });
    await growList(folder, 17, 5, 16);
    const planned = await runRelease(await loadConfig(file), { tag: "v2", mode: "plan-only" });
    const gas = planned.transactions.reduce((sum, each) => sum + each.gas, 0);
    const { balance, short } = await balances(gas);
    await world.chain.provider.send("anvil_setBalance", [developmentAccount(0).address, `0x${short.toString(16)}`]);
    await world.expectAlone("funds", "chain/no-funds", file, { tag: "v2" });
    expect(existsSync(join(folder, output, "releases/v2"))).toBe(false);
    await world.chain.provider.send("anvil_setBalance", [developmentAccount(0).address, `0x${balance.toString(16)}`]);
    expect((await runRelease(await loadConfig(file), { tag: "v2" })).plan.prove).toBe(1);
  });

  it("lists fails when the folder is behind the chain", async () => {
    const { file, output: fresh } = await world.configured((config) =>
      Object.assign(config.blocklists[0]!, { folder: "early" }),
    );
    await world.expectAlone("lists", "release/list-behind", file, { tag: "v9" });
    expectNothing(fresh);
  });

  /** What the account has, and what does not suffice for so much gas. */
  async function balances(gas: number): Promise<{ balance: bigint; short: bigint }> {
    const price = BigInt(await world.chain.provider.send("eth_gasPrice", []));
    const balance = await world.chain.provider.getBalance(developmentAccount(0).address);
    return { balance, short: (BigInt(gas) * price) / 2n };
  }
});

test("the documented table has exactly the checks and codes that were tried", async () => {
  const path = join(PROJECT_ROOT, "prover/release/checks/README.md");
  const rows = [...(await readFile(path, "utf8")).matchAll(/^\| ([a-z ]+) \| .* \| (.*) \|$/gm)].slice(1);
  const documented = rows.flatMap(([, name, codes]) =>
    [...codes!.matchAll(/`([a-z-]+\/[a-z-]+)`/g)].map(([, code]) => `${name} ${code}`),
  );
  expect([...world.seen].sort()).toEqual(documented.sort());
  const { file } = await world.configured(() => {});
  const { checks } = await runRelease(await loadConfig(file), { tag: "v9", mode: "plan-only" });
  expect(rows.map(([, name]) => name)).toEqual(checks.map(({ name }) => name));
});
