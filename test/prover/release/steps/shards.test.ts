import { join } from "node:path";
import { expect, test } from "vitest";
import { loadConfig } from "../../../../prover/release/config/load.ts";
import { commitShards } from "../../../../prover/release/steps/shards.ts";
import { circomlibPoseidon } from "../../../../prover/shared/poseidon.ts";
import { folderWith } from "../../../support/folder.ts";

/** What a release's configuration says of reading, as it is done: two records, the second one of 40 bytes. */
async function commitWith(shard: object, further: object = {}): Promise<number> {
  const document = {
    format: "disjoint/config/v2",
    vendor: "Sample Ltd",
    signingKey: "signing.pem",
    output: "out",
    model: { name: "sample", weights: { sha256: "0".repeat(64) }, terms: "none" },
    shards: [
      { name: "web", sources: [{ path: "data.txt", format: "lines" }], schemes: [{ scheme: "sha256" }], ...shard },
    ],
    blocklists: [{ folder: "list", publish: true }],
    chain: { state: "chain" },
    ...further,
  };
  const folder = folderWith({
    "data.txt": `short\n${"x".repeat(40)}\n`,
    "disjoint.config.json": JSON.stringify(document),
  });
  const config = await loadConfig(join(folder, "disjoint.config.json"));
  const [committed] = await commitShards(
    config,
    await circomlibPoseidon(),
    () => Promise.reject(new Error("no powers are needed")),
    () => {},
  );
  return committed!.manifest.rows;
}

test("commits with the usual bounds when none is given", async () => {
  expect(await commitWith({})).toBe(2);
});

test("takes the bound on a record from the configuration", async () => {
  await expect(commitWith({ limits: { row: "39" } })).rejects.toMatchObject({ code: "source/row-too-large" });
  expect(await commitWith({ limits: { row: "40" } })).toBe(2);
  expect(await commitWith({ limits: { row: "39" }, onBadRow: "skip" })).toBe(1);
});

test("takes the bound on the memory from the configuration", async () => {
  await expect(commitWith({}, { memory: "1MiB" })).rejects.toMatchObject({ code: "commitment/memory" });
});
