import { usageError } from "../shared/errors.ts";
import { Contract } from "../shared/ethers.ts";
import type { Chain } from "./connection.ts";
import { type ContractName, compiled } from "./node/artifacts.ts";
import { ask } from "./node/errors.ts";

/** A deployed contract. It can send transactions when the chain has a signer. */
export async function openContract(chain: Chain, name: ContractName, address: string): Promise<Contract> {
  return new Contract(address, (await compiled(name)).abi, chain.signer ?? chain.provider);
}

/** Calls a view. What it returns is not validated yet (node/decode.ts does that). */
export const view = (contract: Contract, method: string, ...args: unknown[]): Promise<unknown> =>
  ask(() => contract.getFunction(method).staticCall(...args));

/** @throws usage `chain/no-signer` */
export function requireSigner(chain: Chain): NonNullable<Chain["signer"]> {
  if (chain.signer) return chain.signer;
  throw usageError("chain/no-signer", "a transaction needs a signer", "Give the signer's key as `keyFile`.");
}
