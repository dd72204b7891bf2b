/** The whole data flow, once, on a real corpus and a real opt-out list, on a chain inside this process. */
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { displayFor } from "../prover/cli/progress/display.ts";
import * as disjoint from "../prover/index.ts";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { addFile, layOutCorpus, layOutOptOuts, OPTED_OUT } from "./quickstart/corpus.ts";
import { refusalOf, replay } from "./quickstart/facts.ts";
import { Account } from "./quickstart/summary.ts";
import { runTool } from "./support/run.ts";

const CIRCUIT = "exclusion_16x60";
const PACKAGES = join(PROJECT_ROOT, "node_modules");
const at = (name: string) => join(PROJECT_ROOT, "build/quickstart", name);
const display = displayFor({ quiet: false, verbose: false });
const { onProgress } = display;
const account = new Account();

await mkdir(at("."), { recursive: true });
await account.step("build", () => runTool("node", ["scripts/build.ts"], PROJECT_ROOT));
const poseidon = await disjoint.loadPoseidon();
const artifacts = await account.step("compile the circuit and make a development key", () =>
  disjoint.ensureArtifacts(CIRCUIT, { onProgress }),
);

// 1. A vendor's corpus and a rights holder's list.
await account.step("lay out the corpus, twice", async () => {
  for (const name of ["corpus", "dirty"]) await layOutCorpus(PACKAGES, at(name));
});
const works = await layOutOptOuts(PACKAGES, at("works"));
const shard = await account.step("commit to the corpus", () => commit("shard", "corpus"));
const list = await account.step("build the blocklist", buildList);

// 2. Proofs, and an offline verification of what was written.
const proved = await account.step("prove", () =>
  disjoint.proveShard({
    shard,
    list,
    out: at("proofs"),
    artifacts: async () => artifacts,
    onProgress,
    circuits: disjoint.CIRCUITS.filter(({ name }) => name === CIRCUIT),
  }),
);
if (!("bundle" in proved)) throw new Error(`the corpus holds ${proved.present.length} of the opted-out works`);
const bundle = await readFile(proved.bundle);
const { verdict } = await account.step("verify offline", async () =>
  disjoint.verifyBundle(bundle, await disjoint.readPinnedCircuits(), disjoint.toExpectedList(list)),
);
if (!verdict) throw new Error("the bundle does not verify");

// 3. A chain records them and refuses what is forged or replayed.
const chain = await disjoint.openChain({});
const { deployment, gas } = await account.step("deploy the contracts", () =>
  disjoint.deployContracts(chain, [disjoint.toCircuitToDeploy(artifacts)]),
);
const published = await account.step("publish the list", () =>
  disjoint.publishBlocklist(
    chain,
    deployment,
    disjoint.toListToPublish(list, { uri: "https://example.org/opt-outs/list.json" }),
  ),
);
const facts = disjoint.toProvedPages(disjoint.parseBundle(bundle));
const swapped = { ...facts[0]!, proof: facts[1]!.proof };
const forged = await refusalOf(disjoint.submitProofs(chain, deployment, published.list, [swapped]));
const borrowed = { ...facts[0]!, commitment: disjoint.toCommitment(facts[0]!.commitment + 1n) };
const moved = await refusalOf(disjoint.submitProofs(chain, deployment, published.list, [borrowed]));
const submitted = await account.step("submit the proofs", () =>
  disjoint.submitProofs(chain, deployment, published.list, facts),
);
const status = await disjoint.readShardStatus(chain, deployment, published.list, shard.commitment);
if (!disjoint.isCleanNow(status)) throw new Error("the chain does not say that the corpus is clean");
const replayed = await refusalOf(replay(chain, deployment, published.list, facts[0]!));
await chain.close();

// 4. A corpus with one opted-out file, under another name.
const caught = await account.step("catch an opted-out file", async () => {
  await addFile(join(at("works"), works[0]!), join(at("dirty"), "vendored/innocent.js"));
  const [found] = disjoint.findListedRecords(await commit("dirty-shard", "dirty"), list);
  if (found === undefined) throw new Error("the opted-out file was not found");
  return found.records.map(({ source }) => `${source}, which is ${found.label}`).join("; ");
});

const { manifest } = shard;
account.section("Proved", [
  ["corpus", `${manifest.rows} files, ${megabytes(manifest.sources.bytes)}, ${manifest.keys} different`],
  ["opted out", `${works.length} works on ${list.pages.length} pages`],
  ["commitment", manifest.commitment],
  ["proofs", `${proved.made} made by ${proved.backend}, ${proved.reused} reused, each 256 bytes`],
  ["on the chain", `clean up to epoch ${status.cleanEpoch} of ${status.currentEpoch}, ${status.cleanPages} pages`],
]);
account.section("Refused", [
  ["opted-out file", caught],
  ["forged proof", forged],
  ["another's commitment", moved],
  ["replayed proof", replayed],
]);
const spent = submitted.transactions.reduce((sum, { gasUsed = 0n }) => sum + gasUsed, 0n);
account.section("Gas", [
  ["contracts", String(Object.values(gas).reduce((sum, part) => sum + part, 0n))],
  ["proofs", `${spent} for ${facts.length} pages`],
]);
account.section("Not proved", [
  ["the corpus", "that the committed files are what a model was trained on"],
  ["altered copies", "that no changed copy is present: sha256 recognises equal bytes only"],
  ["the key", `${artifacts.lock.setup}: made on this machine, refused on public chains`],
]);
process.stdout.write(account.toString());

/** An unchanged corpus keeps its shard, and with it every proof. */
async function commit(out: string, corpus: string): Promise<disjoint.Shard> {
  const options = { schemes: [{ scheme: "sha256" }], out: at(out), cache: at(`${out}.cache`), poseidon, onProgress };
  const sources = [{ path: at(corpus), format: "files" as const }];
  await disjoint.commitShard({ ...options, sources }).catch(async (error) => {
    if (error.code !== "commitment/exists") throw error;
    await rm(at(out), { recursive: true });
    return disjoint.commitShard({ ...options, sources });
  });
  return disjoint.readShard(at(out), poseidon);
}

async function buildList(): Promise<disjoint.Blocklist> {
  await rm(at("list"), { recursive: true, force: true });
  const entries = await disjoint.importWorks(at("works"), disjoint.findScheme("sha256"));
  const name = `opt-outs of ${OPTED_OUT.join(" and ")}`;
  const terms = { name, scheme: "sha256", pageSize: 16, confidential: false } as const;
  return disjoint.writeBlocklist(at("list"), terms, entries, poseidon);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
