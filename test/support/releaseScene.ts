import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { importHashes } from "../../prover/blocklist/import.ts";
import { type Blocklist, writeBlocklist } from "../../prover/blocklist/list.ts";
import type { PageSize } from "../../prover/blocklist/page.ts";
import { readBlocklist } from "../../prover/blocklist/read.ts";
import { makeSigningKey } from "../../prover/bundle/sign.ts";
import { deployContracts, NO_ROLES, type Roles } from "../../prover/chain/deployment/deploy.ts";
import { findScheme } from "../../prover/fingerprint/schemes.ts";
import { keyToWords } from "../../prover/groth16/verificationKey.ts";
import { loadPoseidon } from "../../prover/native/poseidon.ts";
import { CIRCUITS } from "../../prover/plan/circuits.ts";
import { openChain } from "../../prover/rpc/connection.ts";
import { ensureArtifacts } from "../../prover/setup/artifacts.ts";
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
  roles = NO_ROLES,
}: SceneOptions): Promise<ReleaseScene> {
  await mkdir(join(folder, "data"), { recursive: true });
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
  const { deployment } = await deployContracts(chain, toDeploy, { roles });
  await chain.close();
  await writeFileAtomic(join(folder, "deployment.json"), stringifyJson(deployment, 2));
  await writeConfig(folder, Object.keys(shards), anvil.url);
  return { folder, anvil, stop: () => anvil.stop() };
}

async function writeConfig(folder: string, shards: readonly string[], rpc: string): Promise<void> {
  const config = {
    format: "disjoint/config/v2",
    vendor: "Sample Ltd",
    model: { name: "sample", weights: { sha256: "ab".repeat(32) }, terms: "https://example.org/terms" },
    shards: shards.map((name) => ({
      name,
      sources: [{ path: `data/${name}.jsonl` }],
      schemes: [{ scheme: "sha256", field: "text" }],
    })),
    blocklists: [{ folder: "list", publish: true, uri: "https://example.org/list" }],
    chain: { rpc, deployment: "deployment.json", signer: { keyFile: "account-0" } },
    signingKey: "signing.pem",
    output: "out",
  };
  await writeFile(join(folder, "disjoint.config.json"), stringifyJson(config, 2));
}

/** Adds records to a shard. */
export async function grow(folder: string, shard: string, from: number, count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, i) => record(shard, from + i));
  await appendFile(dataFile(folder, shard), lines.join(""));
}

/** Adds entries of made-up works to the list, as a further epoch if there are any. */
export async function growList(folder: string, from: number, count: number, pageSize: PageSize): Promise<Blocklist> {
  const poseidon = await loadPoseidon();
  const hashes = Array.from({ length: count }, (_, i) => sha256(listedWork(from + i))).join("\n");
  const entries = importHashes(Buffer.from(hashes), findScheme("sha256"), "list");
  const existing = from === 0 ? undefined : await readBlocklist(join(folder, "list"), poseidon);
  const terms = { name: "opt-outs", scheme: "sha256", pageSize, confidential: false } as const;
  return writeBlocklist(join(folder, "list"), terms, entries, poseidon, existing);
}

/** The text of an entry of the list. */
export const listedWork = (i: number): string => `listed work ${i}`;
