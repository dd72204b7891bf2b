import { access, mkdir, writeFile } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import type { Node } from "yaml";
import type { Blocklist } from "../../blocklist/list.ts";
import { readBlocklist } from "../../blocklist/read.ts";
import { usageError } from "../../shared/errors.ts";
import type { Poseidon } from "../../shared/poseidon.ts";
import { PROJECT_ROOT } from "../../shared/root.ts";
import { loadYaml } from "../../shared/yaml.ts";
import { CONFIG_FORMAT } from "../config/config.ts";
import { UNDECIDED } from "../config/fields.ts";
import { CONFIG_FILES } from "../config/load.ts";
import { type Forecast, forecastRelease } from "./forecast.ts";
import { type ConfigProposal, type ProposedShard, proposeShards, relativeTo } from "./propose.ts";

/**
 * `data`: the folder with the data; `lists`: folders of blocklists; `folder`: where to write the configuration;
 * `coreHourDollars`: what an hour of one core costs, in US dollars, if not what `estimateRelease` assumes.
 */
export type InitOptions = {
  data: string;
  lists: readonly string[];
  folder: string;
  poseidon: Poseidon;
  coreHourDollars?: number;
};

/**
 * A proposed configuration, and what a first release with it takes. `undecided`: names of shards about which a person
 * must decide something before a release.
 */
export type ProposedConfig = ConfigProposal & Forecast & { file: string; text: string; undecided: string[] };

/** What editors check the configuration with. */
const SCHEMA = join(PROJECT_ROOT, "schema/config.v2.json");

const FILL_IN = [
  "Proposed from what was found. Fill in: vendor, model, blocklists, chain, signingKey; check shards and schemes.",
  "What says undecided is yours to decide: until then, nothing can be released.",
  "To try things out, an embedded chain in a folder needs no node and no signer: chain: { state: chain }",
  "schema/config.v2.json describes every field.",
];

/**
 * Examines data and writes a proposed configuration to a new file.
 *
 * @throws usage `init/exists`, `init/no-data`; data `source/...`, `blocklist/...`
 */
export async function initConfig(options: InitOptions): Promise<ProposedConfig> {
  const { data, lists, folder, poseidon, coreHourDollars } = options;
  for (const name of CONFIG_FILES) await expectFree(join(folder, name));
  const read: Blocklist[] = [];
  for (const list of lists) read.push(await readBlocklist(list, poseidon));
  const proposal = await proposeShards(data, [...new Set(read.map(({ scheme }) => scheme))]);
  const file = join(folder, "disjoint.config.yaml");
  const passedOver = proposal.passedOver.map((name) => `Passed over, because tools leave it beside data: ${name}`);
  const schema = `yaml-language-server: $schema=${relative(resolve(folder), SCHEMA)}`;
  const header = [schema, ...FILL_IN, ...passedOver].map((line) => `#${comment(line)}\n`).join("");
  const forecast = await forecastRelease(proposal.shards, read, coreHourDollars);
  const text = header + commented(configOf(proposal, forecast, data, lists, folder), proposal.shards);
  await mkdir(folder, { recursive: true });
  await writeFile(file, text, { flag: "wx" });
  const undecided = proposal.shards.filter(isUndecided).map(({ shard }) => shard.name);
  return { file, text, undecided, ...proposal, ...forecast };
}

const isUndecided = ({ shard }: ProposedShard): boolean =>
  shard.schemes === UNDECIDED || shard.sources.some(({ format }) => format === UNDECIDED);

/** The configuration as YAML, with what was found in each shard as comments. */
function commented(config: object, shards: readonly ProposedShard[]): string {
  const { Document } = loadYaml();
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

function configOf(
  { shards }: ConfigProposal,
  { commitment }: Forecast,
  data: string,
  lists: readonly string[],
  folder: string,
) {
  const kind = commitment === "merkle" ? {} : { commitment };
  return {
    format: CONFIG_FORMAT,
    vendor: "Your company",
    model: {
      name: basename(resolve(data)),
      weights: { file: "weights.safetensors" },
      terms: "https://example.org/license",
    },
    shards: shards.map(({ shard }) => ({ ...relativeTo(resolve(folder), shard), ...kind })),
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
