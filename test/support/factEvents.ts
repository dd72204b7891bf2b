import { join } from "node:path";
import type { LogDescription } from "ethers";
import { readDeployment } from "../../prover/chain/deployment/document.ts";
import { openChain } from "../../prover/rpc/connection.ts";
import { openContract } from "../../prover/rpc/contract.ts";
import type { ReleaseScene } from "./releaseScene.ts";

/** The number of events by name, and of different ones: if both are equal, each thing was recorded once. */
type EventCounts = Record<"facts" | "releases" | "evidence" | "epochs", { events: number; different: number }>;

/** The events of a chain from its first block on. A fact is one page. */
export async function countEvents({ folder, anvil }: ReleaseScene): Promise<EventCounts> {
  const chain = await openChain({ rpc: anvil.url });
  const deployment = await readDeployment(join(folder, "deployment.json"));
  const contracts = await Promise.all([
    openContract(chain, "Ledger", deployment.ledger),
    openContract(chain, "Releases", deployment.releases),
    openContract(chain, "Blocklists", deployment.blocklists),
  ]);
  const addresses = [deployment.ledger, deployment.releases, deployment.blocklists];
  const logs = await chain.provider.getLogs({ address: addresses, fromBlock: 0, toBlock: "latest" });
  await chain.close();
  const events = logs.flatMap((log) => contracts.map(({ interface: abi }) => abi.parseLog(log)).find(Boolean) ?? []);
  const count = (name: string, ids: (event: LogDescription) => string[]) => {
    const all = events.filter((event) => event.name === name).flatMap(ids);
    return { events: all.length, different: new Set(all).size };
  };
  return {
    facts: count("PagesAccepted", pagesOf),
    releases: count("ReleaseRegistered", ({ args }) => [args.release]),
    evidence: count("EvidencePublished", ({ args }) => [`${args.release}/${args.cid}`]),
    epochs: count("PagesAppended", ({ args }) => [`${args.list}/${args.content.contentHash}`]),
  };
}

function pagesOf({ args: { commitment, list, circuit, word, bits } }: LogDescription): string[] {
  return Array.from({ length: 256 }, (_, bit) => bit)
    .filter((bit) => (BigInt(bits) >> BigInt(bit)) & 1n)
    .map((bit) => [commitment, list, circuit, word, bit].join("/"));
}
