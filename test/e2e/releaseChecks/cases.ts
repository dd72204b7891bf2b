import { chmod, cp } from "node:fs/promises";
import { join } from "node:path";
import { Wallet } from "ethers";
import { makeDevelopmentPowers } from "../../../prover/setup/powers/make.ts";
import { someEntries, writeList } from "../../support/blocklist.ts";
import { installed } from "../../support/installed.ts";
import { type Fields, type ReleaseWorld, refusing } from "./world.ts";

/** A configuration with which one check fails before the data are read. */
type Case = {
  check: string;
  code: string;
  what: string;
  change: (config: Fields, world: ReleaseWorld) => unknown;
};

const MCOPY = "0x6020600060205e";
const PUSH0 = "0x5f50";
const lacks =
  (code: string): Case["change"] =>
  (config, world) => {
    const isTrial = (method: string, params: unknown[]) =>
      method === "eth_call" && String((params[0] as { data?: string }).data).startsWith(code);
    return world.behind(config, refusing(isTrial));
  };

type Range = { fromBlock: string };

const inChain =
  (changes: (world: ReleaseWorld) => Promise<object> | object): Case["change"] =>
  async (config, world) =>
    Object.assign(config.chain, await changes(world));

/** The first shard is to be committed to by an accumulator. */
function byAccumulator(config: Fields, changes: object): void {
  Object.assign((config.shards as Fields[])[0]!, { commitment: "accumulator" });
  Object.assign(config, changes);
}

export const CASES: readonly Case[] = [
  {
    check: "output",
    code: "release/output",
    what: "an output folder below a file",
    change: (config) => Object.assign(config, { output: "signing.pem/out" }),
  },
  {
    check: "signing key",
    code: "bundle/signing-key",
    what: "no key",
    change: (config) => Object.assign(config, { signingKey: "none.pem" }),
  },
  {
    check: "signing key",
    code: "bundle/key-readable",
    what: "a key for all to read",
    change: async (config, { folder }) => {
      await cp(join(folder, "signing.pem"), join(folder, "open.pem"));
      await chmod(join(folder, "open.pem"), 0o644);
      config.signingKey = "open.pem";
    },
  },
  {
    check: "chain",
    code: "chain/other-chain",
    what: "another chain than is demanded",
    change: inChain(() => ({ chainId: 1 })),
  },
  {
    check: "chain",
    code: "chain/other-chain",
    what: "a deployment of another chain",
    change: inChain(async (world) => ({ deployment: await world.deploymentWith({ chainId: 11155111 }) })),
  },
  {
    check: "chain",
    code: "chain/no-contracts",
    what: "a deployment that the chain has forgotten",
    change: inChain(async (world) => ({
      deployment: await world.deploymentWith({ releases: `0x${"12".repeat(20)}` }),
    })),
  },
  { check: "opcodes", code: "chain/lacks-opcodes", what: "a chain without MCOPY", change: lacks(MCOPY) },
  { check: "opcodes", code: "chain/lacks-opcodes", what: "a chain without PUSH0", change: lacks(PUSH0) },
  {
    check: "logs",
    code: "chain/node-refuses",
    what: "no events",
    change: (config, world) =>
      world.behind(
        config,
        refusing((method) => method === "eth_getLogs"),
      ),
  },
  {
    check: "logs",
    code: "chain/node-refuses",
    what: "no events of long ago",
    change: (config, world) =>
      world.behind(
        config,
        refusing((method, [filter]) => method === "eth_getLogs" && Number((filter as Range).fromBlock) < 3),
      ),
  },
  {
    check: "lists",
    code: "release/unknown-list",
    what: "a policy for no list",
    change: (config) => Object.assign(config, { policy: { lists: ["other"] } }),
  },
  {
    check: "powers of tau",
    code: "setup/no-powers",
    what: "an accumulator without powers of tau",
    change: (config) => byAccumulator(config, { powers: "none" }),
  },
  {
    check: "powers of tau",
    code: "release/other-powers",
    what: "powers of tau that the ledger does not know",
    change: async (config, { folder }) => {
      await makeDevelopmentPowers({ keys: 100, entries: 100, folder: join(folder, "others") });
      byAccumulator(config, { powers: "others" });
    },
  },
  {
    check: "lists",
    code: "release/no-accumulators",
    what: "an accumulator and a list without",
    change: async (config, { folder }) => {
      await writeList(join(folder, "plain"), someEntries(5), { name: "plain" });
      byAccumulator(config, { blocklists: [{ folder: "plain", publish: true }] });
    },
  },
  {
    check: "lists",
    code: "release/other-scheme",
    what: "a shard without the list's scheme",
    change: (config) =>
      Object.assign((config.shards as Fields[])[0]!, { schemes: [{ scheme: "text", field: "text" }] }),
  },
  {
    check: "circuits",
    code: "release/other-circuit",
    what: "pages of a size that the ledger does not take",
    change: async (config, { folder }) => {
      await writeList(join(folder, "large"), someEntries(5), { pageSize: 256, name: "large" });
      config.blocklists = [{ folder: "large", publish: true }];
    },
  },
  {
    check: "circuits",
    code: "release/other-circuit",
    what: "keys that the ledger does not know",
    change: (config) => Object.assign(config, { artifacts: installed() }),
  },
  {
    check: "funds",
    code: "chain/no-funds",
    what: "an account without funds",
    change: inChain(async (world) => ({ signer: { keyFile: await world.keyOf(Wallet.createRandom()) } })),
  },
];
