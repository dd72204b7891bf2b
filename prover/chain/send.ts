import { Contract, type ContractTransactionResponse, type TransactionReceipt } from "ethers";
import { chainError, usageError } from "../shared/errors.ts";
import type { Chain } from "./connection.ts";
import { type ContractName, compiled } from "./contracts.ts";
import type { Patience } from "./patience.ts";
import { ask } from "./revert.ts";

/**
 * A transaction whose effect was seen. `gasUsed` and `block`, the number of the block that it is in, are missing when another
 * transaction had the same effect first.
 */
export type Sent = { hash: string; gasUsed?: bigint; block?: number };

/** A contract of ours at an address; it can send when the chain has a signer. */
export async function contractAt(chain: Chain, name: ContractName, address: string): Promise<Contract> {
  return new Contract(address, (await compiled(name)).abi, chain.signer ?? chain.provider);
}

/** What a view answers, not yet validated (see answers.ts). */
export const view = (contract: Contract, method: string, ...args: unknown[]): Promise<unknown> =>
  ask(() => contract.getFunction(method).staticCall(...args));

/** @throws usage `chain/no-signer` */
export function requireSigner(chain: Chain): NonNullable<Chain["signer"]> {
  if (chain.signer) return chain.signer;
  throw usageError("chain/no-signer", "this command sends a transaction", "Name the signer's key with --key-file.");
}

/** Room above the estimate: other transactions may come first and make a call dearer. */
const withRoom = (estimate: bigint): bigint => (estimate * 5n) / 4n;

/**
 * Sends a transaction and waits until the chain's state shows its effect, for that is what counts: a transaction may be
 * replaced, or another one may have the same effect.
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
): Promise<Sent> {
  requireSigner(chain);
  const call = contract.getFunction(method);
  const response = await ask(async () => {
    const gasLimit = withRoom(await call.estimateGas(...args));
    return (await call.send(...args, { gasLimit })) as ContractTransactionResponse;
  });
  return settle(chain, response.hash, method, isDone);
}

/** Sends a transaction unless the state shows its effect already. */
export const sendUnless = async (...call: Parameters<typeof send>): Promise<Sent[]> =>
  (await call[4]()) ? [] : [await send(...call)];

/** Waits for the effect of a transaction that was sent. */
export async function settle(chain: Chain, hash: string, what: string, isDone: () => Promise<boolean>): Promise<Sent> {
  await until(chain.patience, `${what} (transaction ${hash})`, async () => {
    if (await isDone()) return true;
    const receipt = await receiptOf(chain, hash);
    if (receipt?.status === 0)
      throw chainError("chain/reverted", `${what} was reverted in transaction ${hash}`, "Run the command again.");
    return false;
  });
  const receipt = await receiptOf(chain, hash);
  return receipt ? { hash, gasUsed: receipt.gasUsed, block: receipt.blockNumber } : { hash };
}

const receiptOf = (chain: Chain, hash: string): Promise<TransactionReceipt | null> =>
  ask(() => chain.provider.getTransactionReceipt(hash));

/** @throws chain `chain/timeout` */
export async function until(
  patience: Pick<Patience, "timeout" | "interval">,
  what: string,
  isDone: () => Promise<boolean>,
): Promise<void> {
  const end = Date.now() + patience.timeout;
  while (!(await isDone())) {
    if (Date.now() > end) {
      throw chainError(
        "chain/timeout",
        `the chain does not show ${what} after ${patience.timeout / 1000} s`,
        "Nothing is lost: run the command again later, what was accepted is not sent twice.",
      );
    }
    await new Promise((resolve) => setTimeout(resolve, patience.interval));
  }
}
