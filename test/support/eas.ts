import { createRequire } from "node:module";
import { ContractFactory, type InterfaceAbi, type Signer } from "ethers";

const require = createRequire(import.meta.url);

/** The real Ethereum Attestation Service with its registry of schemas; gives its address. */
export async function deployEas(signer: Signer): Promise<string> {
  const put = async (name: string, ...args: unknown[]): Promise<string> => {
    const path = `@ethereum-attestation-service/eas-contracts/artifacts/contracts/${name}.sol/${name}.json`;
    const { abi, bytecode } = require(path) as { abi: InterfaceAbi; bytecode: string };
    const contract = await new ContractFactory(abi, bytecode, signer).deploy(...args);
    await contract.waitForDeployment();
    return contract.getAddress();
  };
  return put("EAS", await put("SchemaRegistry"));
}
