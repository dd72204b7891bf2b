/** A CI job: completes a release, writes reports for every reader, and ends with the verdict as its exit code. */
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import * as disjoint from "disjoint";
import { optOuts } from "./vendor.ts";

const folder = new URL("../build/examples/ci/", import.meta.url).pathname;
if (process.argv.includes("--fresh")) await rm(folder, { recursive: true, force: true });

// A real job finds these in place: a chain with the contracts, the list, and the vendor's signing key.
if (!existsSync(`${folder}signing.pem`)) {
  const artifacts = await disjoint.ensureArtifacts("exclusion_16x60");
  const chain = await disjoint.openChain({ state: `${folder}chain` });
  const { deployment } = await disjoint.deployContracts(chain, [disjoint.toCircuitToDeploy(artifacts)]);
  await chain.close();
  await writeFile(`${folder}chain/deployment-${deployment.chainId}.json`, JSON.stringify(deployment));
  await optOuts(`${folder}list`);
  await disjoint.makeSigningKey(`${folder}signing.pem`);
}

// #region release
const config = await disjoint.loadConfig(new URL("disjoint.config.yaml", import.meta.url).pathname);
const { report, plan } = await disjoint.runRelease(config, { tag: "v1.0.0" });

await mkdir(`${folder}reports`, { recursive: true });
const files = {
  "report.json": "json",
  "report.sarif": "sarif",
  "report.xml": "junit",
  "summary.md": "markdown",
} as const;
for (const [name, kind] of Object.entries(files))
  await writeFile(`${folder}reports/${name}`, disjoint.renderReport(report, kind, "0.1.0"));
console.log(`proofs to make: ${plan.prove}`);
process.stdout.write(disjoint.renderReport(report, "text", "0.1.0"));
process.exitCode = report.verdict === "clean" ? 0 : 1;
// #endregion release
