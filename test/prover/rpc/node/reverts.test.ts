import { ZeroHash } from "ethers";
import { expect, it } from "vitest";
import { readCircuits } from "../../../../prover/chain/deployment/circuits.ts";
import { deployContracts } from "../../../../prover/chain/deployment/deploy.ts";
import { readListState } from "../../../../prover/chain/lists/access.ts";
import { openChain } from "../../../../prover/rpc/connection.ts";
import { compiled } from "../../../../prover/rpc/node/artifacts.ts";
import { REVERTS } from "../../../../prover/rpc/node/reverts.ts";
import { simulatedCircuit } from "../../../support/chain.ts";

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

it("a contract without the function, as one of a former version, is told from a node that refuses", async () => {
  const chain = await openChain({});
  const { deployment } = await deployContracts(chain, [simulatedCircuit()]);
  const { blocklists, ledger } = deployment;
  const swapped = { ...deployment, blocklists: ledger, ledger: blocklists };
  const reverted = { code: "chain/reverted", message: expect.stringContaining("no such function") };
  await expect(readListState(chain, swapped, ZeroHash)).rejects.toMatchObject(reverted);
  await expect(readCircuits(chain, swapped)).rejects.toMatchObject(reverted);
  await chain.close();
});
