/** Measures the cost of accumulators and disjointness proofs. */
import { deployContracts } from "../../prover/chain/deployment/deploy.ts";
import { disjointnessArguments } from "../../prover/chain/ledger/disjointness.ts";
import { publishBlocklist } from "../../prover/chain/lists/publish.ts";
import type { Chain } from "../../prover/rpc/connection.ts";
import { openContract } from "../../prover/rpc/contract.ts";
import { send } from "../../prover/rpc/transaction.ts";
import { DEVELOPMENT_POWERS, disjoint, listPoint } from "../../test/support/accumulators.ts";
import { simulatedCircuit, someList } from "../../test/support/chain.ts";
import { OTHER_TRAPDOOR } from "../../test/support/simulator.ts";

/** @param ledger the gas of deploying a ledger with the same two circuits and without powers of tau */
export async function measureDisjointness(chain: Chain, ledger: bigint): Promise<Record<string, number>> {
  const circuits = [simulatedCircuit(), simulatedCircuit(OTHER_TRAPDOOR, 16)];
  const { deployment, gas } = await deployContracts(chain, circuits, { powers: DEVELOPMENT_POWERS });
  const publish = async (name: string, secret: bigint) => {
    const points = { powers: DEVELOPMENT_POWERS.id, whole: listPoint(secret) };
    return publishBlocklist(chain, deployment, {
      ...someList([], `https://example.org/${name}`),
      accumulators: points,
    });
  };
  const one = await publish("one", 1001n);
  const two = await publish("two", 1002n);
  const contract = await openContract(chain, "Ledger", deployment.ledger);
  const submit = async (...items: Parameters<typeof disjoint>[]) => {
    const call = disjointnessArguments(
      DEVELOPMENT_POWERS.id,
      items.map((each) => disjoint(...each)),
    );
    return Number((await send(chain, contract, "submitDisjointness", call, async () => true)).gasUsed);
  };
  const first = await submit([one.list, 1, 2001n, 1001n]);
  const ofOne = await submit([one.list, 1, 2002n, 1001n]);
  const ofTwo = await submit([one.list, 1, 2003n, 1001n], [one.list, 1, 2004n, 1001n]);
  const ofThree = await submit([one.list, 1, 2005n, 1001n], [one.list, 1, 2006n, 1001n], [one.list, 1, 2007n, 1001n]);
  const ofLists = await submit([one.list, 1, 2008n, 1001n], [two.list, 1, 2008n, 1002n]);
  const { commitment } = disjoint(one.list, 1, 2001n, 1001n);
  return {
    "deploy DisjointnessVerifier": Number(gas.DisjointnessVerifier!),
    "deploy Ledger, powers of tau": Number(gas.Ledger! - ledger),
    "append accumulators, a list of any size": Number(one.transactions[1]!.gasUsed),
    "submit a disjointness proof, the first": Math.max(first, ofOne),
    "a further shard, the same list": Math.max(ofTwo - ofOne, ofThree - ofTwo),
    "a further list": ofLists - ofOne,
    "statusOf, a disjointness proof": Number(await contract.getFunction("statusOf").estimateGas(commitment, one.list)),
  };
}
