/** The whole data flow, once, on a real corpus and a real opt-out list, on a chain inside this process. */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { displayFor } from "../prover/cli/progress/display.ts";
import * as disjoint from "../prover/index.ts";
import { circuitPath } from "../prover/setup/artifacts.ts";
import { compileCircuit } from "../prover/setup/compile.ts";
import { writeFileAtomic } from "../prover/shared/files.ts";
import { stringifyJson } from "../prover/shared/json.ts";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { addFile, layOutCorpus, layOutOptOuts } from "./quickstart/corpus.ts";
import { at, buildList, commit, developmentPowers } from "./quickstart/data.ts";
import { refusalOf, replay } from "./quickstart/facts.ts";
import { prove, toDisjointnessItems } from "./quickstart/prove.ts";
import { register } from "./quickstart/release.ts";
import { Account } from "./quickstart/summary.ts";
import { runTool } from "./support/run.ts";

const CIRCUIT = "exclusion_16x60";
const PACKAGES = join(PROJECT_ROOT, "node_modules");
const display = displayFor({ quiet: false, verbose: false });
const { onProgress } = display;
const account = new Account();

await mkdir(at("."), { recursive: true });
await account.step("build, and compile the circuit", () =>
  Promise.all([
    runTool("node", ["scripts/build.ts", "--fastest", "--deployment"], PROJECT_ROOT),
    compileCircuit(circuitPath(CIRCUIT)),
  ]),
);
const poseidon = await disjoint.loadPoseidon();
const artifacts = await account.step("make a development key", () => disjoint.ensureArtifacts(CIRCUIT, { onProgress }));

// 1. A vendor's corpus, committed to in both ways, and a rights holder's list.
await account.step("lay out the corpus", () => layOutCorpus(PACKAGES, at("corpus")));
const works = await layOutOptOuts(PACKAGES, at("works"));
const shard = await account.step("commit to the corpus", () => commit("shard", ["corpus"], { poseidon, onProgress }));
const { manifest } = shard;
const powers = await account.step("make development powers of tau", () =>
  developmentPowers({ keys: manifest.keys, entries: works.length }, onProgress),
);
const accumulated = await account.step("commit to it by an accumulator", () =>
  commit("accumulator", ["corpus"], { poseidon, powers, onProgress }),
);
const engine = disjoint.openEngine(powers);
const list = await account.step("build the blocklist", () => buildList(poseidon, engine));

// 2. Proofs page by page and one for the whole list, and an offline verification of what was written.
const options = {
  list,
  artifacts: async () => artifacts,
  circuits: disjoint.CIRCUITS.filter(({ name }) => name === CIRCUIT),
  engine: async () => engine,
  onProgress,
};
const byPage = await account.step("prove by page", () => prove("proofs", { ...options, shard }));
const atOnce = await account.step("prove the whole list", () =>
  prove("disjointness", { ...options, shard: accumulated }),
);
await account.step("verify offline", async () => {
  const pinned = [...(await disjoint.readPinnedCircuits()), { kind: "powers" as const, id: powers.id }];
  for (const { file } of [byPage, atOnce])
    if (!disjoint.verifyBundle(file, pinned, disjoint.toExpectedList(list)).verdict)
      throw new Error("a bundle does not verify");
});

// 3. A chain records them and refuses what is forged or replayed.
await rm(at("chain"), { recursive: true, force: true });
const chain = await disjoint.openChain({ state: at("chain") });
const { deployment, gas } = await account.step("deploy the contracts", () =>
  disjoint.deployContracts(chain, [disjoint.toCircuitToDeploy(artifacts)], { powers }),
);
await writeFileAtomic(at(`chain/deployment-${chain.chainId}.json`), stringifyJson(deployment));
const published = await account.step("publish the list", () => {
  const uri = "https://example.org/opt-outs/list.json";
  const accumulators = { powers: powers.id, whole: list.accumulators!.epochs.at(-1)!.whole };
  return disjoint.publishBlocklist(chain, deployment, disjoint.toListToPublish(list, { uri, accumulators }));
});
const facts = disjoint.toProvedPages(byPage.bundle);
const swapped = { ...facts[0]!, proof: facts[1]!.proof };
const forged = await refusalOf(disjoint.submitProofs(chain, deployment, published.list, [swapped]));
const borrowed = { ...facts[0]!, commitment: disjoint.toCommitment(facts[0]!.commitment + 1n) };
const moved = await refusalOf(disjoint.submitProofs(chain, deployment, published.list, [borrowed]));
const items = toDisjointnessItems(atOnce.bundle, published.list);
const invented = { ...items[0]!, proof: { ...items[0]!.proof, q: items[0]!.accumulator } };
const untrue = await refusalOf(disjoint.submitDisjointness(chain, deployment, [invented]));
const [pageGas, wholeGas] = await account.step("submit the proofs", async () => [
  gasOf(await disjoint.submitProofs(chain, deployment, published.list, facts)),
  gasOf(await disjoint.submitDisjointness(chain, deployment, items)),
]);
await account.step("register a release", () => register(chain, deployment, [shard, accumulated]));
const status = await cleanStatusOf(shard);
const wholeStatus = await cleanStatusOf(accumulated);
const replayed = await refusalOf(replay(chain, deployment, published.list, facts[0]!));
await chain.close();

// 4. The corpus and one opted-out file, under another name.
const caught = await account.step("catch an opted-out file", async () => {
  addFile(join(at("works"), works[0]!), join(at("vendored"), "innocent.js"));
  const dirty = await commit("dirty", ["corpus", "vendored"], { poseidon, onProgress });
  const [found] = disjoint.findListedRecords(dirty, list);
  if (found === undefined) throw new Error("the opted-out file was not found");
  return found.records.map(({ source }) => `${source}, which is ${found.label}`).join("; ");
});

account.section("Proved", [
  ["corpus", `${manifest.rows} files, ${megabytes(manifest.sources.bytes)}, ${manifest.keys} different`],
  ["opted out", `${works.length} works on ${list.pages.length} pages`],
  ["commitment", manifest.commitment],
  ["the same by an accumulator", accumulated.manifest.commitment],
]);
account.section("The same list, both ways", [
  ["", "page proofs", "one disjointness proof"],
  ["proofs", `${facts.length} of 256 bytes`, `${items.length} of 192 bytes`],
  ["made by", ...[byPage, atOnce].map(({ backend, reused }) => `${backend}${reused > 0 ? `, ${reused} reused` : ""}`)],
  ["time", account.timeOf("prove by page"), account.timeOf("prove the whole list")],
  ["bundle", ...[byPage, atOnce].map(({ file }) => `${file.length} bytes`)],
  ["gas", String(pageGas), String(wholeGas)],
  ["verdict", ...[status, wholeStatus].map(verdictOf)],
  ["trusted", `a key for ${CIRCUIT}: ${artifacts.lock.setup}`, `powers of tau: ${powers.kind}`],
]);
account.section("Refused", [
  ["opted-out file", caught],
  ["forged page proof", forged],
  ["forged disjointness proof", untrue],
  ["another's commitment", moved],
  ["replayed proof", replayed],
]);
account.section("Gas", [["contracts", String(Object.values(gas).reduce((sum, part) => sum + part, 0n))]]);
account.section("Not proved", [
  ["the corpus", "that the committed files are what a model was trained on: the release has no model"],
  ["altered copies", "that no changed copy is present: sha256 recognizes equal bytes only"],
  ["key and powers of tau", "made on this machine for development; public chains refuse both"],
]);
process.stdout.write(`${account}\nSee what the chain recorded in a browser: npm run explore\n`);

async function cleanStatusOf({ commitment }: disjoint.Shard) {
  const status = await disjoint.readShardStatus(chain, deployment, published.list, commitment);
  if (!disjoint.isCleanNow(status)) throw new Error("the chain does not say that the corpus is clean");
  return status;
}

function verdictOf({ cleanEpoch, currentEpoch, cleanPages }: disjoint.ShardStatus): string {
  return `clean up to epoch ${cleanEpoch} of ${currentEpoch}, ${cleanPages} pages`;
}

function gasOf({ transactions }: disjoint.SubmitResult): bigint {
  return transactions.reduce((sum, { gasUsed = 0n }) => sum + gasUsed, 0n);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
