/** Measures the cost of accumulators and disjointness proofs. */
import { deployContracts } from "../../prover/chain/deployment/deploy.ts";
import type { Deployment } from "../../prover/chain/deployment/document.ts";
import { disjointnessArguments } from "../../prover/chain/ledger/disjointness.ts";
import type { AccumulatorsToPublish } from "../../prover/chain/lists/accumulators.ts";
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
  const three = await publish("three", 1006n);
  const ofLists = await submit([one.list, 1, 2008n, 1001n], [two.list, 1, 2008n, 1002n]);
  const ofThreeLists = await submit(
    [one.list, 1, 2009n, 1001n],
    [two.list, 1, 2009n, 1002n],
    [three.list, 1, 2009n, 1006n],
  );
  const apart = await submit([one.list, 1, 2010n, 1001n], [two.list, 1, 2010n, 1002n, { p: 78n }]);
  const ofGrid = await submit(
    [one.list, 1, 2011n, 1001n],
    [one.list, 1, 2012n, 1001n],
    [two.list, 1, 2011n, 1002n],
    [two.list, 1, 2012n, 1002n],
  );
  const { commitment } = disjoint(one.list, 1, 2001n, 1001n);
  const beside = await measureBesidePages(chain, deployment);
  return {
    "deploy DisjointnessVerifier": Number(gas.DisjointnessVerifier!),
    "deploy Ledger, powers of tau": Number(gas.Ledger! - ledger),
    "append accumulators, a list of any size": Number(one.transactions[1]!.gasUsed),
    ...beside,
    "submit a disjointness proof, the first": Math.max(first, ofOne),
    "a further shard, the same list": Math.max(ofTwo - ofOne, ofThree - ofTwo),
    "a further list": Math.max(ofLists - ofOne, ofThreeLists - ofLists),
    "a further list, with another P": apart - ofOne,
    "a further list, the second of two shards": ofGrid - ofTwo - (ofThreeLists - ofLists),
    "statusOf, a disjointness proof": Number(await contract.getFunction("statusOf").estimateGas(commitment, one.list)),
  };
}

/** What the accumulators of an epoch add to the cost of appending its pages. */
async function measureBesidePages(chain: Chain, deployment: Deployment): Promise<Record<string, number>> {
  const page = { digest: 2n ** 253n - 1n, size: 256 as const };
  const append = async (name: string, pages: number, accumulators?: Omit<AccumulatorsToPublish, "powers">) => {
    const all = Array.from({ length: pages }, (_, i) => ({ ...page, digest: page.digest - BigInt(i) }));
    const list = someList(all, `https://example.org/${name}`);
    const points = accumulators && { accumulators: { powers: DEVELOPMENT_POWERS.id, ...accumulators } };
    const { transactions } = await publishBlocklist(chain, deployment, { ...list, ...points });
    return Number(transactions.at(-1)!.gasUsed);
  };
  const pages = await append("alone", 1);
  const both = await append("both", 1, { whole: listPoint(1003n) });
  const furtherPages = await append("alone", 2);
  const furtherBoth = await append("both", 2, { whole: listPoint(1004n), added: listPoint(1005n) });
  return {
    "append accumulators beside pages": both - pages,
    "append accumulators beside further pages": furtherBoth - furtherPages,
  };
}
