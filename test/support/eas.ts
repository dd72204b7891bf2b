import { createRequire } from "node:module";
import { ContractFactory, type InterfaceAbi, type Signer } from "ethers";

const require = createRequire(import.meta.url);

/** The published contracts by the version that they say; the package 0.26.3 has those of 0.27, to the byte. */
const EAS_PACKAGES = {
  "1.9": "@ethereum-attestation-service/eas-contracts",
  "0.27": "eas-contracts-0.27",
  "0.26": "eas-contracts-0.26",
} as const;

type EasVersion = keyof typeof EAS_PACKAGES;

export const EAS_VERSIONS = Object.keys(EAS_PACKAGES) as EasVersion[];

/** A contract of the service as it is published. */
export const easArtifact = (name: string, version: EasVersion = "1.9"): { abi: InterfaceAbi; bytecode: string } =>
  require(`${EAS_PACKAGES[version]}/artifacts/contracts/${name}.sol/${name}.json`);

/** The real Ethereum Attestation Service with its registry of schemas; gives its address. */
export async function deployEas(signer: Signer, version: EasVersion = "1.9"): Promise<string> {
  const put = async (name: string, ...args: unknown[]): Promise<string> => {
    const { abi, bytecode } = easArtifact(name, version);
    const contract = await new ContractFactory(abi, bytecode, signer).deploy(...args);
    await contract.waitForDeployment();
    return contract.getAddress();
  };
  return put("EAS", await put("SchemaRegistry"));
}
