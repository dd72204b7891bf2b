/**
 * What the examples in docstrings take for granted. It is made with the library itself, in a folder that is the working
 * directory while the examples run: `poems.jsonl`, the list `list/`, the shard `shard/`, `disjoint.config.yaml` with
 * the chain and the key that it names, and a chain with the list and a release.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as disjoint from "disjoint";
import { PROJECT_ROOT } from "../../../prover/shared/root.ts";

const folder = await mkdtemp(join(tmpdir(), "disjoint-docstrings-"));
process.chdir(folder);
const examples = join(PROJECT_ROOT, "examples");
for (const name of ["poems.jsonl", "optouts.txt"]) await cp(join(examples, "data", name), name);

export const poseidon = await disjoint.loadPoseidon();

/** A list of a regulator, as a folder and as it is read from there. */
export const scheme = disjoint.findScheme("text");
const entries = disjoint.importLines(await readFile("optouts.txt"), scheme, "optouts.txt");
const terms = { name: "opt-outs", scheme: "text", pageSize: 16, confidential: false } as const;
export const list = await disjoint.writeBlocklist("list", terms, entries, poseidon);

/** A vendor's shard, and the proofs that it holds nothing from the list. */
const schemes = [{ scheme: "text", field: "text" }];
await disjoint.commitShard({ sources: [{ path: "poems.jsonl" }], schemes, out: "shard", poseidon });
export const shard = await disjoint.readShard("shard", poseidon);
const proved = await disjoint.proveShard({ shard, list, out: "proofs", artifacts: disjoint.ensureArtifacts });
if (!("bundle" in proved)) throw new Error("the list has a work of the shard");
export const bundle = await readFile(proved.bundle);
export const circuits = await disjoint.readPinnedCircuits();

/** An evidence pack, and what its verifier knows. */
const vectors = join(PROJECT_ROOT, "test/vectors");
export const pack = await readFile(join(vectors, "evidence-pack.v4.car"));
const { policy: known } = JSON.parse(await readFile(join(vectors, "evidence-pack.v4.json"), "utf8"));
export const policy: disjoint.PackPolicy = {
  ...known,
  circuits: new Map(Object.entries(known.circuits)),
  commitments: known.commitments.map(disjoint.toCommitment),
};

/** A chain with the contracts, the published list and a registered release. */
const named = ["exclusion_16x60", "exclusion_16x138"].map((name) => disjoint.ensureArtifacts(name));
const toDeploy = (await Promise.all(named)).map(disjoint.toCircuitToDeploy);
export const chain = await disjoint.openChain({});
export const { deployment } = await disjoint.deployContracts(chain, toDeploy);
export const published = await disjoint.publishBlocklist(chain, deployment, disjoint.toListToPublish(list));
const proofs = disjoint.toProvedPages(disjoint.parseBundle(bundle));
await disjoint.submitProofs(chain, deployment, published.list, proofs);
export const { release } = await disjoint.registerRelease(chain, deployment, {
  model: "poet",
  version: "1.0.0",
  weights: "ab".repeat(32),
  parents: [],
  terms: "https://example.org/license",
  shards: [{ commitment: shard.commitment, schemes: ["text"], uri: "" }],
});

/** The same in the words of a configuration, with a chain and a key of its own, and the report of a run. */
const own = await disjoint.openChain({ state: "chain" });
const { deployment: ofRun } = await disjoint.deployContracts(own, toDeploy);
await own.close();
await writeFile(`chain/deployment-${ofRun.chainId}.json`, JSON.stringify(ofRun));
await disjoint.makeSigningKey("signing.pem");
const config = await readFile(join(examples, "disjoint.config.yaml"), "utf8");
await writeFile("disjoint.config.yaml", config.replaceAll("../build/examples/ci/", "").replaceAll("data/", ""));
export const { report } = await disjoint.runRelease(await disjoint.loadConfig(), { tag: "v1.0.0" });

export async function close(): Promise<void> {
  await chain.close();
  process.chdir(tmpdir());
  await rm(folder, { recursive: true, force: true });
}
