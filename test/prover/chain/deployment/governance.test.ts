import { ZeroAddress } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCircuits } from "../../../../prover/chain/deployment/circuits.ts";
import { deployContracts, deployVerifier } from "../../../../prover/chain/deployment/deploy.ts";
import type { Deployment } from "../../../../prover/chain/deployment/document.ts";
import {
  admitCircuit,
  pauseCircuit,
  proposeCircuit,
  revokeCircuit,
  withdrawCircuit,
} from "../../../../prover/chain/deployment/governance.ts";
import { examineDeployment } from "../../../../prover/chain/deployment/verify.ts";
import { isCleanNow, readShardStatus } from "../../../../prover/chain/ledger/status.ts";
import { submitProofs } from "../../../../prover/chain/ledger/submit.ts";
import { publishBlocklist } from "../../../../prover/chain/lists/publish.ts";
import { type Chain, developmentAccount, openChain } from "../../../../prover/rpc/connection.ts";
import { openContract } from "../../../../prover/rpc/contract.ts";
import { toCommitment } from "../../../../prover/shared/ids.ts";
import { proved, simulatedCircuit, someList, somePages } from "../../../support/chain.ts";
import { TRAPDOOR } from "../../../support/simulator.ts";

const DELAY = 2 * 86_400;
const COMMITMENT = 7n;
const pages = somePages(2);
const another = { ...TRAPDOOR, alpha: 23n };
const FIRST = simulatedCircuit();
const SECOND = simulatedCircuit(another);
const THIRD = simulatedCircuit({ ...TRAPDOOR, alpha: 29n });

let chain: Chain;
let deployment: Deployment;
const owner = developmentAccount(1);
const guardian = developmentAccount(2);
const as = (account: typeof owner): Chain => ({ ...chain, signer: account.connect(chain.provider) });

beforeAll(async () => {
  chain = await openChain({});
  const roles = { owner: owner.address, delay: DELAY, guardian: guardian.address };
  ({ deployment } = await deployContracts(chain, [FIRST], { roles }));
});
afterAll(() => chain?.close());

const rpc = (method: string, ...params: unknown[]) => chain.provider.send(method, params);

async function pass(seconds: number): Promise<void> {
  await rpc("evm_increaseTime", seconds);
  await rpc("evm_mine");
}

const read = () => readCircuits(chain, deployment, [SECOND.circuitId, THIRD.circuitId]);
const statusIn = async (circuitId: string) =>
  (await read()).circuits.find((each) => each.circuitId === circuitId)?.status;

describe("a ledger's circuits", () => {
  it("are shown with the roles that may change them", async () => {
    const { roles, circuits, proposals } = await read();
    expect(roles).toEqual({ owner: owner.address, delay: DELAY, guardian: guardian.address });
    const [{ verifier }] = deployment.circuits as [Deployment["circuits"][0]];
    expect(circuits).toEqual([{ circuitId: FIRST.circuitId, status: "active", verifier, entries: 256 }]);
    expect(proposals).toEqual([]);
  });

  it("are proposed by the owner, each once, and withdrawn", async () => {
    const before = await chain.provider.getTransactionCount(await chain.signer!.getAddress());
    await expect(proposeCircuit(chain, deployment, SECOND)).rejects.toMatchObject({ code: "chain/not-owner" });
    expect(await chain.provider.getTransactionCount(await chain.signer!.getAddress())).toBe(before);
    const { admissibleAt, transactions } = await proposeCircuit(as(owner), deployment, SECOND);
    expect(transactions).toHaveLength(1);
    expect((await read()).proposals).toEqual([{ circuitId: SECOND.circuitId, admissibleAt }]);
    expect(await proposeCircuit(as(owner), deployment, SECOND)).toEqual({ admissibleAt, transactions: [] });
    await expect(withdrawCircuit(chain, deployment, SECOND.circuitId)).rejects.toMatchObject({
      code: "chain/not-owner",
    });
    expect(await withdrawCircuit(as(owner), deployment, SECOND.circuitId)).toHaveLength(1);
    expect(await withdrawCircuit(as(owner), deployment, SECOND.circuitId)).toHaveLength(0);
    expect((await read()).proposals).toEqual([]);
    await expect(admitCircuit(chain, deployment, SECOND)).rejects.toMatchObject({ code: "chain/not-proposed" });
  });

  it("are admitted by anyone after the delay, and then take proofs", async () => {
    await proposeCircuit(as(owner), deployment, SECOND);
    await expect(admitCircuit(chain, deployment, SECOND)).rejects.toMatchObject({ code: "chain/too-early" });
    await pass(DELAY);
    const { circuit, transactions } = await admitCircuit(chain, deployment, SECOND);
    expect(transactions).toHaveLength(1);
    expect((await admitCircuit(chain, deployment, SECOND)).transactions).toHaveLength(0);
    expect(await proposeCircuit(as(owner), deployment, SECOND)).toEqual({ admissibleAt: null, transactions: [] });
    expect(await examineDeployment(chain, deployment, [FIRST, SECOND])).toMatchObject({ faults: [expect.anything()] });
    deployment = { ...deployment, circuits: [...deployment.circuits, circuit] };
    expect((await examineDeployment(chain, deployment, [FIRST, SECOND])).faults).toEqual([]);
    const { list } = await publishBlocklist(chain, deployment, someList(pages));
    const proofs = pages.map((page) => proved(COMMITMENT, page, another));
    await submitProofs(chain, deployment, list, proofs);
    const isClean = async () => isCleanNow(await readShardStatus(chain, deployment, list, toCommitment(COMMITMENT)));
    expect(await isClean()).toBe(true);
    await pauseCircuit(as(guardian), deployment, SECOND.circuitId, "doubt");
    expect([await statusIn(SECOND.circuitId), await isClean()]).toEqual(["paused", true]);
    await revokeCircuit(as(guardian), deployment, SECOND.circuitId, "broken");
    expect([await statusIn(SECOND.circuitId), await isClean()]).toEqual(["revoked", false]);
  });

  it("are paused and revoked by the guardian alone, once, and for good", async () => {
    const { circuitId } = SECOND;
    expect(await pauseCircuit(as(guardian), deployment, circuitId, "again")).toHaveLength(0);
    expect(await revokeCircuit(as(guardian), deployment, circuitId, "again")).toHaveLength(0);
    await expect(pauseCircuit(as(owner), deployment, FIRST.circuitId, "")).rejects.toMatchObject({
      code: "chain/not-guardian",
    });
    await expect(pauseCircuit(as(guardian), deployment, THIRD.circuitId, "")).rejects.toMatchObject({
      code: "chain/unknown-circuit",
    });
    for (const again of [proposeCircuit(as(owner), deployment, SECOND), admitCircuit(chain, deployment, SECOND)])
      await expect(again).rejects.toMatchObject({ code: "chain/circuit-admitted" });
  });

  it("are not listed when the admitted verifier has another key", async () => {
    const { address: verifier } = await deployVerifier(chain, THIRD);
    const ledger = await openContract(as(owner), "Ledger", deployment.ledger);
    await (await ledger.getFunction("propose")({ verifier, entries: 16 })).wait();
    await pass(DELAY);
    await expect(admitCircuit(chain, deployment, THIRD)).rejects.toMatchObject({ code: "chain/circuit-differs" });
  });

  it("cannot change if nobody has a role", async () => {
    const { deployment: closed } = await deployContracts(chain, [FIRST]);
    expect((await readCircuits(chain, closed)).roles).toEqual({
      owner: ZeroAddress,
      delay: 0,
      guardian: ZeroAddress,
    });
    await expect(proposeCircuit(chain, closed, SECOND)).rejects.toMatchObject({ code: "chain/not-owner" });
  });

  it("have no development key on a public chain", async () => {
    await expect(proposeCircuit({ ...as(owner), chainId: 1 }, deployment, THIRD)).rejects.toMatchObject({
      code: "chain/development-key",
    });
  });
});
