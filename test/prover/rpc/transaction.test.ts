import { describe, expect, it } from "vitest";
import { deployContracts } from "../../../prover/chain/deployment/deploy.ts";
import { openChain } from "../../../prover/rpc/connection.ts";
import { waitUntil } from "../../../prover/rpc/node/polling.ts";
import { waitForEffect } from "../../../prover/rpc/transaction.ts";
import { simulatedCircuit } from "../../support/chain.ts";

describe("waiting for an effect", () => {
  it("ends when the chain shows it, or when the polling timeout ends", async () => {
    let looks = 0;
    await waitUntil({ timeout: 60_000, pollingInterval: 1 }, "it", async () => ++looks === 3);
    expect(looks).toBe(3);
    const never = waitUntil({ timeout: 20, pollingInterval: 1 }, "it", async () => false);
    await expect(never).rejects.toMatchObject({ code: "chain/timeout", exitCode: 4 });
  });

  it("ends when the transaction was reverted", async () => {
    const chain = await openChain({});
    const { deployment } = await deployContracts(chain, [simulatedCircuit()]);
    const data = "0x12345678";
    const { hash } = await chain.signer!.sendTransaction({ to: deployment.ledger, data, gasLimit: 100_000 });
    await expect(waitForEffect(chain, hash, "it", async () => false)).rejects.toMatchObject({ code: "chain/reverted" });
    await chain.close();
  });
});
