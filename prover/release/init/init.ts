import { access, writeFile } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { Document, type Node } from "yaml";
import type { Blocklist } from "../../blocklist/list.ts";
import { readBlocklist } from "../../blocklist/read.ts";
import { gasOfNaming, gasOfRegistering, gasOfSubmitting, type PageToSubmit, readGas } from "../../chain/cost/gas.ts";
import { planProofs } from "../../plan/plan.ts";
import { usageError } from "../../shared/errors.ts";
import type { Poseidon } from "../../shared/poseidon.ts";
import { PROJECT_ROOT } from "../../shared/root.ts";
import { likelyBucketBits } from "../../tree/likely.ts";
import { CONFIG_FORMAT } from "../config/config.ts";
import { UNDECIDED } from "../config/fields.ts";
import { CONFIG_FILES } from "../config/load.ts";
import { estimateRelease, type ReleaseEstimate } from "../steps/estimate.ts";
import { type ConfigProposal, type ProposedShard, proposeShards, relativeTo } from "./propose.ts";

/** `data`: the folder with the data; `lists`: folders of blocklists; `folder`: where to write the configuration. */
export type InitOptions = { data: string; lists: readonly string[]; folder: string; poseidon: Poseidon };

/**
 * A proposed configuration, and what a first release with it takes. `undecided`: names of shards about which a person
 * must decide something before a release. `proofs`: their number, by circuit.
 */
export type ProposedConfig = ConfigProposal & {
  file: string;
  text: string;
  undecided: string[];
  pages: number;
  proofs: Record<string, number>;
  estimate: ReleaseEstimate;
};

/** What editors check the configuration with. */
const SCHEMA = join(PROJECT_ROOT, "schema/config.v2.json");

const FILL_IN = [
  "Proposed from what was found. Fill in: vendor, model, chain, signingKey; check shards and schemes.",
  "What says undecided is yours to decide: until then, nothing can be released.",
  "schema/config.v2.json describes every field.",
];

/**
 * Examines data and writes a proposed configuration to a new file.
 *
 * @throws usage `init/exists`, `init/no-data`; data `source/...`, `blocklist/...`
 */
export async function initConfig({ data, lists, folder, poseidon }: InitOptions): Promise<ProposedConfig> {
  for (const name of CONFIG_FILES) await expectFree(join(folder, name));
  const read: Blocklist[] = [];
  for (const list of lists) read.push(await readBlocklist(list, poseidon));
  const proposal = await proposeShards(data, [...new Set(read.map(({ scheme }) => scheme))]);
  const file = join(folder, "disjoint.config.yaml");
  const passedOver = proposal.passedOver.map((name) => `Passed over, for tools have left it: ${name}`);
  const schema = `yaml-language-server: $schema=${relative(resolve(folder), SCHEMA)}`;
  const header = [schema, ...FILL_IN, ...passedOver].map((line) => `#${comment(line)}\n`).join("");
  const text = header + commented(configOf(proposal, data, lists, folder), proposal.shards);
  await writeFile(file, text, { flag: "wx" });
  const undecided = proposal.shards.filter(isUndecided).map(({ shard }) => shard.name);
  return { file, text, undecided, ...proposal, ...(await forecast(proposal, read)) };
}

const isUndecided = ({ shard }: ProposedShard): boolean =>
  shard.schemes === UNDECIDED || shard.sources.some(({ format }) => format === UNDECIDED);

/** The configuration as YAML, with what was found in each shard as comments. */
function commented(config: object, shards: readonly ProposedShard[]): string {
  const document = new Document(config);
  for (const [i, { notes }] of shards.entries())
    if (notes.length > 0) (document.getIn(["shards", i], true) as Node).commentBefore = notes.map(comment).join("\n");
  return document.toString({ lineWidth: 0 });
}

/** Text on one line of a comment, without characters that would end it. */
const comment = (note: string): string => ` ${note.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ")}`;

async function expectFree(path: string): Promise<void> {
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (exists) throw usageError("init/exists", `${path} exists`, "Remove it. Or give another folder as `out`.");
}

function configOf({ shards }: ConfigProposal, data: string, lists: readonly string[], folder: string) {
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

/**
 * What a first release takes: a proof for every pair of page and shard, and the transactions that submit them and
 * register the release.
 */
async function forecast({ shards }: ConfigProposal, lists: readonly Blocklist[]) {
  const proofs: Record<string, number> = {};
  const pages: PageToSubmit[] = [];
  for (const [i, { rows, shard }] of shards.entries())
    for (const list of lists) {
      const keys = rows * (shard.schemes === UNDECIDED ? 1 : shard.schemes.length);
      for (const { circuit, index } of planProofs(likelyBucketBits(keys), list.pages)) {
        proofs[circuit.name] = (proofs[circuit.name] ?? 0) + 1;
        pages.push({ circuit: circuit.name, claim: `${i}/${list.name}`, isFirst: index % 256 === 0 });
      }
    }
  const gas = await readGas();
  const schemes = shards.map(({ shard }) => ({ schemes: shard.schemes === UNDECIDED ? 1 : shard.schemes.length }));
  const release = { model: "m", version: "v", terms: "t", parents: [], shards: shards.length };
  const transactions = [
    ...gasOfSubmitting(gas, pages),
    ...gasOfRegistering(gas, schemes, release),
    ...gasOfNaming(gas, true),
  ];
  const count = lists.reduce((sum, list) => sum + list.pages.length, 0);
  return { pages: count, proofs, estimate: await estimateRelease({ circuits: proofs, transactions }) };
}
