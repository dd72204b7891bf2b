import type { EIP1193Provider } from "@nomicfoundation/ignition-core";
import type { TransactionRequest } from "ethers";
import type { Chain } from "../prover/rpc/connection.ts";
import { requireSigner } from "../prover/rpc/contract.ts";

/** A JSON-RPC transaction, whose gas limit has another name than in ethers. */
type SentTransaction = TransactionRequest & { gas?: string };

/**
 * A chain as the EIP-1193 provider that Ignition expects, with an account that signs by itself. The key never leaves
 * the signer, and requests go to the same nodes as all others.
 *
 * @param onSend called before each transaction
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
