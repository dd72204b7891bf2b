/** A regulator publishes a list on a chain, sees who is clean, and sees who is behind when the list grows. */
import { rm } from "node:fs/promises";
import * as disjoint from "disjoint";
import { commit, optOuts, POEMS, prove } from "./vendor.ts";

const folder = new URL("../build/examples/regulator/", import.meta.url).pathname;
await rm(folder, { recursive: true, force: true });

// #region deploy
// The regulator deploys contracts that accept the circuits for pages of 16, and publishes the list's first epoch.
const circuits = await Promise.all(
  ["exclusion_16x60", "exclusion_16x138"].map((name) => disjoint.ensureArtifacts(name)),
);
const chain = await disjoint.openChain({});
const { deployment } = await disjoint.deployContracts(chain, circuits.map(disjoint.toCircuitToDeploy));
const publish = (list: disjoint.Blocklist) =>
  disjoint.publishBlocklist(
    chain,
    deployment,
    disjoint.toListToPublish(list, { uri: "https://example.org/opt-outs/list.json" }),
  );
const first = await optOuts(`${folder}list`);
const published = await publish(first);
// #endregion deploy

// #region submit
// A vendor, who knows only the list, submits proofs and registers a release with its shards.
const shard = await commit(POEMS, `${folder}shard`);
async function submit(list: disjoint.Blocklist): Promise<void> {
  const { bytes, made, reused } = await prove(shard, list, `${folder}proofs`);
  const proofs = disjoint.toProvedPages(disjoint.parseBundle(bytes));
  const { accepted, already } = await disjoint.submitProofs(chain, deployment, published.list, proofs);
  console.log(
    `vendor: proofs made ${made}, reused ${reused}; accepted by the contract ${accepted}, there already ${already}`,
  );
}
await submit(first);
const { release } = await disjoint.registerRelease(chain, deployment, {
  model: "poet",
  version: "1.0.0",
  weights: "ab".repeat(32),
  parents: [],
  terms: "https://example.org/license",
  shards: [{ commitment: shard.commitment, schemes: ["text"], uri: "" }],
});
// #endregion submit

// #region status
// The regulator asks only the contracts.
async function report(): Promise<void> {
  const status = await disjoint.readReleaseStatus(chain, deployment, published.list, release);
  const { cleanEpoch, currentEpoch, lag } = status;
  const verdict = disjoint.isCleanNow(status) ? "clean" : `behind by ${lag} page`;
  console.log(`regulator: the release is ${verdict}, clean up to epoch ${cleanEpoch} of ${currentEpoch}`);
}
await report();

// The list grows. What was proved stays valid, and only the new page is proved.
const grown = await optOuts(`${folder}list`, first, "optouts-later.txt");
await publish(grown);
await report();
await submit(grown);
await report();
// #endregion status
await chain.close();
