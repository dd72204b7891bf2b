import type { Chain } from "../../rpc/connection.ts";
import { openContract } from "../../rpc/contract.ts";
import { isRefusal } from "../../rpc/node/errors.ts";
import { type SentTransaction, send } from "../../rpc/transaction.ts";
import type { ContractErrorCode } from "../../shared/errors/codes.ts";
import type { DisjointError } from "../../shared/errors.ts";
import { ZeroAddress } from "../../shared/ethers.ts";
import type { ReleaseId } from "../../shared/ids.ts";
import type { Deployment } from "../deployment/document.ts";
import { type Payee, type ReleaseToken, readReleaseToken } from "./tokens.ts";

/** What a payee was paid, in the currency's smallest unit; or the refusal of the payee or the currency. */
export type Claim = Payee & { index: number; amount: bigint } & (
    | { transaction: SentTransaction }
    | { refused: DisjointError }
  );

/** Refusals that are about one payee: the others are paid all the same. */
const OF_ONE_PAYEE: readonly ContractErrorCode[] = [
  "chain/failed-call",
  "chain/safe-erc20-failed-operation",
  "chain/wrong-transfer",
  "chain/error",
];

/**
 * Pays the payees of a release what is due to them of one currency, one transaction each. Anyone may: the money goes
 * to the payees. The share of a parent goes to the parent's own account, which is claimed from in turn.
 *
 * @param options `currency`: an ERC-20 token; by default the zero address, the chain's own currency. `account`: one
 * payee only
 * @returns those to whom something was due
 * @throws usage `chain/no-optional`; chain `chain/erc721-nonexistent-token`, `chain/balance-shrank`, and those of every
 * transaction
 */
export async function claimRoyalties(
  chain: Chain,
  deployment: Deployment,
  release: ReleaseId,
  { currency = ZeroAddress, account }: { currency?: string; account?: string } = {},
): Promise<Claim[]> {
  const read = () => readReleaseToken(chain, deployment, release, [currency]);
  const token = await read();
  const claims: Claim[] = [];
  for (const [index, payee] of token.payees.entries()) {
    const amount = token.income[0]!.due[index]!;
    if (amount === 0n || (account !== undefined && payee.account !== account)) continue;
    claims.push({ ...payee, index, amount, ...(await claim(chain, token, index, currency, read)) });
  }
  return claims;
}

async function claim(
  chain: Chain,
  token: ReleaseToken,
  index: number,
  currency: string,
  read: () => Promise<ReleaseToken>,
): Promise<{ transaction: SentTransaction } | { refused: DisjointError }> {
  const contract = await openContract(chain, "RoyaltyAccount", token.account);
  const before = paidTo(token, index);
  const isDone = async () => paidTo(await read(), index) > before;
  try {
    return { transaction: await send(chain, contract, "claim", [currency, index], isDone) };
  } catch (error) {
    if (!OF_ONE_PAYEE.some((code) => isRefusal(error, code))) throw error;
    return { refused: error as DisjointError };
  }
}

/** What a payee got before: its share of all that came in, less what is due. More may come in meanwhile. */
function paidTo({ payees, income }: ReleaseToken, index: number): bigint {
  const { received, due } = income[0]!;
  return (received * BigInt(payees[index]!.share)) / 10_000n - due[index]!;
}
