import { expect, it } from "vitest";
import { compiled } from "../../../../prover/rpc/node/artifacts.ts";
import { REVERTS } from "../../../../prover/rpc/node/reverts.ts";

/** Solidity's own: a message, and a failed check such as an index out of bounds. */
const BUILT_IN = ["Error", "Panic"];

it("every error of the contracts is explained, and none that they do not have", async () => {
  const contracts = ["Blocklists", "EasResolver", "Groth16Verifier", "Ledger", "Releases"] as const;
  const names = new Set<string>(BUILT_IN);
  for (const name of contracts) (await compiled(name)).abi.forEachError(({ name }) => names.add(name));
  expect(Object.keys(REVERTS).sort()).toEqual([...names].sort());
  expect(names.size).toBeGreaterThan(50);
});

it("an explanation is a problem without a full stop and a hint that is a sentence", () => {
  for (const { problem, hint } of Object.values(REVERTS)) {
    expect(problem).toMatch(/^[a-z].*[^.]$/);
    expect(hint).toMatch(/^[A-Z].*\.$/);
    expect(hint).not.toMatch(/--[a-z]/);
  }
});
