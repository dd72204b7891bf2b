import { ZeroHash } from "ethers";
import { expect, test } from "vitest";
import { readCircuits } from "../../../../prover/chain/deployment/circuits.ts";
import { deployContracts } from "../../../../prover/chain/deployment/deploy.ts";
import { readListState } from "../../../../prover/chain/lists/access.ts";
import { openChain } from "../../../../prover/rpc/connection.ts";
import { toListId } from "../../../../prover/shared/ids.ts";
import { simulatedCircuit } from "../../../support/chain.ts";

test("distinguishes an earlier contract, without the function, from a node that refuses", async () => {
  const chain = await openChain({});
  const { deployment } = await deployContracts(chain, [simulatedCircuit()]);
  const { blocklists, ledger } = deployment;
  const swapped = { ...deployment, blocklists: ledger, ledger: blocklists };
  const reverted = { code: "chain/reverted", message: expect.stringContaining("no such function") };
  await expect(readListState(chain, swapped, toListId(ZeroHash))).rejects.toMatchObject(reverted);
  await expect(readCircuits(chain, swapped)).rejects.toMatchObject(reverted);
  await chain.close();
});
