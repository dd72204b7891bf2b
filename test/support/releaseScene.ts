import { existsSync } from "node:fs";
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { openEngine } from "../../prover/accumulator/engine.ts";
import type { Powers } from "../../prover/accumulator/powers.ts";
import type { PageSize } from "../../prover/blocklist/format.ts";
import { importHashes } from "../../prover/blocklist/import.ts";
import { type Blocklist, writeBlocklist } from "../../prover/blocklist/list.ts";
import { readBlocklist } from "../../prover/blocklist/read.ts";
import { makeSigningKey } from "../../prover/bundle/sign.ts";
import { deployContracts, NO_ROLES, type Roles } from "../../prover/chain/deployment/deploy.ts";
import { findScheme } from "../../prover/fingerprint/schemes.ts";
import { keyToWords } from "../../prover/groth16/verificationKey.ts";
import { loadPoseidon } from "../../prover/native/poseidon.ts";
import { CIRCUITS } from "../../prover/plan/circuits.ts";
import type { ReleaseResult } from "../../prover/release/release.ts";
import { openChain } from "../../prover/rpc/connection.ts";
import { ensureArtifacts } from "../../prover/setup/artifacts.ts";
import { makeDevelopmentPowers } from "../../prover/setup/powers/make.ts";
import { openPowers } from "../../prover/setup/powers/open.ts";
import { sha256, writeFileAtomic } from "../../prover/shared/files.ts";
import { stringifyJson } from "../../prover/shared/json.ts";
import { type Anvil, startAnvil } from "./anvil.ts";
import { keyFile } from "./chain.ts";

/** A vendor's folder with shards of JSON Lines, a list of its own, and a chain with the contracts. */
export type ReleaseScene = { folder: string; anvil: Anvil; stop(): Promise<void> };

type SceneOptions = {
  folder: string;
  /** Records of each shard. */
  shards: Record<string, number>;
  entries: number;
  pageSize: PageSize;
  circuits: readonly string[];
  /** Shards that are committed to by accumulators. Default: none, and no powers of tau. */
  accumulators?: readonly string[];
  roles?: Roles;
};

const record = (shard: string, i: number): string => `{"id":${i},"text":"record ${i} of ${shard}"}\n`;

export const dataFile = (folder: string, shard: string): string => join(folder, "data", `${shard}.jsonl`);

export async function makeReleaseScene({
  folder,
  shards,
  entries,
  pageSize,
  circuits,
  accumulators = [],
  roles = NO_ROLES,
}: SceneOptions): Promise<ReleaseScene> {
  await mkdir(join(folder, "data"), { recursive: true });
  const powers = accumulators.length > 0 ? await makePowersOf(folder) : undefined;
  for (const [name, count] of Object.entries(shards)) await grow(folder, name, 0, count);
  await growList(folder, 0, entries, pageSize);
  await makeSigningKey(join(folder, "signing.pem"));
  const anvil = await startAnvil();
  const chain = await openChain({ rpc: anvil.url, keyFile: await keyFile(folder), polling: { pollingInterval: 20 } });
  const toDeploy = [];
  for (const { name, entries: size } of CIRCUITS.filter(({ name }) => circuits.includes(name))) {
    const { lock, key } = await ensureArtifacts(name);
    toDeploy.push({ circuitId: lock.circuitId, entries: size, setup: lock.setup, keyWords: keyToWords(key) });
  }
  const { deployment } = await deployContracts(chain, toDeploy, { roles, ...(powers && { powers }) });
  await chain.close();
  await writeFileAtomic(join(folder, "deployment.json"), stringifyJson(deployment, 2));
  await writeConfig(folder, Object.keys(shards), accumulators, anvil.url);
  return { folder, anvil, stop: () => anvil.stop() };
}

const powersFolder = (folder: string): string => join(folder, "powers");

/** Powers of tau for shards and lists of up to 2,000 elements. */
const makePowersOf = (folder: string): Promise<Powers> =>
  makeDevelopmentPowers({ keys: 2_000, entries: 2_000, folder: powersFolder(folder) });

async function writeConfig(
  folder: string,
  shards: readonly string[],
  accumulators: readonly string[],
  rpc: string,
): Promise<void> {
  const config = {
    format: "disjoint/config/v2",
    vendor: "Sample Ltd",
    model: { name: "sample", weights: { sha256: "ab".repeat(32) }, terms: "https://example.org/terms" },
    shards: shards.map((name) => ({
      name,
      sources: [{ path: `data/${name}.jsonl` }],
      schemes: [{ scheme: "sha256", field: "text" }],
      ...(accumulators.includes(name) && { commitment: "accumulator" }),
    })),
    blocklists: [{ folder: "list", publish: true, uri: "https://example.org/list" }],
    chain: { rpc, deployment: "deployment.json", signer: { keyFile: "account-0" } },
    signingKey: "signing.pem",
    output: "out",
    ...(accumulators.length > 0 && { powers: "powers" }),
  };
  await writeFile(join(folder, "disjoint.config.json"), stringifyJson(config, 2));
}

/** Adds records to a shard. */
export async function grow(folder: string, shard: string, from: number, count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, i) => record(shard, from + i));
  await appendFile(dataFile(folder, shard), lines.join(""));
}

/** Adds entries of made-up works to a list, as a further epoch if there are any. */
export async function growList(
  folder: string,
  from: number,
  count: number,
  pageSize: PageSize,
  list = "list",
): Promise<Blocklist> {
  const poseidon = await loadPoseidon();
  const hashes = Array.from({ length: count }, (_, i) => sha256(listedWork(from + i))).join("\n");
  const entries = importHashes(Buffer.from(hashes), findScheme("sha256"), "list");
  const existing = existsSync(join(folder, list)) ? await readBlocklist(join(folder, list), poseidon) : undefined;
  const terms = { name: list === "list" ? "opt-outs" : list, scheme: "sha256", pageSize, confidential: false } as const;
  const powers = powersFolder(folder);
  const engine = existsSync(powers) ? openEngine(await openPowers(powers)) : undefined;
  return writeBlocklist(join(folder, list), terms, entries, poseidon, existing, [], engine);
}

/** The text of an entry of the list. */
export const listedWork = (i: number): string => `listed work ${i}`;

/** What was going to be sent is what was sent, for at most a tenth more or less gas. */
export function expectEstimated({ report, transactions }: Pick<ReleaseResult, "report" | "transactions">): void {
  expect(report.transactions.length).toBe(transactions.length);
  const gas = report.transactions.reduce((sum, { gasUsed }) => sum + Number(gasUsed), 0);
  const share = transactions.reduce((sum, each) => sum + each.gas, 0) / gas;
  expect(share).toBeGreaterThan(0.9);
  expect(share).toBeLessThan(1.1);
}
