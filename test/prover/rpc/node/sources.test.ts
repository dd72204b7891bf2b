import { appendFileSync, cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type CompiledFrom, changedSource } from "../../../../prover/rpc/node/sources.ts";
import { PROJECT_ROOT } from "../../../../prover/shared/root.ts";
import { folderWith } from "../../../support/folder.ts";

test("a source that a contract imports, changed or gone since the build, is named; others do not matter", async () => {
  const root = folderWith({});
  for (const folder of ["contracts", "build/contracts"])
    cpSync(join(PROJECT_ROOT, folder), join(root, folder), { recursive: true });
  const changedOf = (name: string) => {
    const artifact = readFileSync(join(root, `build/contracts/contracts/${name}.sol/${name}.json`), "utf8");
    return changedSource(root, JSON.parse(artifact) as CompiledFrom);
  };
  expect(await changedOf("Ledger")).toBeUndefined();
  expect(await changedOf("Releases")).toBeUndefined();
  appendFileSync(join(root, "contracts/libraries/Bn254.sol"), "// changed\n");
  expect(await changedOf("Ledger")).toBe("contracts/libraries/Bn254.sol");
  expect(await changedOf("Releases")).toBeUndefined();
  rmSync(join(root, "contracts/libraries/Bn254.sol"));
  expect(await changedOf("Ledger")).toBe("contracts/libraries/Bn254.sol");
});
