import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { ATTESTATION_SCHEMA } from "../../prover/chain/attestation/eas.ts";
import Disjoint, { type Contracts } from "./Disjoint.ts";

/** The parts in use of an existing contract of github.com/ethereum-attestation-service/eas-contracts. */
const interfaceOf = <const AbiT extends readonly unknown[]>(contractName: string, abi: AbiT) => ({
  _format: "hh3-artifact-1",
  contractName,
  sourceName: `${contractName}.sol`,
  abi,
  bytecode: "0x",
  deployedBytecode: "0x",
  linkReferences: {},
  deployedLinkReferences: {},
});

const GET_REGISTRY = [
  {
    type: "function",
    name: "getSchemaRegistry",
    stateMutability: "view",
    inputs: [],
    outputs: [{ name: "", type: "address" }],
  },
] as const;

const REGISTER = [
  {
    type: "function",
    name: "register",
    stateMutability: "nonpayable",
    inputs: [
      { name: "schema", type: "string" },
      { name: "resolver", type: "address" },
      { name: "revocable", type: "bool" },
    ],
    outputs: [{ name: "", type: "bytes32" }],
  },
] as const;

/**
 * Deploys a resolver for the Ethereum Attestation Service, whose address is the parameter `service`, bound to the
 * release registry of a deployment, and registers its schema.
 */
export const easModule = (disjoint: Contracts): Contracts =>
  buildModule("EasResolver", (m) => {
    const { releases } = m.useModule(disjoint);
    const service = m.getParameter<string>("service");
    const resolver = m.contract("EasResolver", [service, releases!]);
    const eas = m.contractAt("EAS", interfaceOf("EAS", GET_REGISTRY), service);
    const address = m.staticCall(eas, "getSchemaRegistry");
    const registry = m.contractAt("SchemaRegistry", interfaceOf("SchemaRegistry", REGISTER), address);
    m.call(registry, "register", [ATTESTATION_SCHEMA, resolver, true]);
    return { resolver };
  });

export default easModule(Disjoint);
