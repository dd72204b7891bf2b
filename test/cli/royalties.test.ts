import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Contract, Wallet, ZeroAddress } from "ethers";
import { beforeAll, describe, expect, it, test } from "vitest";
import { deployContracts } from "../../prover/chain/deployment/deploy.ts";
import { readDeployment } from "../../prover/chain/deployment/document.ts";
import { deployOptional } from "../../prover/chain/deployment/optional.ts";
import { examineDeployment } from "../../prover/chain/deployment/verify.ts";
import { registerRelease } from "../../prover/chain/releases/release.ts";
import type { Values } from "../../prover/cli/commands/definition.ts";
import { type Chain, openChain } from "../../prover/rpc/connection.ts";
import { toCommitment } from "../../prover/shared/ids.ts";
import { stringifyJson } from "../../prover/shared/json.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { startAnvil } from "../support/anvil.ts";
import { keyFile, simulatedCircuit, temporaryFolder } from "../support/chain.ts";
import { runCommand } from "../support/command.ts";
import { codeOf } from "../support/errors.ts";
import { exitCodeOf } from "../support/inProcess.ts";
import { blocksOf } from "../support/markdown.ts";
import { compileHelper, deployCompiled } from "../support/solidity.ts";

const LICENSOR = `0x${"1c".repeat(20)}`;
const FOREIGN = `0x${"2e".repeat(32)}`;

let where: Record<string, string>;
let folder: string;

/** Opens the embedded chain between two commands. */
async function onChain<T>(act: (chain: Chain) => Promise<T>): Promise<T> {
  const chain = await openChain({ state: folder });
  try {
    return await act(chain);
  } finally {
    await chain.close();
  }
}

const deploy = async (chain: Chain, path: string) =>
  writeFileSync(path, stringifyJson((await deployContracts(chain, [simulatedCircuit()])).deployment));

beforeAll(async () => {
  const temporary = await temporaryFolder();
  folder = temporary.path;
  where = { state: folder, deployment: join(folder, "deployment.json") };
  await onChain((chain) => deploy(chain, where.deployment!));
  return temporary.remove;
});

const run = async <T = Record<string, unknown>>(name: string, values: Values = {}, positionals: string[] = []) => {
  const { json, ...rest } = await runCommand(name, positionals, { ...where, ...values });
  return { ...rest, json: json as T };
};

async function register(version: string, parents: string[] = []): Promise<string> {
  const shards = [{ commitment: "77", schemes: ["sha256"], uri: "" }];
  const content = { model: "m", version, weights: "ab".repeat(32), parents, terms: "", shards };
  const path = join(folder, `${version}.json`);
  writeFileSync(path, JSON.stringify({ format: "disjoint/release/v1", ...content }));
  return (await run<{ release: string }>("chain register", {}, [path])).json.release;
}

const of = (release: string, values: Values = {}): Values => ({ "release-id": release, ...values });
const pay = (to: string, value: bigint) =>
  onChain(async (chain) => (await chain.signer!.sendTransaction({ to, value })).wait());
const balanceOf = (account: string) => onChain(({ provider }) => provider.getBalance(account));

const PLAIN_TOKEN = compileHelper("test/contracts/support/Tokens.sol", "PlainToken");
const plainToken = () => onChain(async ({ signer }) => (await deployCompiled(PLAIN_TOKEN, signer!)).getAddress());
const change = (token: string, method: "mint" | "shrink", account: string, amount: bigint) =>
  onChain(async ({ signer }) =>
    (await new Contract(token, PLAIN_TOKEN.abi, signer).getFunction(method)(account, amount)).wait(),
  );

test("a deployment without optional contracts says that they are missing", async () => {
  for (const name of ["token show", "token mint", "token claim", "terms show"])
    expect(await codeOf(() => run(name, of(FOREIGN)))).toBe("chain/no-optional");
  expect(await codeOf(() => run("terms check", of(FOREIGN), ["military"]))).toBe("chain/no-optional");
});

describe("beside a deployment", () => {
  let base: string;
  let child: string;
  let other: string;
  beforeAll(async () => {
    base = await register("base");
    child = await register("child", [base]);
    other = await register("other");
  });

  it("the guide's commands do what it says", async () => {
    const guide = readFileSync(join(PROJECT_ROOT, "docs/custody.md"), "utf8");
    const blocks = blocksOf(guide).filter(({ comment }) => comment === "run");
    expect(blocks).toHaveLength(3);
    const erc20 = await plainToken();
    const names = { BASE: base, RELEASE_ID: child, OTHER: other, LICENSOR, ERC20: erc20 };
    const options = Object.entries(where).flatMap(([name, value]) => [`--${name}`, value]);
    const runBlock = async (lines: readonly string[]) => {
      for (const line of lines) {
        const [, words, comment = ""] = /^disjoint (.*?)(?: +# (.*))?$/.exec(line)!;
        const args = words!
          .split(" ")
          .map((word) => word.replace(/\$([A-Z_0-9]+)/, (_, n: keyof typeof names) => names[n]));
        const code = Number(/^exit (\d)/.exec(comment)?.[1] ?? 0);
        expect([line, await exitCodeOf([...args, ...options])]).toEqual([line, code]);
      }
    };
    await runBlock(blocks[0]!.lines);
    await runBlock(blocks[1]!.lines);
    const { json } = await run<{ account: string }>("token show", of(child));
    await pay(json.account, 1_000n);
    await change(erc20, "mint", json.account, 10_001n);
    await runBlock(blocks[2]!.lines);
    expect(await balanceOf(LICENSOR)).toBe(200n);

    const shown = await run("token show", of(child, { erc20: [names.ERC20] }));
    expect(shown.json).toMatchObject({
      derivatives: 0,
      depth: 2,
      payees: [{ share: 1000 }, { account: expect.stringMatching(/^0x(1c){20}$/i), share: 2000 }, { share: 7000 }],
      income: [
        { currency: ZeroAddress, received: 1_000n, paid: 1_000n, due: [0n, 0n, 0n] },
        { received: 10_001n, paid: 1_000n + 2_000n + 7_000n, due: [0n, 0n, 0n] },
      ],
    });
    const { json: ofBase } = await run("token show", of(base));
    expect(ofBase).toMatchObject({ sale: 500, derivatives: 1000, income: [{ received: 100n, paid: 100n }] });
  });

  it("is compared by verify-deployment, the accounts' code included", async () => {
    const deployment = await readDeployment(where.deployment!);
    const faultsOf = async (changed: object) => {
      const { faults } = await onChain((chain) => examineDeployment(chain, { ...deployment, ...changed }, []));
      return faults.filter((fault) => /^(Terms|ReleaseTokens|RoyaltyAccount)/.test(fault));
    };
    expect(Object.keys(deployment)).toEqual(expect.arrayContaining(["tokens", "terms"]));
    expect(await faultsOf({})).toEqual([]);
    expect(await faultsOf({ terms: deployment.tokens })).toHaveLength(1);
    expect(await faultsOf({ terms: `0x${"11".repeat(20)}` })).toHaveLength(1);
    expect(await faultsOf({ tokens: deployment.terms })).toHaveLength(2);
    const { tokens: _, ...bare } = deployment;
    const foreign = await onChain((chain) => deployOptional(chain, { ...bare, releases: bare.ledger }, "tokens"));
    expect(await faultsOf({ tokens: foreign.tokens })).toHaveLength(1);
    expect(await codeOf(() => run("token deploy"))).toBe("chain/already-deployed");
  });

  it("nothing that was done is sent again, and other terms are refused by name", async () => {
    const again = await run("token mint", of(base, { sale: "500", derivatives: "1000" }));
    expect(again.json.transaction).toBeNull();
    const mint = (release: string, values: Values) => codeOf(() => run("token mint", of(release, values)));
    expect(await mint(base, { sale: "501", derivatives: "1000" })).toBe("chain/already-minted");
    expect(await mint(other, { licensor: [`78=${LICENSOR}:1`] })).toBe("chain/not-a-shard");
    expect(await mint(other, { licensor: [`77=${LICENSOR}:9000`, `77=${LICENSOR}:2000`] })).toBe(
      "chain/shares-exceed-whole",
    );
    expect(await mint(other, { licensor: [`77=${LICENSOR}:0`] })).toBe("chain/invalid-payee");
    expect(await mint(FOREIGN, {})).toBe("chain/unknown-release");
    expect(await mint(other, { sale: "10001" })).toBe("cli/bad-option");
    expect(await mint(other, { licensor: ["77"] })).toBe("cli/bad-option");
    expect(await codeOf(() => run("token show", of(other)))).toBe("chain/erc721-nonexistent-token");
    const prohibited = { license: "Apache-2.0", prohibit: ["surveillance", "military"] };
    expect((await run("terms set", of(base, prohibited))).json.transaction).toBeNull();
    const set = (release: string, values: Values) => codeOf(() => run("terms set", of(release, values)));
    expect(await set(base, { ...prohibited, license: "MIT" })).toBe("chain/terms-exist");
    expect(await set(other, { license: "MIT" })).toBe("cli/missing-option");
    expect(await set(other, { ...prohibited, "any-use": true })).toBe("cli/bad-option");
    expect(await set(other, { license: "MIT", permit: ["two words"] })).toBe("chain/bad-terms");
    expect(await set(other, { license: "MIT?", permit: ["research"] })).toBe("chain/bad-terms");
    expect(await set(other, { license: "MIT", "any-use": true, policy: "nowhere" })).toBe("cli/missing-option");
    expect(await set(other, { license: "MIT", "any-use": true, policy: join(folder, "x"), "policy-uri": "x:" })).toBe(
      "custody/not-found",
    );
  });

  it("terms with a policy are shown, and permit what they do not prohibit", async () => {
    const policy = join(folder, "policy.jsonld");
    writeFileSync(policy, "{}");
    expect((await run("terms show", of(other))).verdict).toBe(false);
    const uri = "https://example.org/policy";
    await run("terms set", of(other, { license: "MIT", "any-use": true, policy, "policy-uri": uri }));
    const { text, json } = await run("terms show", of(other));
    expect(text).toMatch(/^license MIT\nprohibits: nothing\npolicy https:\/\/example\.org\/policy, sha256:44136fa3/);
    expect(json).toMatchObject({ terms: { uses: { prohibited: [] }, policy: { uri } } });
    expect((await run("terms check", of(other), ["military"])).verdict).toBe(true);
    expect((await run("terms check", of(child), ["surveillance"])).json).toMatchObject({
      why: "prohibited",
      by: child,
    });
    expect(await codeOf(() => run("terms check", of(FOREIGN), ["military"]))).toBe("chain/unknown-release");
  });

  it("a payee that refuses ether keeps nobody else from theirs", async () => {
    const { blocklists } = await readDeployment(where.deployment!);
    const refusing = await register("refusing");
    const { json } = await run<{ account: string }>(
      "token mint",
      of(refusing, { payee: LICENSOR, licensor: [`77=${blocklists}:4000`] }),
    );
    await pay(json.account, 10n);
    const before = await balanceOf(LICENSOR);
    const claimed = await run("token claim", of(refusing));
    expect(claimed.verdict).toBe(false);
    expect(claimed.json).toMatchObject({
      claims: [
        { index: 0, amount: 4n, refused: "chain/failed-call" },
        { index: 1, amount: 6n, transaction: expect.stringMatching(/^0x/) },
      ],
    });
    expect((await balanceOf(LICENSOR)) - before).toBe(6n);
    const rest = await run("token claim", of(refusing, { payee: LICENSOR }));
    expect(rest).toMatchObject({ verdict: true, text: "nothing is due" });
  });

  it("a token whose balance shrank is refused by name, and other currencies are not", async () => {
    const erc20 = await plainToken();
    const { account } = (await run<{ account: string }>("token show", of(child))).json;
    await change(erc20, "mint", account, 10_001n);
    const given = of(child, { erc20 });
    expect((await run("token claim", given)).json).toMatchObject({ claims: [{}, {}, { amount: 7_000n }] });
    await change(erc20, "shrink", account, 1n);
    expect(await codeOf(() => run("token claim", given))).toBe("chain/balance-shrank");
    await pay(account, 10n);
    expect((await run("token claim", of(child))).json).toMatchObject({ claims: [{}, {}, { amount: 7n }] });
    await change(erc20, "mint", account, 1n);
    expect((await run("token claim", given)).text).toBe("nothing is due");
  });
});

test("a key without funds, and one that is not the vendor's, are refused by name", async () => {
  const anvil = await startAnvil();
  const bare = join(folder, "bare.json");
  const owner = { rpc: anvil.url, keyFile: await keyFile(folder), polling: { pollingInterval: 20 } };
  const chain = await openChain(owner);
  try {
    await deploy(chain, bare);
    const without = readFileSync(bare, "utf8");
    const empty = join(folder, "empty.key");
    writeFileSync(empty, Wallet.createRandom().privateKey, { mode: 0o600 });
    const on = (key: string) => ({ rpc: anvil.url, "key-file": key, deployment: bare });
    expect(await codeOf(() => runCommand("terms deploy", [], on(empty)))).toBe("chain/no-funds");
    expect(readFileSync(bare, "utf8")).toBe(without);
    const deployment = await readDeployment(bare);
    const extended = await deployOptional(chain, await deployOptional(chain, deployment, "tokens"), "terms");
    writeFileSync(bare, stringifyJson(extended));
    const shards = [{ commitment: toCommitment(77n), schemes: ["sha256"], uri: "" }];
    const content = { model: "m", version: "1", weights: "ab".repeat(32), parents: [], terms: "", shards };
    const { release } = await registerRelease(chain, extended, content);
    const stranger = of(release, on(await keyFile(folder, 1)));
    expect(await codeOf(() => runCommand("token mint", [], stranger))).toBe("chain/not-vendor");
    const stated = { ...stranger, license: "MIT", "any-use": true };
    expect(await codeOf(() => runCommand("terms set", [], stated))).toBe("chain/not-vendor");
  } finally {
    await chain.close();
    await anvil.stop();
  }
});
