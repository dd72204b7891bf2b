import { setTimeout as sleep } from "node:timers/promises";
import type { Contract, TransactionReceipt } from "ethers";
import { chainError, type DisjointError } from "../shared/errors.ts";
import { Transaction } from "../shared/ethers.ts";
import type { Chain } from "./connection.ts";
import { requireSigner } from "./contract.ts";
import { ask } from "./node/errors.ts";
import { type Fees, formatNative, sendWithFees, suggestFees } from "./node/fees.ts";
import { hasNoFunds, isAlreadyKnown, type NodeError } from "./node/nodeError.ts";
import { waitUntil } from "./node/polling.ts";
import type { Ask } from "./node/quorum.ts";

/**
 * A transaction whose effect the chain shows. `gasUsed` and `block`, the number of its block, are missing when another
 * transaction had the same effect first, and when the node still has no receipt long after it shows the effect.
 */
export type SentTransaction = { hash: string; gasUsed?: bigint; block?: number };

/** A gas limit a quarter above the estimate: other transactions may come first and make a call cost more. */
export const withMargin = (estimate: bigint): bigint => (estimate * 5n) / 4n;

/**
 * Sends a transaction and waits until the chain's state shows its effect. The receipt alone would not do: a transaction
 * may be replaced, or another one may have the same effect.
 *
 * @param isDone whether the state shows the effect
 * @throws chain `chain/<contract's error>`, `chain/reverted`, `chain/timeout`
 */
export async function send(
  chain: Chain,
  contract: Contract,
  method: string,
  args: readonly unknown[],
  isDone: () => Promise<boolean>,
): Promise<SentTransaction> {
  const [sent] = await sendAll(chain, contract, [{ method, args, isDone }]);
  return sent!;
}

/** A call to a contract, and whether the state shows its effect. */
type Call = { method: string; args: readonly unknown[]; isDone: () => Promise<boolean> };

/** Sends several calls, none of which may need another's effect, and waits for all of them together. */
export async function sendAll(chain: Chain, contract: Contract, calls: readonly Call[]): Promise<SentTransaction[]> {
  requireSigner(chain);
  if (calls.length === 0) return [];
  const to = await contract.getAddress();
  const [sender, ...estimates] = await ask(() =>
    Promise.all([
      readSenderState(chain),
      ...calls.map(({ method, args }) => contract.getFunction(method).estimateGas(...args)),
    ]),
  );
  const hashes = await Promise.all(
    calls.map(({ method, args }, i) => {
      const data = contract.interface.encodeFunctionData(method, args);
      const transaction = { to, data, gasLimit: withMargin(estimates[i]!), nonce: sender.nonce + i };
      return signAndSend(chain, transaction, sender.fees);
    }),
  );
  return Promise.all(calls.map(({ method, isDone }, i) => waitForEffect(chain, hashes[i]!, method, isDone)));
}

/** The account's next nonce, and the fees that the node suggests now. */
type SenderState = { nonce: number; fees: Fees };

export async function readSenderState(chain: Chain): Promise<SenderState> {
  const address = await requireSigner(chain).getAddress();
  const [nonce, fees] = await ask(() =>
    Promise.all([chain.provider.getTransactionCount(address, "pending"), suggestFees(askOf(chain))]),
  );
  return { nonce, fees };
}

/** A transaction before it is signed. Without `to` it creates a contract. */
type Unsigned = { to?: string; data: string; gasLimit: bigint; nonce: number };

/**
 * Signs a transaction and sends it, for these fees or for more if the node refuses them.
 *
 * @returns the transaction's hash
 */
export async function signAndSend(chain: Chain, transaction: Unsigned, fees: Fees): Promise<string> {
  const signer = requireSigner(chain);
  const chainId = BigInt(chain.chainId);
  const offer = async (offered: Fees) =>
    broadcast(chain, await signer.signTransaction({ ...transaction, ...offered, chainId }));
  return ask(() => sendWithFees(askOf(chain), offer, fees));
}

/** Sends JSON-RPC requests to the chain's node. */
export const askOf =
  ({ provider }: Chain): Ask =>
  (method, params) =>
    provider.send(method, params);

/**
 * Sends a signed transaction. It is no error if the node has it already.
 *
 * @param raw the transaction in RLP, as 0x and hexadecimal digits
 * @returns its hash
 * @throws chain `chain/no-funds`, which names the account, what it has and what it needs
 */
export async function broadcast(chain: Chain, raw: string): Promise<string> {
  const transaction = Transaction.from(raw);
  await chain.provider.send("eth_sendRawTransaction", [raw]).catch(async (error) => {
    if (isAlreadyKnown(error)) return;
    throw hasNoFunds(error) ? await unfunded(chain, transaction, error) : error;
  });
  return transaction.hash!;
}

/** A node takes a transaction only from an account that could pay for all of its gas at the highest price offered. */
async function unfunded({ provider }: Chain, transaction: Transaction, cause: NodeError): Promise<DisjointError> {
  const { from: address, gasLimit, gasPrice, maxFeePerGas, value } = transaction;
  const balance = await provider.getBalance(address!);
  const needed = gasLimit * (maxFeePerGas ?? gasPrice ?? 0n) + value;
  const missing = needed > balance ? `${formatNative(needed - balance)} or more` : "more";
  return chainError(
    "chain/no-funds",
    `the signer ${address} has ${formatNative(balance)} of the chain's currency; the transaction needs ` +
      formatNative(needed),
    `Send it ${missing}, or use the key of another account.`,
    cause,
  );
}

/** Sends a transaction unless the state shows its effect already; then the result is empty. */
export const sendUnless = async (...call: Parameters<typeof send>): Promise<SentTransaction[]> =>
  (await call[4]()) ? [] : [await send(...call)];

/**
 * Waits for the effect of a transaction that was sent.
 *
 * @param what it does, in words
 * @throws chain `chain/reverted`, `chain/timeout`
 */
export async function waitForEffect(
  chain: Chain,
  hash: string,
  what: string,
  isDone: () => Promise<boolean>,
): Promise<SentTransaction> {
  let receipt: TransactionReceipt | null = null;
  await waitUntil(chain.polling, `${what} (transaction ${hash})`, async () => {
    const [done, found] = await Promise.all([isDone(), receiptOf(chain, hash)]);
    receipt = found;
    if (done || found?.status !== 0) return done;
    throw chainError("chain/reverted", `${what} was reverted in transaction ${hash}`, "Run the command again.");
  });
  receipt ??= await lateReceiptOf(chain, hash);
  return receipt ? { hash, gasUsed: receipt.gasUsed, block: receipt.blockNumber } : { hash };
}

/** The receipt of a transaction, or null while it is not in a block. */
export const receiptOf = (chain: Chain, hash: string): Promise<TransactionReceipt | null> =>
  ask(() => chain.provider.getTransactionReceipt(hash));

/** How many polling intervals a receipt may come after the effect that the state shows. */
const LATE = 10;

/**
 * The receipt of a transaction whose effect is there. A node may show the state of a block before its receipts, and
 * nodes that answer in turn are not equally far. Null if the node does not have it in time, since another transaction
 * may have had the effect.
 */
export async function lateReceiptOf(chain: Chain, hash: string): Promise<TransactionReceipt | null> {
  for (let i = 0; i < LATE; i++) {
    const receipt = await receiptOf(chain, hash);
    if (receipt !== null) return receipt;
    await sleep(chain.polling.pollingInterval);
  }
  return null;
}
