import { join } from "node:path";
import { openChain } from "../../prover/chain/connection.ts";
import { readDeployment } from "../../prover/chain/deployment.ts";
import { contractAt } from "../../prover/chain/send.ts";
import type { ReleaseScene } from "./releaseScene.ts";

/** How many facts the ledger's events tell, and how many different ones. Equal: each was told once. */
export async function factEvents({ folder, anvil }: ReleaseScene): Promise<{ facts: number; events: number }> {
  const chain = await openChain({ rpc: anvil.url });
  const deployment = await readDeployment(join(folder, "deployment.json"));
  const ledger = await contractAt(chain, "Ledger", deployment.ledger);
  const logs = await chain.provider.getLogs({ address: deployment.ledger, fromBlock: 0, toBlock: "latest" });
  await chain.close();
  const facts = new Set<string>();
  let events = 0;
  for (const log of logs) {
    const event = ledger.interface.parseLog(log);
    if (event?.name !== "PagesAccepted") continue;
    const { commitment, list, circuit, word, bits } = event.args;
    for (let bit = 0n; bit < 256n; bit++)
      if ((BigInt(bits) >> bit) & 1n) {
        facts.add([commitment, list, circuit, word, bit].join("/"));
        events++;
      }
  }
  return { facts: facts.size, events };
}
