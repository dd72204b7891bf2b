import { BrowserProvider, type Eip1193Provider } from "ethers";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import { type Chain, developmentAccount } from "../../prover/rpc/connection.ts";
import { byBlockHash } from "../../prover/rpc/node/quorum.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

/** A chain of Hardhat's network with the rules of a hardfork, of Ethereum or of an OP-stack chain. */
export async function openEdr(chainType: "l1" | "op", hardfork: string): Promise<Chain> {
  const chainId = 31337;
  // State is so expensive since Amsterdam (EIP-8037) that estimates of a deployment exceed the cap of EIP-7825.
  const network = { type: "edr-simulated", chainType, chainId, hardfork, transactionGasCap: false } as const;
  const hardhat = await createHardhatRuntimeEnvironment({ networks: { edr: network } }, {}, PROJECT_ROOT);
  const connection = await hardhat.network.create("edr");
  const node = connection.provider as Eip1193Provider;
  const asked: Eip1193Provider = {
    request: ({ method, params }) => node.request({ method, params: byBlockHash(method, (params ?? []) as unknown[]) }),
  };
  const provider = new BrowserProvider(asked, chainId, { cacheTimeout: -1 });
  const close = async () => {
    provider.destroy();
    await connection.close();
  };
  const polling = { timeout: 60_000, pollingInterval: 5, requestTimeout: 30_000 };
  return { provider, signer: developmentAccount(0).connect(provider), chainId, polling, close };
}
