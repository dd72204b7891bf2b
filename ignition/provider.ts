import type { EIP1193Provider } from "@nomicfoundation/ignition-core";
import type { TransactionRequest } from "ethers";
import type { Chain } from "../prover/rpc/connection.ts";
import { requireSigner } from "../prover/rpc/contract.ts";

/** A transaction as JSON-RPC has it: its gas limit is called otherwise than in ethers. */
type SentTransaction = TransactionRequest & { gas?: string };

/**
 * A chain of ours as Ignition wants to see it: with an account that signs by itself. So the key stays where it is, and
 * every question goes to the same nodes as all others do.
 *
 * @param onSend is told before each transaction
 */
export const providerOf = (chain: Chain, onSend: () => void): EIP1193Provider => ({
  request: async ({ method, params = [] }) => {
    if (method !== "eth_sendTransaction") return chain.provider.send(method, params as unknown[]);
    const [{ gas, ...transaction }] = params as [SentTransaction];
    onSend();
    const { hash } = await requireSigner(chain).sendTransaction({
      ...transaction,
      nonce: Number(transaction.nonce),
      ...(gas !== undefined && { gasLimit: gas }),
    });
    return hash;
  },
});
