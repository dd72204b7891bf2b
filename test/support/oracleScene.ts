import { AbiCoder, type CallExceptionError, type Contract } from "ethers";
import { expect } from "vitest";
import { deployContracts } from "../../prover/chain/deployment/deploy.ts";
import { publishBlocklist } from "../../prover/chain/lists/publish.ts";
import { openChain } from "../../prover/rpc/connection.ts";
import { openContract } from "../../prover/rpc/contract.ts";
import { compiled } from "../../prover/rpc/node/artifacts.ts";
import { simulatedCircuit, someList, somePages } from "./chain.ts";
import { deployCompiled } from "./solidity.ts";

/** The pages of the list at its first epoch. */
export const PAGES = 2;

const REPORTED = `0x${"cd".repeat(32)}`;

/** What oracles report: pages, and where in the list they belong. */
export const epochAt = (firstPage: number, pages = 1): string =>
  AbiCoder.defaultAbiCoder().encode(
    ["uint256", "tuple(uint256 digest, uint16 size)[]", "bytes32", "string"],
    [firstPage, somePages(pages, 1000 + firstPage), REPORTED, "https://example.org/list/2"],
  );

/** A chain with a list of one epoch, in which every oracle that is made here may publish, and that has a reviewer. */
export async function oracleScene() {
  const chain = await openChain({});
  const { deployment } = await deployContracts(chain, [simulatedCircuit()]);
  const content = someList(somePages(PAGES));
  const config = { ...content.config, reviewers: [await chain.signer!.getAddress()], threshold: 1 };
  const { list } = await publishBlocklist(chain, deployment, { ...content, config });
  const lists = await openContract(chain, "Blocklists", deployment.blocklists);
  const { abi, bytecode } = await compiled("EpochOracle");
  const contract = { abi: abi.formatJson(), bytecode };

  return {
    chain,
    /** Deploys EpochOracle with what follows the list in its constructor, and permits it to publish. */
    async newOracle(...rest: [signers: string[], threshold: number, forwarder: string, workflow: string]) {
      const oracle = await deployCompiled(contract, chain.signer!, deployment.blocklists, list, ...rest);
      await transact(lists, "setPublisher", list, await oracle.getAddress(), true);
      return oracle;
    },
    /** The time of the last block, in seconds since 1970. */
    time: async () => (await chain.provider.getBlock("latest"))!.timestamp,
    /** Drops an epoch that oracles published, as the list's owner. */
    drop: (epoch: number) => transact(lists, "drop", list, epoch, REPORTED),
    /** The content of each epoch after the first. */
    async reported(): Promise<string[]> {
      const count = Number(await lists.getFunction("epochCount")(list));
      const later = Array.from({ length: count - 1 }, (_, i) => lists.getFunction("epochOf")(list, i + 2));
      return (await Promise.all(later)).map(({ contentHash }) => contentHash);
    },
    /** The name of the error, or the reason, with which a call is refused. */
    async refusal(calling: Promise<unknown>): Promise<string> {
      const error = await calling.then(
        () => undefined,
        (reason) => reason as CallExceptionError,
      );
      expect(error?.code).toBe("CALL_EXCEPTION");
      const { revert, reason, data } = error!;
      return (revert?.name === "Error" ? reason : revert?.name) ?? lists.interface.parseError(data!)!.name;
    },
  };
}

export type OracleScene = Awaited<ReturnType<typeof oracleScene>>;

/** What `reported` gives when that many oracles' epochs were published. */
export const epochs = (count: number): string[] => Array.from({ length: count }, () => REPORTED);

/** Calls a contract in a transaction. */
export const transact = async (contract: Contract, method: string, ...args: unknown[]) =>
  (await contract.getFunction(method)(...args)).wait();
