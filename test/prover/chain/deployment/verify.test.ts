import { afterAll, beforeAll, expect, test } from "vitest";
import { deployContracts } from "../../../../prover/chain/deployment/deploy.ts";
import type { Deployment } from "../../../../prover/chain/deployment/document.ts";
import { examineDeployment } from "../../../../prover/chain/deployment/verify.ts";
import { type Chain, openChain } from "../../../../prover/rpc/connection.ts";
import { openContract } from "../../../../prover/rpc/contract.ts";
import { send } from "../../../../prover/rpc/transaction.ts";
import { simulatedCircuit } from "../../../support/chain.ts";
import { TRAPDOOR } from "../../../support/simulator.ts";

const LARGE = simulatedCircuit();
const SMALL = simulatedCircuit({ ...TRAPDOOR, alpha: 17n }, 16);
const PINNED = [LARGE, SMALL];

let chain: Chain;
let deployment: Deployment;
let another: Deployment;

beforeAll(async () => {
  chain = await openChain({});
  const guardian = await chain.signer!.getAddress();
  const roles = { owner: guardian, delay: 2 * 86_400, guardian };
  ({ deployment } = await deployContracts(chain, PINNED, { roles }));
  ({ deployment: another } = await deployContracts(chain, PINNED));
});
afterAll(() => chain?.close());

const faultsOf = async (changed: Partial<Deployment>, pinned = PINNED) =>
  (await examineDeployment(chain, { ...deployment, ...changed }, pinned)).faults;

test("finds no difference in a correct deployment, and names who may change it", async () => {
  const { roles, faults } = await examineDeployment(chain, deployment, PINNED);
  expect(faults).toEqual([]);
  expect(roles).toMatchObject({ delay: 2 * 86_400, guardian: await chain.signer!.getAddress() });
});

test("finds an address with no code, with other code, and with the code of another deployment", async () => {
  const nowhere = `0x${"11".repeat(20)}`;
  for (const name of ["blocklists", "ledger", "releases"] as const)
    expect((await faultsOf({ [name]: nowhere })).length).toBeGreaterThan(0);
  expect(await faultsOf({ releases: deployment.blocklists })).toHaveLength(1);
  expect(await faultsOf({ releases: another.releases })).toHaveLength(1);
  expect(await faultsOf({ blocklists: another.blocklists })).toHaveLength(1);
});

test("finds a verifier of another key, and a circuit that the lock lacks or describes differently", async () => {
  const [large, small] = deployment.circuits as [Deployment["circuits"][0], Deployment["circuits"][0]];
  const swapped = [{ ...large, verifier: small.verifier }, small];
  expect((await faultsOf({ circuits: swapped })).length).toBeGreaterThan(0);
  expect(await faultsOf({}, [LARGE])).toHaveLength(1);
  expect(await faultsOf({}, [LARGE, { ...SMALL, setup: "ceremony" }])).toHaveLength(1);
  expect((await faultsOf({ circuits: [large] })).length).toBeGreaterThan(0);
});

test("finds a circuit that was paused", async () => {
  const ledger = await openContract(chain, "Ledger", deployment.ledger);
  const isPaused = async () => (await ledger.getFunction("circuitOf")(LARGE.circuitId)).status === 2n;
  await send(chain, ledger, "pause", [LARGE.circuitId, "doubt"], isPaused);
  expect(await faultsOf({})).toHaveLength(1);
});
