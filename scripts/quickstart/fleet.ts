/** The folder of a release that a fleet makes: what an operator has before the first `disjoint release`. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as disjoint from "../../prover/index.ts";
import { sha256, writeFileAtomic } from "../../prover/shared/files.ts";
import { stringifyJson } from "../../prover/shared/json.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

const EXAMPLES = join(PROJECT_ROOT, "examples/data");
const CIRCUIT = "exclusion_16x60";
const PAGE_SIZE = 16;

/**
 * Lays out a release of the examples' poems against the poets' opt-outs. Texts that nobody wrote fill the list up to
 * the number of pages, so that there is something to share out.
 */
export async function layOutRelease(folder: string, pages: number): Promise<void> {
  const at = (name: string) => join(folder, name);
  const artifacts = await disjoint.ensureArtifacts(CIRCUIT);
  const chain = await disjoint.openChain({ state: at("chain") });
  const { deployment } = await disjoint.deployContracts(chain, [disjoint.toCircuitToDeploy(artifacts)]);
  await chain.close();
  await writeFileAtomic(at(`chain/deployment-${deployment.chainId}.json`), stringifyJson(deployment));
  await writeList(at("list"), pages);
  await disjoint.makeSigningKey(at("signing.pem"));
  await writeFileAtomic(at("disjoint.config.json"), stringifyJson(configOf(), 2));
}

async function writeList(folder: string, pages: number): Promise<void> {
  const own = (await readFile(join(EXAMPLES, "optouts.txt"), "utf8")).split("\n").filter((line) => /^[^#]/.test(line));
  const filling = Array.from(
    { length: PAGE_SIZE * pages - own.length },
    (_, i) => `a text that nobody wrote, no. ${i}`,
  );
  const scheme = disjoint.findScheme("text");
  const entries = disjoint.importLines(Buffer.from([...own, ...filling].join("\n")), scheme, "optouts.txt");
  const terms = { name: "poets' opt-outs", scheme: scheme.name, pageSize: PAGE_SIZE, confidential: false } as const;
  await disjoint.writeBlocklist(folder, terms, entries, await disjoint.loadPoseidon());
}

const configOf = () => ({
  format: "disjoint/config/v2",
  vendor: "Sample Ltd",
  // No model was trained on the poems.
  model: { name: "poet", weights: { sha256: sha256(Buffer.alloc(0)) }, terms: "https://example.org/license" },
  shards: [
    {
      name: "poems",
      sources: [{ path: join(EXAMPLES, "poems.jsonl") }],
      schemes: [{ scheme: "text", field: "text" }],
    },
  ],
  blocklists: [{ folder: "list", publish: true, uri: "https://example.org/opt-outs/list.json" }],
  chain: { state: "chain" },
  signingKey: "signing.pem",
  output: "output",
  fleet: { queue: { file: "queue.url" }, storage: "storage", key: "fleet.key" },
});
