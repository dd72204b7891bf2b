import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { ensureArtifacts } from "../../prover/setup/artifacts.ts";
import { someEntries, writeList } from "../support/blocklist.ts";
import { disjoint, jsonOf } from "../support/cli.ts";
import { folderWith } from "../support/folder.ts";
import { commitFiles, someFiles } from "../support/shard.ts";

/** Of the list: several more than are proved at a time. */
const PAGES = 8;

beforeAll(async () => {
  await ensureArtifacts("exclusion_16x60");
});

test("prove resumes after kill -9 and keeps the proofs that it had made", async () => {
  const folder = folderWith();
  const at = (name: string) => join(folder, name);
  await commitFiles(folder, someFiles(20));
  await writeList(at("list"), someEntries(16 * PAGES));
  const command = ["prove", at("shard"), "--list", at("list"), "--out", at("out"), "--circuits", "smallest", "--json"];

  const proofs = () =>
    existsSync(at("out/proofs")) ? readdirSync(at("out/proofs")).filter((name) => !name.startsWith(".")) : [];
  const killed = await disjoint(command, {}, () => proofs().length > 0);
  expect(killed).toMatchObject({ code: null, stdout: "" });
  const kept = proofs().length;
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(PAGES);
  expect(existsSync(at("out/bundle.json"))).toBe(false);

  const again = await disjoint(command);
  expect(again.code).toBe(0);
  expect(jsonOf(again)).toMatchObject({ made: PAGES - kept, reused: kept });
  const verified = await disjoint(["verify", at("out/bundle.json"), "--list", at("list"), "--json"]);
  expect(jsonOf(verified)).toMatchObject({ verdict: true, scope: "list" });
});
