import type { Chain } from "../../rpc/connection.ts";
import { requireSigner } from "../../rpc/contract.ts";
import { ask } from "../../rpc/node/errors.ts";
import { formatNative, suggestFees } from "../../rpc/node/fees.ts";
import { askOf, withMargin } from "../../rpc/transaction.ts";
import { chainError } from "../../shared/errors.ts";
import { count } from "../../shared/format.ts";
import type { ExpectedTransaction } from "./gas.ts";

/**
 * What a signer has and what its transactions take at today's price, in wei. `needed`: to have every one of them
 * taken.
 */
type Funds = {
  address: string;
  balance: bigint;
  gas: number;
  transactions: number;
  cost: bigint;
  needed: bigint;
};

/**
 * What the signer has, beside what transactions take that are going to be sent one after another. A node takes one
 * only if the account has its whole limit of gas at the most that it offers, which is more than what it then pays.
 * What a rollup takes for a transaction's data is not in it.
 *
 * @throws usage `chain/no-signer`; chain errors of `ask`
 */
async function estimateFunds(chain: Chain, expected: readonly ExpectedTransaction[]): Promise<Funds> {
  const address = await requireSigner(chain).getAddress();
  const [balance, fees] = await ask(() => Promise.all([chain.provider.getBalance(address), suggestFees(askOf(chain))]));
  const most = fees.type === 0 ? fees.gasPrice : fees.maxFeePerGas;
  const price = fees.type === 0 ? fees.gasPrice : (most + fees.maxPriorityFeePerGas) / 2n;
  let cost = 0n;
  let needed = 0n;
  for (const { gas } of expected) {
    const reserved = cost + withMargin(BigInt(gas)) * most;
    if (reserved > needed) needed = reserved;
    cost += BigInt(gas) * price;
  }
  const gas = expected.reduce((sum, each) => sum + each.gas, 0);
  return { address, balance, gas, transactions: expected.length, cost, needed };
}

/**
 * Ends before anything is made for an account that could not pay for it.
 *
 * @throws chain `chain/no-funds`; as `fundsFor`
 */
export async function requireFunds(chain: Chain, expected: readonly ExpectedTransaction[]): Promise<Funds> {
  const funds = await estimateFunds(chain, expected);
  if (funds.balance >= funds.needed) return funds;
  const { address, balance, needed } = funds;
  throw chainError(
    "chain/no-funds",
    `the signer ${address} has ${formatNative(balance)} of the chain's currency: ${describeCost(funds)}`,
    `Send it ${formatNative(needed - balance)} or more, or use the key of another account.`,
  );
}

/** What the transactions take, in words. */
export const describeCost = ({ gas, transactions, cost, needed }: Funds): string =>
  `about ${gas.toLocaleString("en")} gas in ${count(transactions, "transaction")} ` +
  `cost ${formatNative(cost)} at today's price, ` +
  `and a node takes them from an account with ${formatNative(needed)}`;
