import { access, writeFile } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { stringify } from "yaml";
import type { Blocklist } from "../blocklist/list.ts";
import { readBlocklist } from "../blocklist/read.ts";
import { CONFIG_FORMAT } from "../config/config.ts";
import { CONFIG_FILES } from "../config/load.ts";
import { planProofs } from "../plan/plan.ts";
import { type Estimate, estimate } from "../release/estimate.ts";
import { usageError } from "../shared/errors.ts";
import type { Poseidon } from "../shared/poseidon.ts";
import { likelyBucketBits } from "../tree/likely.ts";
import { type Proposal, proposeShards, relativeTo } from "./propose.ts";

/** `data`: the folder to look at; `lists`: folders of blocklists; `folder`: where the configuration goes. */
export type InitOptions = { data: string; lists: readonly string[]; folder: string; poseidon: Poseidon };

/** A proposed configuration, and what a first release by it will take. `proofs`: by circuit. */
export type Initiated = Proposal & {
  file: string;
  text: string;
  pages: number;
  proofs: Record<string, number>;
  estimate: Estimate;
};

const FILL_IN = [
  "Proposed from what was found. Fill in: vendor, model, chain, signingKey; check shards and schemes.",
  "schema/config.v1.json describes every field.",
];

/**
 * Looks at data and proposes a configuration for it, in a new file.
 *
 * @throws usage `init/exists`, `init/no-data`; data `source/...`, `blocklist/...`
 */
export async function init({ data, lists, folder, poseidon }: InitOptions): Promise<Initiated> {
  for (const name of CONFIG_FILES) await expectFree(join(folder, name));
  const read: Blocklist[] = [];
  for (const list of lists) read.push(await readBlocklist(list, poseidon));
  const proposal = await proposeShards(data, [...new Set(read.map(({ scheme }) => scheme))]);
  const comments = proposal.leftOut.map((name) => `Left out, for its ending says nothing: ${name}`);
  const header = [...FILL_IN, ...comments].map((line) => `# ${line}\n`).join("");
  const file = join(folder, "disjoint.config.yaml");
  const text = header + stringify(configOf(proposal, data, lists, folder));
  await writeFile(file, text, { flag: "wx" });
  return { file, text, ...proposal, ...(await forecast(proposal, read)) };
}

async function expectFree(path: string): Promise<void> {
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (exists) throw usageError("init/exists", `${path} exists`, "Remove it, or name another folder with --out.");
}

function configOf({ shards }: Proposal, data: string, lists: readonly string[], folder: string) {
  return {
    format: CONFIG_FORMAT,
    vendor: "Your company",
    model: {
      name: basename(resolve(data)),
      weights: { file: "weights.safetensors" },
      terms: "https://example.org/licence",
    },
    shards: shards.map(({ shard }) => relativeTo(resolve(folder), shard)),
    blocklists: lists.length > 0 ? lists.map((list) => listOf(relative(folder, list))) : [listOf("blocklist")],
    chain: {
      rpc: "https://node.example.org",
      deployment: "deployment.json",
      signer: { keyFile: "signer.key" },
      confirmations: 12,
    },
    signingKey: "signing.pem",
    output: "disjoint-out",
  };
}

const listOf = (folder: string) => ({ folder: folder || ".", list: `0x${"0".repeat(64)}` });

/** What a first release takes: a proof for every page against every shard. */
async function forecast({ shards }: Proposal, lists: readonly Blocklist[]) {
  const proofs: Record<string, number> = {};
  const pages = lists.reduce((sum, list) => sum + list.pages.length, 0);
  for (const { rows, shard } of shards)
    for (const list of lists)
      for (const { circuit } of planProofs(likelyBucketBits(rows * shard.schemes.length), list.pages))
        proofs[circuit.name] = (proofs[circuit.name] ?? 0) + 1;
  const submit = pages * shards.length;
  return { pages, proofs, estimate: await estimate({ circuits: proofs, submit, shards: shards.length }) };
}
