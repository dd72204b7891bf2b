import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Wallet } from "ethers";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { deployContracts } from "../../prover/chain/deployment/deploy.ts";
import { developmentAccount, openChain } from "../../prover/rpc/connection.ts";
import { stringifyJson } from "../../prover/shared/json.ts";
import { startAnvil } from "../support/anvil.ts";
import { someEntries, writeList } from "../support/blocklist.ts";
import { simulatedCircuit, temporaryFolder } from "../support/chain.ts";
import { disjoint } from "../support/cli.ts";
import { fullDisk } from "../support/fullDisk.ts";
import { dataFile, grow, makeReleaseScene, type ReleaseScene } from "../support/releaseScene.ts";
import { TRAPDOOR } from "../support/simulator.ts";

// Set-ups that a new user gets wrong: `disjoint release` ends with a code of its own and what to do, and makes nothing.

let scene: ReleaseScene;
let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ path: folder, remove } = await temporaryFolder());
  const circuits = ["exclusion_16x60"];
  scene = await makeReleaseScene({ folder, shards: { web: 30 }, entries: 5, pageSize: 16, circuits });
}, 300_000);
afterAll(async () => {
  await scene?.stop();
  await remove?.();
});

type Config = Record<string, unknown> & { chain: Record<string, unknown> };
type SetUp = {
  change: (config: Config) => unknown;
  exit: number;
  code: string;
  says: RegExp;
  todo: RegExp;
};

async function silentNode(): Promise<string> {
  const server = createServer(() => {});
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function otherChain(args: readonly string[]): Promise<string> {
  const anvil = await startAnvil(args);
  onTestFinished(() => anvil.stop());
  return anvil.url;
}

const SET_UPS: Record<string, SetUp> = {
  "no funds": {
    change: async (config) => {
      await writeFile(join(folder, "poor"), Wallet.createRandom().privateKey, { mode: 0o600 });
      config.chain.signer = { keyFile: "poor" };
    },
    exit: 4,
    code: "chain/no-funds",
    says: /the signer 0x[0-9A-Fa-f]{40} has 0 of the chain's currency: about [\d,]+/,
    todo: /Send it 0\.\d+ or more, or use the key of another account/,
  },
  "wrong chain": {
    change: async (config) => Object.assign(config.chain, { rpc: await otherChain(["--chain-id", "1337"]) }),
    exit: 4,
    code: "chain/other-chain",
    says: /deployment\.json is of chain 31337, and the node of chain 1337/,
    todo: /Use a node of that chain/,
  },
  "a chain of older rules": {
    change: async (config) => {
      const rpc = await otherChain(["--hardfork", "shanghai"]);
      const chain = await openChain({ rpc, keyFile: join(folder, "account-0") });
      const { deployment } = await deployContracts(chain, [simulatedCircuit(TRAPDOOR, 16)]);
      await chain.close();
      await writeFile(join(folder, "shanghai.json"), stringifyJson(deployment));
      Object.assign(config.chain, { rpc, deployment: "shanghai.json" });
    },
    exit: 4,
    code: "chain/lacks-opcodes",
    says: /chain 31337 lacks MCOPY/,
    todo: /rules of Cancun/,
  },
  "a chain that was started again": {
    change: async (config) => Object.assign(config.chain, { rpc: await otherChain([]) }),
    exit: 4,
    code: "chain/no-contracts",
    says: /chain 31337 has no contract at 0x/,
    todo: /Give the file of a deployment on this chain as \$\.chain\.deployment/,
  },
  "missing circuit": {
    change: async (config) => {
      await writeList(join(folder, "large"), someEntries(5), { pageSize: 256, name: "large" });
      config.blocklists = [{ folder: "large", publish: true }];
    },
    exit: 5,
    code: "release/other-circuit",
    says: /large has 1 page of 256 entries, and the ledger .* 16 only/,
    todo: /Build the list again with pages of a size that the ledger takes/,
  },
  "dead node": {
    change: async (config) => {
      const anvil = await startAnvil();
      await anvil.stop();
      config.chain.rpc = anvil.url;
    },
    exit: 4,
    code: "chain/unreachable",
    says: /does not answer: ECONNREFUSED/,
    todo: /address and that it runs/,
  },
  "a node that says nothing": {
    change: async (config) => Object.assign(config.chain, { rpc: await silentNode() }),
    exit: 4,
    code: "chain/unreachable",
    says: /does not answer/,
    todo: /address and that it runs/,
  },
};

async function configured(name: string, change: (config: Config) => unknown): Promise<string> {
  const config = JSON.parse(await readFile(join(folder, "disjoint.config.json"), "utf8")) as Config;
  config.output = `out-${name}`;
  await change(config);
  const file = join(folder, `${name}.json`);
  await writeFile(file, JSON.stringify(config));
  return file;
}

async function nonce(): Promise<number> {
  const chain = await openChain({ rpc: scene.anvil.url });
  const count = await chain.provider.getTransactionCount(developmentAccount(0).address);
  await chain.close();
  return count;
}

/** Ends so whether it is planned or run, tells how long it took, and sends nothing. */
async function expectEnd(file: string, { exit, code, says, todo }: Omit<SetUp, "change">, env = {}): Promise<void> {
  const before = await nonce();
  for (const option of [["--plan-only"], []]) {
    const started = Date.now();
    const ran = await disjoint(["release", "v1", "--config", file, ...option], env);
    process.stderr.write(`${code}: ${Date.now() - started} ms\n`);
    expect(ran.code, ran.stderr).toBe(exit);
    const [line, hint] = ran.stderr.slice(ran.stderr.indexOf("error ")).split("\n");
    expect(line).toMatch(new RegExp(`^error ${code}: `));
    expect(line).toMatch(says);
    expect(ran.stderr.match(/^error /gm)).toHaveLength(1);
    expect(hint).toMatch(todo);
  }
  expect(await nonce()).toBe(before);
}

test.each(Object.entries(SET_UPS))("%s", async (name, { change, ...end }) => {
  await expectEnd(await configured(name, change), end);
  expect(existsSync(join(folder, `out-${name}`))).toBe(false);
});

test("full disk", async () => {
  const full = await fullDisk(folder);
  onTestFinished(() => full.release());
  const file = await configured("full", (config) => Object.assign(config, { output: "full/out" }));
  const says = /full\/out has 0 MiB free, and about 16 MiB are needed/;
  await expectEnd(file, { exit: 3, code: "release/no-space", says, todo: /Make room there/ }, full.env);
  expect(existsSync(join(folder, "full/out"))).toBe(false);
});

test("refuses a taken tag when the data changed or the output folder is lost", async () => {
  const file = await configured("taken", () => {});
  expect((await disjoint(["release", "v1", "--config", file])).code).toBe(0);
  const data = await readFile(dataFile(folder, "web"));
  await grow(folder, "web", 30, 5);
  const says = /v1 is on the chain with other content: shards differ/;
  await expectEnd(file, { exit: 2, code: "release/tag-taken", says, todo: /Release under a new tag.*--refresh/ });
  await writeFile(dataFile(folder, "web"), data);
  const lost = await configured("lost", () => {});
  const gone = /sample v1 is registered by 0x[0-9A-Fa-f]{40} as release 0x[0-9a-f]{64}, and .* does not have it/;
  await expectEnd(lost, { exit: 3, code: "release/state-lost", says: gone, todo: /Restore the output folder/ });
  expect(existsSync(join(folder, "out-lost"))).toBe(false);
});
